import { assign, setup } from 'xstate';

/** What a member of a classic group notices, in its own process. */
export type ClassicMemberEvent =
  /** poll() ran its coordinator work; also a retry that is due while poll() waits. */
  | { type: 'Polled' }
  | { type: 'CoordinatorFound' }
  | { type: 'CoordinatorLost' }
  /** Callbacks and the commit that come before JoinGroup are done (K-GRP-17). */
  | { type: 'JoinPrepared' }
  | { type: 'MemberIdRequired' }
  | { type: 'JoinAnswered'; generationId: number; isLeader: boolean }
  | { type: 'SyncAnswered' }
  /** JoinGroup or SyncGroup failed with an error that a retry may mend. */
  | { type: 'JoinFailed' }
  /** JoinGroup failed with an error that goes to the application: GROUP_MAX_SIZE_REACHED and its like. */
  | { type: 'JoinRefused' }
  /** REBALANCE_IN_PROGRESS. */
  | { type: 'RebalanceNoticed' }
  /** The member itself asks: metadata changed, partitions given up, or the application did (K-GRP-18, K-GRP-25). */
  | { type: 'RejoinWanted' }
  /** ILLEGAL_GENERATION. */
  | { type: 'GenerationRefused' }
  /** UNKNOWN_MEMBER_ID. */
  | { type: 'MemberUnknown' }
  /** FENCED_INSTANCE_ID. */
  | { type: 'InstanceFenced' }
  /** 'max.poll.interval.ms' passed without poll(). */
  | { type: 'PollIntervalExceeded' }
  /** close() or unsubscribe(). */
  | { type: 'Closed' };

/** `isStatic` is written once, after the reset, for members with a 'group.instance.id'. */
export interface ClassicMemberContext {
  generationId: number;
  hasMemberId: boolean;
  hasCoordinator: boolean;
  isLeader: boolean;
  isStatic: boolean;
}

/**
 * A member of a classic group as its own client sees it (K-GRP-10 to K-GRP-25, section E.5b).
 *
 * Whatever the coordinator thinks, a member consumes in Stable and RejoinNeeded: fetching is never fenced, so a
 * removed member goes on until an answer tells it (K-GRP-23). A noticed rebalance only raises a flag, which is the
 * state RejoinNeeded; the join itself waits for the next poll() (K-GRP-16). A generation of -1 means that what the
 * member still holds is lost, not revoked, when the next join is prepared (K-GRP-17).
 */
export const classicMember = setup({
  types: { context: {} as ClassicMemberContext, events: {} as ClassicMemberEvent },
  guards: {
    hasCoordinator: ({ context }) => context.hasCoordinator,
    // A static member is known by its instance id and is answered at once.
    needsNoNewId: ({ context }) => context.hasMemberId || context.isStatic,
    isLeader: ({ event }) => event.type === 'JoinAnswered' && event.isLeader,
    isDynamic: ({ context }) => !context.isStatic,
  },
  actions: {
    findCoordinator: () => {},
    prepareJoin: () => {},
    sendJoin: () => {},
    retryJoin: () => {},
    computeAssignment: () => {},
    sendSync: () => {},
    completeJoin: () => {},
    startHeartbeats: () => {},
    stopHeartbeats: () => {},
    sendLeave: () => {},
    leaveCallbacks: () => {},
    reportFatal: () => {},
    reportError: () => {},
    noteCoordinator: assign({ hasCoordinator: true }),
    forgetCoordinator: assign({ hasCoordinator: false }),
    noteMemberId: assign({ hasMemberId: true }),
    forgetMemberId: assign({ hasMemberId: false }),
    forgetGeneration: assign({ generationId: -1, isLeader: false }),
    noteGeneration: assign({
      generationId: ({ context, event }) => (event.type === 'JoinAnswered' ? event.generationId : context.generationId),
      isLeader: ({ context, event }) => (event.type === 'JoinAnswered' ? event.isLeader : context.isLeader),
      hasMemberId: true,
    }),
  },
}).createMachine({
  id: 'classicMember',
  context: { generationId: -1, hasMemberId: false, hasCoordinator: false, isLeader: false, isStatic: false },
  initial: 'Unjoined',
  on: {
    CoordinatorFound: { actions: 'noteCoordinator' },
    CoordinatorLost: { actions: ['forgetCoordinator', 'findCoordinator'] },
    GenerationRefused: { target: '.Unjoined', actions: ['stopHeartbeats', 'forgetGeneration'] },
    MemberUnknown: { target: '.Unjoined', actions: ['stopHeartbeats', 'forgetGeneration', 'forgetMemberId'] },
    InstanceFenced: { target: '.Fenced', actions: ['stopHeartbeats', 'forgetGeneration', 'reportFatal'] },
    PollIntervalExceeded: [
      {
        guard: 'isDynamic',
        target: '.Unjoined',
        actions: ['stopHeartbeats', 'sendLeave', 'forgetGeneration', 'forgetMemberId'],
      },
      // A static member stays silent; the coordinator removes it after its session.
      { target: '.Unjoined', actions: ['stopHeartbeats', 'forgetGeneration', 'forgetMemberId'] },
    ],
    Closed: [
      {
        guard: 'isDynamic',
        target: '.Left',
        actions: ['leaveCallbacks', 'stopHeartbeats', 'sendLeave', 'forgetGeneration', 'forgetMemberId'],
      },
      { target: '.Left', actions: ['leaveCallbacks', 'stopHeartbeats', 'forgetGeneration', 'forgetMemberId'] },
    ],
  },
  states: {
    Unjoined: {
      on: {
        Polled: [
          { guard: 'hasCoordinator', target: 'PreparingJoin', actions: 'prepareJoin' },
          { actions: 'findCoordinator' },
        ],
        // There is no member to refuse: the answer is to a request of before.
        GenerationRefused: {},
        MemberUnknown: {},
        PollIntervalExceeded: {},
      },
    },
    PreparingJoin: {
      on: { JoinPrepared: { target: 'Joining', actions: 'sendJoin' } },
    },
    // Prepared, and waiting for the backoff or the coordinator: callbacks do not run again.
    JoinDue: {
      on: {
        GenerationRefused: { actions: 'forgetGeneration' },
        MemberUnknown: { actions: ['forgetGeneration', 'forgetMemberId'] },
        Polled: [{ guard: 'hasCoordinator', target: 'Joining', actions: 'sendJoin' }, { actions: 'findCoordinator' }],
      },
    },
    Joining: {
      initial: 'WithoutId',
      states: {
        WithoutId: {
          always: { guard: 'needsNoNewId', target: 'WithId' },
          on: { MemberIdRequired: { target: 'WithId', actions: ['noteMemberId', 'sendJoin'] } },
        },
        WithId: {},
      },
      on: {
        JoinAnswered: [
          {
            guard: 'isLeader',
            target: 'Syncing',
            actions: ['noteGeneration', 'startHeartbeats', 'computeAssignment', 'sendSync'],
          },
          { target: 'Syncing', actions: ['noteGeneration', 'startHeartbeats', 'sendSync'] },
        ],
        JoinFailed: { target: 'JoinDue', actions: 'retryJoin' },
        RebalanceNoticed: { target: 'JoinDue', actions: 'retryJoin' },
        CoordinatorLost: { target: 'JoinDue', actions: ['forgetCoordinator', 'findCoordinator'] },
        JoinRefused: { target: 'Unjoined', actions: 'reportError' },
        // The id was forgotten by the coordinator; the join is prepared, so it is only sent again without it.
        MemberUnknown: { target: 'JoinDue', actions: ['forgetGeneration', 'forgetMemberId', 'retryJoin'] },
      },
    },
    Syncing: {
      on: {
        SyncAnswered: { target: 'Stable', actions: 'completeJoin' },
        JoinFailed: { target: 'JoinDue', actions: 'retryJoin' },
        RebalanceNoticed: { target: 'JoinDue', actions: 'retryJoin' },
        CoordinatorLost: { target: 'JoinDue', actions: ['forgetCoordinator', 'findCoordinator'] },
        GenerationRefused: { target: 'JoinDue', actions: ['forgetGeneration', 'retryJoin'] },
        MemberUnknown: { target: 'JoinDue', actions: ['forgetGeneration', 'forgetMemberId', 'retryJoin'] },
      },
    },
    Stable: {
      on: { RebalanceNoticed: 'RejoinNeeded', RejoinWanted: 'RejoinNeeded' },
    },
    RejoinNeeded: {
      on: {
        Polled: [
          { guard: 'hasCoordinator', target: 'PreparingJoin', actions: 'prepareJoin' },
          { actions: 'findCoordinator' },
        ],
      },
    },
    Left: {
      on: {
        // subscribe() after unsubscribe(), or a new poll() of one that is not closed.
        Polled: [
          { guard: 'hasCoordinator', target: 'PreparingJoin', actions: 'prepareJoin' },
          { actions: 'findCoordinator' },
        ],
        GenerationRefused: {},
        MemberUnknown: {},
        InstanceFenced: {},
        PollIntervalExceeded: {},
        Closed: {},
        CoordinatorLost: { actions: 'forgetCoordinator' },
      },
    },
    Fenced: {
      on: {
        GenerationRefused: {},
        MemberUnknown: {},
        InstanceFenced: {},
        PollIntervalExceeded: {},
        CoordinatorLost: { actions: 'forgetCoordinator' },
      },
    },
  },
});
