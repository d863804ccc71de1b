import { describe, expect, test } from 'vitest';
import { replica, type ReplicaEvent } from '../../../../simulations/kafka/machines/replica';
import { walk } from './walk';

const leads = (leaderEpoch: number): ReplicaEvent => ({ type: 'BecameLeader', leaderEpoch });
const follows = (leaderEpoch: number): ReplicaEvent => ({ type: 'BecameFollower', leaderEpoch });

describe('a replica on its broker', () => {
  test('K-REP-2: a new leader records where its epoch starts', () => {
    expect(walk(replica, [leads(3)])).toMatchObject({
      state: 'Leader',
      effects: ['startLeaderEpoch'],
      context: { leaderEpoch: 3 },
    });
    expect(walk(replica, [leads(3), leads(4)]).effects).toEqual(['failWaitingRequests', 'startLeaderEpoch']);
  });

  test('K-REP-1: metadata of the same epoch changes the ISR only, of an older one nothing', () => {
    expect(walk(replica, [leads(3), leads(3)])).toMatchObject({ state: 'Leader', effects: ['applyPartitionChange'] });
    expect(walk(replica, [leads(3), follows(2)])).toMatchObject({ state: 'Leader', effects: [] });
  });

  test('K-REP-3: a follower fetches, and pauses after an error', () => {
    expect(walk(replica, [follows(1)])).toMatchObject({ state: { Follower: 'Fetching' }, effects: ['startFetching'] });
    const refused = walk(replica, [follows(1), { type: 'FetchRefused' }]);
    expect(refused).toMatchObject({ state: { Follower: 'BackingOff' }, effects: ['delayFetching'] });
    const again = walk(replica, [follows(1), { type: 'FetchRefused' }, { type: 'BackoffEnded' }]);
    expect(again).toMatchObject({ state: { Follower: 'Fetching' }, effects: ['startFetching'] });
  });

  test('K-REP-30, K-REP-31: divergence truncates, then it fetches again', () => {
    const diverged = walk(replica, [follows(1), { type: 'DivergenceFound' }]);
    expect(diverged).toMatchObject({ state: { Follower: 'Truncating' }, effects: ['truncateToDivergence'] });
    const outside = walk(replica, [follows(1), { type: 'OffsetOutOfRange' }]);
    expect(outside).toMatchObject({ state: { Follower: 'Truncating' }, effects: ['moveIntoLeaderRange'] });
    const again = walk(replica, [follows(1), { type: 'DivergenceFound' }, { type: 'LogTruncated' }]);
    expect(again.state).toEqual({ Follower: 'Fetching' });
  });

  test('K-REP-38: a deposed leader fails what waits, once the metadata reaches it', () => {
    const deposed = walk(replica, [leads(3), follows(4)]);
    expect(deposed).toMatchObject({
      state: { Follower: 'Fetching' },
      effects: ['failWaitingRequests', 'startFetching'],
    });
    const leaderless = walk(replica, [leads(3), { type: 'LeaderVanished', leaderEpoch: 4 }]);
    expect(leaderless).toMatchObject({ state: 'NoLeader', effects: ['failWaitingRequests'] });
  });

  test('a restarted broker takes part in whatever epoch it finds', () => {
    const stopped = walk(replica, [follows(5), { type: 'BrokerStopped' }]);
    expect(stopped).toMatchObject({ state: 'Offline', effects: ['stopFetching'], context: { leaderEpoch: -1 } });
    expect(walk(replica, [follows(5), { type: 'BrokerStopped' }, leads(5)]).state).toBe('Leader');
  });
});
