import { assign, setup } from 'xstate';

/** What happens to a group, after the coordinator has checked the request that brings it. */
export type ClassicGroupEvent =
  /** A group found in the log of a coordinator partition that moved here (K-GRP-24). */
  | { type: 'GroupLoaded'; generationId: number; memberCount: number }
  /** A first JoinGroup without an id was answered MEMBER_ID_REQUIRED. */
  | { type: 'MemberIdIssued' }
  | { type: 'MemberIdExpired' }
  /** A member that is not in the group joins; `hadIssuedId`: with an id that was pending. */
  | { type: 'NewMemberJoined'; hadIssuedId: boolean }
  /** A member of the group joins again; `isWaiting`: its previous JoinGroup is still unanswered. */
  | { type: 'KnownMemberJoined'; isWaiting: boolean; isLeader: boolean; hasNewMetadata: boolean }
  /** A new process took over a static member's place (K-GRP-30). */
  | { type: 'StaticMemberReplaced'; isWaiting: boolean; keepsProtocol: boolean }
  /** Left, or its session ended; `wasWaiting`: with a JoinGroup unanswered. */
  | { type: 'MemberRemoved'; wasWaiting: boolean }
  /** `canExtend`: some of the rebalance timeout is left to wait in (K-GRP-11). */
  | { type: 'InitialDelayEnded'; canExtend: boolean }
  /** `absentDynamicCount`: dynamic members that have not joined again; static ones stay (K-GRP-13). */
  | { type: 'JoinPhaseTimedOut'; absentDynamicCount: number }
  | { type: 'SyncReceived'; isLeader: boolean }
  /** The log holds the assignment that the leader of this generation sent. */
  | { type: 'AssignmentStored'; generationId: number }
  | { type: 'AssignmentNotStored'; generationId: number }
  /** `absentCount`: members that have not sent SyncGroup in this generation. */
  | { type: 'SyncPhaseTimedOut'; absentCount: number }
  /** The coordinator partition moved away, or the empty group was deleted. */
  | { type: 'Unloaded' };

/** Counts of members; who they are lies in columns of the coordinator. */
export interface ClassicGroupContext {
  generationId: number;
  memberCount: number;
  /** Members whose JoinGroup waits for its answer. */
  joinedCount: number;
  /** Ids handed out by MEMBER_ID_REQUIRED and not yet used. */
  pendingCount: number;
  /** A member joined since the initial delay was last started. */
  hasNewMember: boolean;
}

/**
 * A group of the classic protocol, as its coordinator keeps it (K-GRP-10 to K-GRP-15, K-GRP-20, K-GRP-30).
 *
 * States and the ways between them are those of section E.4; the timers are those of E.5a, which the effects start
 * and whose ends come back as events. A change of the member count is told by event before any answer is given.
 */
export const classicGroup = setup({
  types: { context: {} as ClassicGroupContext, events: {} as ClassicGroupEvent },
  guards: {
    isLoadedWithMembers: ({ event }) => event.type === 'GroupLoaded' && event.memberCount > 0,
    mayWaitLonger: ({ context, event }) =>
      event.type === 'InitialDelayEnded' && event.canExtend && context.hasNewMember,
    isDeserted: ({ context }) => context.memberCount === 0 && context.pendingCount === 0,
    haveAllJoined: ({ context }) => context.joinedCount === context.memberCount && context.pendingCount === 0,
    hasNobody: ({ context }) => context.memberCount === 0,
    wouldHaveNobody: ({ context, event }) =>
      event.type === 'JoinPhaseTimedOut' && context.memberCount === event.absentDynamicCount,
    // Static members alone are left and none of them has come: completing now would elect an absent leader.
    hasNobodyJoined: ({ context }) => context.joinedCount === 0,
    mustRebalance: ({ event }) => event.type === 'KnownMemberJoined' && (event.isLeader || event.hasNewMetadata),
    hasNewMetadata: ({ event }) => event.type === 'KnownMemberJoined' && event.hasNewMetadata,
    keepsProtocol: ({ event }) => event.type === 'StaticMemberReplaced' && event.keepsProtocol,
    isLeader: ({ event }) => event.type === 'SyncReceived' && event.isLeader,
    isThisGeneration: ({ context, event }) =>
      (event.type === 'AssignmentStored' || event.type === 'AssignmentNotStored') &&
      event.generationId === context.generationId,
    isSomeoneAbsent: ({ event }) => event.type === 'SyncPhaseTimedOut' && event.absentCount > 0,
  },
  actions: {
    answerMemberIdRequired: () => {},
    startInitialDelay: () => {},
    extendInitialDelay: () => {},
    startJoinTimer: () => {},
    stopJoinTimer: () => {},
    startSyncTimer: () => {},
    stopSyncTimer: () => {},
    startSessions: () => {},
    completeJoinPhase: () => {},
    answerJoinWithCurrent: () => {},
    removeAbsentMembers: () => {},
    removeUnsyncedMembers: () => {},
    parkSync: () => {},
    storeAssignment: () => {},
    storeEmptyGroup: () => {},
    answerSyncs: () => {},
    answerSyncWithCurrent: () => {},
    abortSyncs: () => {},
    failWaiting: () => {},
    load: assign({
      generationId: ({ context, event }) => (event.type === 'GroupLoaded' ? event.generationId : context.generationId),
      memberCount: ({ context, event }) => (event.type === 'GroupLoaded' ? event.memberCount : context.memberCount),
    }),
    countIssuedId: assign({ pendingCount: ({ context }) => context.pendingCount + 1 }),
    countExpiredId: assign({ pendingCount: ({ context }) => context.pendingCount - 1 }),
    countNewMember: assign({
      memberCount: ({ context }) => context.memberCount + 1,
      joinedCount: ({ context }) => context.joinedCount + 1,
      pendingCount: ({ context, event }) =>
        context.pendingCount - (event.type === 'NewMemberJoined' && event.hadIssuedId ? 1 : 0),
    }),
    noteNewMember: assign({ hasNewMember: true }),
    forgetNewMember: assign({ hasNewMember: false }),
    countJoined: assign({
      joinedCount: ({ context, event }) => context.joinedCount + ('isWaiting' in event && !event.isWaiting ? 1 : 0),
    }),
    countRemoved: assign({
      memberCount: ({ context }) => context.memberCount - 1,
      joinedCount: ({ context, event }) =>
        context.joinedCount - (event.type === 'MemberRemoved' && event.wasWaiting ? 1 : 0),
    }),
    countAbsent: assign({
      memberCount: ({ context, event }) =>
        context.memberCount - (event.type === 'JoinPhaseTimedOut' ? event.absentDynamicCount : 0),
    }),
    countUnsynced: assign({
      memberCount: ({ context, event }) =>
        context.memberCount - (event.type === 'SyncPhaseTimedOut' ? event.absentCount : 0),
    }),
    bumpGeneration: assign({ generationId: ({ context }) => context.generationId + 1, joinedCount: 0 }),
  },
}).createMachine({
  id: 'classicGroup',
  context: { generationId: 0, memberCount: 0, joinedCount: 0, pendingCount: 0, hasNewMember: false },
  initial: 'Empty',
  on: {
    MemberIdIssued: { actions: ['countIssuedId', 'answerMemberIdRequired'] },
    MemberIdExpired: { actions: 'countExpiredId' },
    Unloaded: { target: '.Dead', actions: 'failWaiting' },
  },
  states: {
    Empty: {
      on: {
        GroupLoaded: [
          { guard: 'isLoadedWithMembers', target: 'Stable', actions: ['load', 'startSessions'] },
          { actions: 'load' },
        ],
        NewMemberJoined: {
          target: 'PreparingRebalance.InitialDelay',
          actions: ['countNewMember', 'forgetNewMember', 'startInitialDelay'],
        },
      },
    },
    PreparingRebalance: {
      initial: 'Joining',
      on: {
        NewMemberJoined: { actions: 'countNewMember' },
        KnownMemberJoined: { actions: 'countJoined' },
        StaticMemberReplaced: { actions: 'countJoined' },
        MemberRemoved: { actions: 'countRemoved' },
      },
      states: {
        InitialDelay: {
          on: {
            NewMemberJoined: { actions: ['countNewMember', 'noteNewMember'] },
            InitialDelayEnded: [
              { guard: 'mayWaitLonger', actions: ['forgetNewMember', 'extendInitialDelay'] },
              { guard: 'hasNobody', target: '#classicGroup.Empty', actions: ['bumpGeneration', 'storeEmptyGroup'] },
              { target: '#classicGroup.CompletingRebalance' },
            ],
          },
        },
        Joining: {
          entry: ['stopSyncTimer', 'startJoinTimer'],
          exit: 'stopJoinTimer',
          always: [
            { guard: 'isDeserted', target: '#classicGroup.Empty', actions: ['bumpGeneration', 'storeEmptyGroup'] },
            { guard: 'haveAllJoined', target: '#classicGroup.CompletingRebalance' },
          ],
          on: {
            JoinPhaseTimedOut: [
              {
                guard: 'wouldHaveNobody',
                target: '#classicGroup.Empty',
                actions: ['removeAbsentMembers', 'countAbsent', 'bumpGeneration', 'storeEmptyGroup'],
              },
              {
                guard: 'hasNobodyJoined',
                actions: ['removeAbsentMembers', 'countAbsent', 'startJoinTimer'],
              },
              {
                target: '#classicGroup.CompletingRebalance',
                actions: ['removeAbsentMembers', 'countAbsent'],
              },
            ],
          },
        },
      },
    },
    CompletingRebalance: {
      // Answers every waiting join at the same time (K-GRP-14).
      entry: ['bumpGeneration', 'completeJoinPhase', 'startSyncTimer'],
      on: {
        SyncReceived: [{ guard: 'isLeader', actions: ['parkSync', 'storeAssignment'] }, { actions: 'parkSync' }],
        AssignmentStored: { guard: 'isThisGeneration', target: 'Stable', actions: 'answerSyncs' },
        AssignmentNotStored: { guard: 'isThisGeneration', target: 'PreparingRebalance', actions: 'abortSyncs' },
        NewMemberJoined: { target: 'PreparingRebalance', actions: ['abortSyncs', 'countNewMember'] },
        KnownMemberJoined: [
          { guard: 'hasNewMetadata', target: 'PreparingRebalance', actions: ['abortSyncs', 'countJoined'] },
          { actions: 'answerJoinWithCurrent' },
        ],
        StaticMemberReplaced: { target: 'PreparingRebalance', actions: ['abortSyncs', 'countJoined'] },
        MemberRemoved: { target: 'PreparingRebalance', actions: ['abortSyncs', 'countRemoved'] },
        SyncPhaseTimedOut: {
          guard: 'isSomeoneAbsent',
          target: 'PreparingRebalance',
          actions: ['removeUnsyncedMembers', 'countUnsynced', 'abortSyncs'],
        },
      },
    },
    Stable: {
      on: {
        SyncReceived: { actions: 'answerSyncWithCurrent' },
        NewMemberJoined: { target: 'PreparingRebalance', actions: 'countNewMember' },
        KnownMemberJoined: [
          { guard: 'mustRebalance', target: 'PreparingRebalance', actions: 'countJoined' },
          { actions: 'answerJoinWithCurrent' },
        ],
        StaticMemberReplaced: [
          { guard: 'keepsProtocol', actions: 'answerJoinWithCurrent' },
          { target: 'PreparingRebalance', actions: 'countJoined' },
        ],
        MemberRemoved: { target: 'PreparingRebalance', actions: 'countRemoved' },
        // The sync timer outlives the phase: a follower that never asked for its assignment is removed.
        SyncPhaseTimedOut: {
          guard: 'isSomeoneAbsent',
          target: 'PreparingRebalance',
          actions: ['removeUnsyncedMembers', 'countUnsynced'],
        },
      },
    },
    Dead: {
      on: { MemberIdIssued: {}, MemberIdExpired: {}, Unloaded: {} },
    },
  },
});
