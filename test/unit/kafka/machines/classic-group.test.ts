import { describe, expect, test } from 'vitest';
import { classicGroup, type ClassicGroupEvent } from '../../../../simulations/kafka/machines/classic-group';
import { walk } from './walk';

const join: ClassicGroupEvent = { type: 'NewMemberJoined', hadIssuedId: false };
const rejoin: ClassicGroupEvent = {
  type: 'KnownMemberJoined',
  isWaiting: false,
  isLeader: false,
  hasNewMetadata: false,
};
const delayEnds: ClassicGroupEvent = { type: 'InitialDelayEnded', canExtend: false };
const leaderSyncs: ClassicGroupEvent = { type: 'SyncReceived', isLeader: true };
const leave: ClassicGroupEvent = { type: 'MemberRemoved', wasWaiting: false };
const completing = [join, join, delayEnds];
const stable: ClassicGroupEvent[] = [...completing, leaderSyncs, { type: 'AssignmentStored', generationId: 1 }];

describe('a classic group at its coordinator', () => {
  test('K-GRP-10: an id that was handed out is pending until it is used or expires', () => {
    const issued = walk(classicGroup, [{ type: 'MemberIdIssued' }]);
    expect(issued).toMatchObject({ state: 'Empty', effects: ['answerMemberIdRequired'], context: { pendingCount: 1 } });
    const used = walk(classicGroup, [{ type: 'MemberIdIssued' }, { type: 'NewMemberJoined', hadIssuedId: true }]);
    expect(used.context).toMatchObject({ pendingCount: 0, memberCount: 1, joinedCount: 1 });
    expect(walk(classicGroup, [{ type: 'MemberIdIssued' }, { type: 'MemberIdExpired' }]).context.pendingCount).toBe(0);
  });

  test('K-GRP-11: the first join of an Empty group waits, and waits on while others come', () => {
    expect(walk(classicGroup, [join])).toMatchObject({
      state: { PreparingRebalance: 'InitialDelay' },
      effects: ['startInitialDelay'],
    });
    const more: ClassicGroupEvent = { type: 'InitialDelayEnded', canExtend: true };
    const extended = walk(classicGroup, [join, join, more]);
    expect(extended).toMatchObject({ state: { PreparingRebalance: 'InitialDelay' }, effects: ['extendInitialDelay'] });
    expect(walk(classicGroup, [join, join, more, more]).state).toBe('CompletingRebalance');
    expect(walk(classicGroup, [join, more]).state).toBe('CompletingRebalance');
    expect(walk(classicGroup, completing).state).toBe('CompletingRebalance');
  });

  test('K-GRP-14: completing counts a generation and answers the joins together', () => {
    expect(walk(classicGroup, completing)).toMatchObject({
      state: 'CompletingRebalance',
      context: { generationId: 1, memberCount: 2, joinedCount: 0 },
      effects: ['completeJoinPhase', 'startSyncTimer'],
    });
  });

  test('K-GRP-14: becoming Empty is a completion too: join 1, leave 2, next first member 3', () => {
    const left = walk(classicGroup, [...stable, leave, leave]);
    expect(left).toMatchObject({ state: 'Empty', context: { generationId: 2, memberCount: 0 } });
    expect(left.effects.at(-1)).toBe('storeEmptyGroup');
    expect(walk(classicGroup, [...stable, leave, leave, join, delayEnds]).context.generationId).toBe(3);
  });

  test('K-GRP-15: the leader sync is stored, and the stored assignment answers every sync', () => {
    expect(walk(classicGroup, [...completing, leaderSyncs]).effects).toEqual(['parkSync', 'storeAssignment']);
    expect(walk(classicGroup, [...completing, { type: 'SyncReceived', isLeader: false }]).effects).toEqual([
      'parkSync',
    ]);
    expect(walk(classicGroup, stable)).toMatchObject({ state: 'Stable', effects: ['answerSyncs'] });
    const late = walk(classicGroup, [...completing, { type: 'AssignmentStored', generationId: 0 }]);
    expect(late).toMatchObject({ state: 'CompletingRebalance', effects: [] });
    const lost = walk(classicGroup, [...completing, { type: 'AssignmentNotStored', generationId: 1 }]);
    expect(lost.state).toEqual({ PreparingRebalance: 'Joining' });
    expect(walk(classicGroup, [...stable, { type: 'SyncReceived', isLeader: false }]).effects).toEqual([
      'answerSyncWithCurrent',
    ]);
  });

  test('K-GRP-12: only a new member, new metadata or the leader disturb a Stable group', () => {
    expect(walk(classicGroup, [...stable, rejoin])).toMatchObject({
      state: 'Stable',
      effects: ['answerJoinWithCurrent'],
    });
    for (const disturbing of [join, { ...rejoin, isLeader: true }, { ...rejoin, hasNewMetadata: true }]) {
      const disturbed = walk(classicGroup, [...stable, disturbing]);
      expect(disturbed).toMatchObject({ state: { PreparingRebalance: 'Joining' }, context: { joinedCount: 1 } });
      expect(disturbed.effects).toEqual(['stopSyncTimer', 'startJoinTimer']);
    }
  });

  test('K-GRP-12: in CompletingRebalance an unchanged rejoin is answered, a changed one aborts the syncs', () => {
    const leads: ClassicGroupEvent = { ...rejoin, isLeader: true };
    expect(walk(classicGroup, [...completing, leads])).toMatchObject({
      state: 'CompletingRebalance',
      effects: ['answerJoinWithCurrent'],
    });
    for (const disturbing of [join, { ...rejoin, hasNewMetadata: true }]) {
      const disturbed = walk(classicGroup, [...completing, disturbing]);
      expect(disturbed.state).toEqual({ PreparingRebalance: 'Joining' });
      expect(disturbed.effects).toEqual(['abortSyncs', 'stopSyncTimer', 'startJoinTimer']);
    }
  });

  test('K-GRP-13: the join phase ends when every member has come and no id is pending', () => {
    const waiting: ClassicGroupEvent[] = [...stable, { type: 'MemberIdIssued' }, join, rejoin];
    expect(walk(classicGroup, [...waiting, rejoin]).state).toEqual({ PreparingRebalance: 'Joining' });
    expect(walk(classicGroup, [...waiting, rejoin, { type: 'MemberIdExpired' }])).toMatchObject({
      state: 'CompletingRebalance',
      effects: ['stopJoinTimer', 'completeJoinPhase', 'startSyncTimer'],
      context: { generationId: 2, memberCount: 3 },
    });
    expect(walk(classicGroup, [...stable, join, rejoin, leave]).state).toBe('CompletingRebalance');
  });

  test('K-GRP-13: a repeated join of a waiting member counts once', () => {
    const twice = walk(classicGroup, [...stable, join, { ...rejoin, isWaiting: true }]);
    expect(twice.context).toMatchObject({ memberCount: 3, joinedCount: 1 });
  });

  test('K-GRP-13: at the timeout absent dynamic members go, static ones stay', () => {
    const timeout = (absentDynamicCount: number): ClassicGroupEvent => ({
      type: 'JoinPhaseTimedOut',
      absentDynamicCount,
    });
    const one = walk(classicGroup, [...stable, join, timeout(1)]);
    expect(one).toMatchObject({ state: 'CompletingRebalance', context: { memberCount: 2, generationId: 2 } });
    const nobody = walk(classicGroup, [...stable, leave, timeout(1)]);
    expect(nobody).toMatchObject({ state: 'Empty', context: { memberCount: 0, generationId: 2 } });
    const onlyStatic = walk(classicGroup, [...stable, leave, timeout(0)]);
    expect(onlyStatic).toMatchObject({ state: { PreparingRebalance: 'Joining' }, context: { generationId: 1 } });
    expect(onlyStatic.effects).toEqual(['removeAbsentMembers', 'startJoinTimer']);
  });

  test('K-GRP-14: members that do not sync in time are removed, also from a Stable group', () => {
    const late: ClassicGroupEvent = { type: 'SyncPhaseTimedOut', absentCount: 1 };
    expect(walk(classicGroup, [...completing, late])).toMatchObject({
      state: { PreparingRebalance: 'Joining' },
      effects: ['removeUnsyncedMembers', 'abortSyncs', 'stopSyncTimer', 'startJoinTimer'],
      context: { memberCount: 1 },
    });
    expect(walk(classicGroup, [...stable, late]).state).toEqual({ PreparingRebalance: 'Joining' });
    expect(walk(classicGroup, [...stable, { type: 'SyncPhaseTimedOut', absentCount: 0 }]).state).toBe('Stable');
  });

  test('K-GRP-24: a coordinator that takes over finds generation and members; nothing rebalances', () => {
    const loaded = walk(classicGroup, [{ type: 'GroupLoaded', generationId: 7, memberCount: 3 }]);
    expect(loaded).toMatchObject({
      state: 'Stable',
      effects: ['startSessions'],
      context: { generationId: 7, memberCount: 3 },
    });
    expect(walk(classicGroup, [{ type: 'GroupLoaded', generationId: 7, memberCount: 0 }])).toMatchObject({
      state: 'Empty',
    });
    expect(walk(classicGroup, [...stable, { type: 'Unloaded' }])).toMatchObject({
      state: 'Dead',
      effects: ['failWaiting'],
    });
    expect(walk(classicGroup, [...stable, { type: 'Unloaded' }, join])).toMatchObject({ state: 'Dead', effects: [] });
  });

  test('K-GRP-30: a static member replaced in a Stable group with the same protocol causes no rebalance', () => {
    const replaced: ClassicGroupEvent = { type: 'StaticMemberReplaced', isWaiting: false, keepsProtocol: true };
    expect(walk(classicGroup, [...stable, replaced])).toMatchObject({
      state: 'Stable',
      effects: ['answerJoinWithCurrent'],
    });
    expect(walk(classicGroup, [...stable, { ...replaced, keepsProtocol: false }]).state).toEqual({
      PreparingRebalance: 'Joining',
    });
    expect(walk(classicGroup, [...completing, replaced]).state).toEqual({ PreparingRebalance: 'Joining' });
  });
});
