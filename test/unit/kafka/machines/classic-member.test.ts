import { describe, expect, test } from 'vitest';
import { classicMember, type ClassicMemberEvent } from '../../../../simulations/kafka/machines/classic-member';
import { walk } from './walk';

const polled: ClassicMemberEvent = { type: 'Polled' };
const preparing: ClassicMemberEvent[] = [{ type: 'CoordinatorFound' }, polled];
const joining: ClassicMemberEvent[] = [...preparing, { type: 'JoinPrepared' }];
const syncing: ClassicMemberEvent[] = [
  ...joining,
  { type: 'MemberIdRequired' },
  { type: 'JoinAnswered', generationId: 4, isLeader: false },
];
const stable: ClassicMemberEvent[] = [...syncing, { type: 'SyncAnswered' }];
const flagged: ClassicMemberEvent[] = [...stable, { type: 'RebalanceNoticed' }];

describe('a member of a classic group in its own process', () => {
  test('K-GRP-2: looks for its coordinator first', () => {
    expect(walk(classicMember, [polled])).toMatchObject({ state: 'Unjoined', effects: ['findCoordinator'] });
    expect(walk(classicMember, preparing)).toMatchObject({ state: 'PreparingJoin', effects: ['prepareJoin'] });
  });

  test('K-GRP-10: a dynamic member first gets an id, then joins again with it', () => {
    expect(walk(classicMember, joining)).toMatchObject({ state: { Joining: 'WithoutId' }, effects: ['sendJoin'] });
    const again = walk(classicMember, [...joining, { type: 'MemberIdRequired' }]);
    expect(again).toMatchObject({
      state: { Joining: 'WithId' },
      effects: ['sendJoin'],
      context: { hasMemberId: true },
    });
    expect(walk(classicMember, joining, { isStatic: true }).state).toEqual({ Joining: 'WithId' });
  });

  test('K-GRP-15: the leader computes the assignment, a follower only syncs', () => {
    expect(walk(classicMember, syncing)).toMatchObject({
      state: 'Syncing',
      effects: ['startHeartbeats', 'sendSync'],
      context: { generationId: 4, isLeader: false },
    });
    const leader = walk(classicMember, [...joining, { type: 'JoinAnswered', generationId: 4, isLeader: true }]);
    expect(leader.effects).toEqual(['startHeartbeats', 'computeAssignment', 'sendSync']);
    expect(walk(classicMember, stable)).toMatchObject({ state: 'Stable', effects: ['completeJoin'] });
  });

  test('K-GRP-16: a rebalance noticed by heartbeat waits for the next poll()', () => {
    expect(walk(classicMember, flagged)).toMatchObject({ state: 'RejoinNeeded', effects: [] });
    expect(walk(classicMember, [...flagged, polled])).toMatchObject({
      state: 'PreparingJoin',
      effects: ['prepareJoin'],
      context: { generationId: 4, hasMemberId: true },
    });
    expect(walk(classicMember, [...stable, polled])).toMatchObject({ state: 'Stable', effects: [] });
  });

  test('K-GRP-18, K-GRP-25: partitions given up, or new metadata, make a member ask for a rejoin itself', () => {
    expect(walk(classicMember, [...stable, { type: 'RejoinWanted' }]).state).toBe('RejoinNeeded');
  });

  test('K-GRP-23: an old generation keeps the id, an unknown member forgets it; either loses its partitions', () => {
    const refused = walk(classicMember, [...stable, { type: 'GenerationRefused' }]);
    expect(refused).toMatchObject({ state: 'Unjoined', context: { generationId: -1, hasMemberId: true } });
    const unknown = walk(classicMember, [...stable, { type: 'MemberUnknown' }]);
    expect(unknown).toMatchObject({ state: 'Unjoined', context: { generationId: -1, hasMemberId: false } });
    expect(unknown.effects).toEqual(['stopHeartbeats']);
  });

  test('K-GRP-17: a join that fails is sent again without the callbacks', () => {
    for (const failure of ['JoinFailed', 'RebalanceNoticed', 'MemberUnknown', 'CoordinatorLost'] as const) {
      expect(walk(classicMember, [...syncing, { type: failure }]).state).toBe('JoinDue');
    }
    const again = walk(classicMember, [...syncing, { type: 'RebalanceNoticed' }, polled]);
    expect(again).toMatchObject({ state: { Joining: 'WithId' }, effects: ['sendJoin'] });
    const anew = walk(classicMember, [...syncing, { type: 'MemberUnknown' }, polled]);
    expect(anew.state).toEqual({ Joining: 'WithoutId' });
    const lost = walk(classicMember, [...syncing, { type: 'CoordinatorLost' }, polled]);
    expect(lost).toMatchObject({ state: 'JoinDue', effects: ['findCoordinator'] });
  });

  test('K-GRP-12: a full group refuses the join to the application', () => {
    const refused = walk(classicMember, [...joining, { type: 'JoinRefused' }]);
    expect(refused).toMatchObject({ state: 'Unjoined', effects: ['reportError'] });
  });

  test('K-GRP-21: without poll() a dynamic member leaves, a static one falls silent', () => {
    const dynamic = walk(classicMember, [...stable, { type: 'PollIntervalExceeded' }]);
    expect(dynamic).toMatchObject({ state: 'Unjoined', effects: ['stopHeartbeats', 'sendLeave'] });
    const still = walk(classicMember, [...stable, { type: 'PollIntervalExceeded' }], { isStatic: true });
    expect(still).toMatchObject({ state: 'Unjoined', effects: ['stopHeartbeats'] });
    expect(walk(classicMember, [{ type: 'PollIntervalExceeded' }]).effects).toEqual([]);
  });

  test('K-GRP-22: close() leaves at once if the member is dynamic', () => {
    const closed = walk(classicMember, [...stable, { type: 'Closed' }]);
    expect(closed).toMatchObject({ state: 'Left', effects: ['leaveCallbacks', 'stopHeartbeats', 'sendLeave'] });
    const still = walk(classicMember, [...stable, { type: 'Closed' }], { isStatic: true });
    expect(still).toMatchObject({ state: 'Left', effects: ['leaveCallbacks', 'stopHeartbeats'] });
  });

  test('K-GRP-24: a lost coordinator is found again, the generation stays', () => {
    const lost = walk(classicMember, [...stable, { type: 'CoordinatorLost' }]);
    expect(lost).toMatchObject({ state: 'Stable', effects: ['findCoordinator'], context: { generationId: 4 } });
  });

  test('K-GRP-30: a fenced static member is fenced for good', () => {
    const fenced = walk(classicMember, [...stable, { type: 'InstanceFenced' }], { isStatic: true });
    expect(fenced).toMatchObject({ state: 'Fenced', effects: ['stopHeartbeats', 'reportFatal'] });
    const after = walk(classicMember, [...stable, { type: 'InstanceFenced' }, polled], { isStatic: true });
    expect(after).toMatchObject({ state: 'Fenced', effects: [] });
  });
});
