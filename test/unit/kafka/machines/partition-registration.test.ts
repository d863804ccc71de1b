import { describe, expect, test } from 'vitest';
import {
  partitionRegistration,
  type Candidates,
  type PartitionRegistrationEvent,
} from '../../../../simulations/kafka/machines/partition-registration';
import { walk } from './walk';

const nobody: Candidates = {
  isLeaderValid: false,
  hasNewInSync: true,
  remembersLeader: true,
  inSync: -1,
  eligible: -1,
  lastKnown: -1,
  unclean: -1,
};

function brokersChange(found: Partial<Candidates>): PartitionRegistrationEvent {
  return { type: 'BrokersChanged', ...nobody, ...found };
}

function alter(
  asked: Partial<Extract<PartitionRegistrationEvent, { type: 'AlterRequested' }>>,
): PartitionRegistrationEvent {
  const usual = {
    leader: 1,
    leaderEpoch: 0,
    partitionEpoch: 0,
    inSyncCount: 2,
    hasLeader: true,
    areEligible: true,
    isRecovered: true,
    reassignedLeader: -1,
  };
  return { type: 'AlterRequested', ...usual, ...asked };
}

const led: PartitionRegistrationEvent[] = [{ type: 'Created', leader: 1 }];
const leaderless: PartitionRegistrationEvent[] = [...led, brokersChange({})];

describe('a partition as the controller sees it', () => {
  test('K-REP-1: a leader change counts both epochs, an ISR change the partition epoch', () => {
    expect(walk(partitionRegistration, led)).toMatchObject({
      state: { Led: 'Recovered' },
      context: { leader: 1, leaderEpoch: 0, partitionEpoch: 0 },
    });
    const elected = walk(partitionRegistration, [...led, brokersChange({ inSync: 2 })]);
    expect(elected).toMatchObject({
      effects: ['recordLeader'],
      context: { leader: 2, leaderEpoch: 1, partitionEpoch: 1 },
    });
    const shrunk = walk(partitionRegistration, [...led, brokersChange({ isLeaderValid: true })]);
    expect(shrunk).toMatchObject({
      effects: ['recordInSyncReplicas'],
      context: { leader: 1, leaderEpoch: 0, partitionEpoch: 1 },
    });
    const same = walk(partitionRegistration, [...led, brokersChange({ isLeaderValid: true, hasNewInSync: false })]);
    expect(same).toMatchObject({ effects: [], context: { partitionEpoch: 0 } });
  });

  test('K-REP-32: the ISR is asked first, then the ELR, then the last leader, then anyone', () => {
    const all = { inSync: 2, eligible: 3, lastKnown: 4, unclean: 5 };
    const order = [all, { ...all, inSync: -1 }, { ...all, inSync: -1, eligible: -1 }];
    const leaders = order.map(
      (found) => walk(partitionRegistration, [...leaderless, brokersChange(found)]).context.leader,
    );
    expect(leaders).toEqual([2, 3, 4]);
  });

  test('K-REP-33: an unclean leader recovers alone, until it reports so', () => {
    const unclean: PartitionRegistrationEvent[] = [...led, brokersChange({ unclean: 3 })];
    expect(walk(partitionRegistration, unclean)).toMatchObject({
      state: { Led: 'Recovering' },
      context: { leader: 3, leaderEpoch: 1 },
      effects: ['restartInSyncReplicas', 'recordLeader'],
    });
    const by3 = { leader: 3, leaderEpoch: 1, partitionEpoch: 1 };
    const grows = walk(partitionRegistration, [...unclean, alter({ ...by3, isRecovered: false })]);
    expect(grows).toMatchObject({ state: { Led: 'Recovering' }, effects: ['refuseWhileRecovering'] });
    const reports = walk(partitionRegistration, [...unclean, alter({ ...by3, inSyncCount: 1 })]);
    expect(reports).toMatchObject({ state: { Led: 'Recovered' }, effects: ['recordInSyncReplicas'] });
  });

  test('K-REP-34: a leader from the ELR is the whole ISR, and clean', () => {
    expect(walk(partitionRegistration, [...led, brokersChange({ eligible: 2 })])).toMatchObject({
      state: { Led: 'Recovered' },
      effects: ['restartInSyncReplicas', 'recordLeader'],
    });
  });

  test('K-REP-35: the last known leader is remembered with ELR on, and elected like an unclean one', () => {
    expect(walk(partitionRegistration, leaderless)).toMatchObject({
      state: 'Leaderless',
      effects: ['recordNoLeader'],
      context: { leader: -1, leaderEpoch: 1, lastKnownLeader: 1 },
    });
    const back = walk(partitionRegistration, [...leaderless, brokersChange({ lastKnown: 1 })]);
    expect(back).toMatchObject({
      state: { Led: 'Recovering' },
      context: { leader: 1, leaderEpoch: 2, lastKnownLeader: -1 },
    });
    const forgotten = walk(partitionRegistration, [...led, brokersChange({ remembersLeader: false })]);
    expect(forgotten.context.lastKnownLeader).toBe(-1);
  });

  test('K-REP-35a: without ELR the last ISR member returns as a clean leader', () => {
    const back = walk(partitionRegistration, [...leaderless, brokersChange({ inSync: 1 })]);
    expect(back).toMatchObject({ state: { Led: 'Recovered' }, effects: ['recordLeader'] });
  });

  test('K-REP-36: leadership moves back to a preferred replica that is in sync', () => {
    const moved: PartitionRegistrationEvent[] = [
      ...led,
      brokersChange({ inSync: 2 }),
      { type: 'PreferredElectionDue', preferred: 1 },
    ];
    expect(walk(partitionRegistration, moved)).toMatchObject({
      context: { leader: 1, leaderEpoch: 2 },
      effects: ['recordLeader'],
    });
    for (const preferred of [1, -1]) {
      expect(walk(partitionRegistration, [...led, { type: 'PreferredElectionDue', preferred }]).effects).toEqual([]);
    }
  });

  test('K-REP-37: a leaderless partition stays so until somebody can lead', () => {
    const still = walk(partitionRegistration, [...leaderless, brokersChange({ hasNewInSync: false })]);
    expect(still).toMatchObject({ state: 'Leaderless', effects: [], context: { partitionEpoch: 1 } });
    const elsewhere = walk(partitionRegistration, [...leaderless, brokersChange({})]);
    expect(elsewhere).toMatchObject({
      state: 'Leaderless',
      effects: ['recordInSyncReplicas'],
      context: { partitionEpoch: 2 },
    });
  });

  test('K-REP-24: AlterPartition is refused in the order of the epochs', () => {
    const moved: PartitionRegistrationEvent[] = [...led, brokersChange({ inSync: 2 })];
    const refusal = (asked: Parameters<typeof alter>[0]) =>
      walk(partitionRegistration, [...moved, alter(asked)]).effects;
    expect(refusal({})).toEqual(['refuseFenced']);
    expect(refusal({ leaderEpoch: 2, partitionEpoch: 1 })).toEqual(['refuseNewer']);
    expect(refusal({ leaderEpoch: 1, partitionEpoch: 2 })).toEqual(['refuseNewer']);
    expect(refusal({ leaderEpoch: 1, partitionEpoch: 0 })).toEqual(['refuseStale']);
    expect(refusal({ leaderEpoch: 1, partitionEpoch: 1, leader: 1 })).toEqual(['refuseNotLeader']);
    const now = { leaderEpoch: 1, partitionEpoch: 1, leader: 2 };
    expect(refusal(now)).toEqual(['recordInSyncReplicas']);
    expect(refusal({ ...now, hasLeader: false, areEligible: false })).toEqual(['refuseNotLeader']);
    expect(refusal({ ...now, areEligible: false })).toEqual(['refuseIneligible']);
    expect(refusal({ leaderEpoch: 0, areEligible: false })).toEqual(['refuseFenced']);
  });
});
