import { assign, setup } from 'xstate';

/** What happens to one replica on its broker. */
export type ReplicaEvent =
  /** Metadata applied on this broker names it leader, follower, or nobody leader. */
  | { type: 'BecameLeader'; leaderEpoch: number }
  | { type: 'BecameFollower'; leaderEpoch: number }
  | { type: 'LeaderVanished'; leaderEpoch: number }
  /** The answer to a fetch named a diverging epoch, or the offset lies outside the leader's log. */
  | { type: 'DivergenceFound' }
  | { type: 'OffsetOutOfRange' }
  | { type: 'LogTruncated' }
  /** The leader answered this partition with an error. */
  | { type: 'FetchRefused' }
  | { type: 'BackoffEnded' }
  /** Metadata applied on this broker no longer has it: the copy is deleted (K-REA-5). */
  | { type: 'ReplicaRemoved' }
  /** The process ended, whatever the reason. */
  | { type: 'BrokerStopped' };

/** `leaderEpoch` is the newest that this broker has applied, -1 before any. */
export interface ReplicaContext {
  leaderEpoch: number;
}

/**
 * One replica of a partition on one broker (K-REP-1 to K-REP-6, K-REP-30, K-REP-31, K-REP-38).
 *
 * A replica is what its broker has been told: an old leader stays Leader, and serves, until the metadata that deposed
 * it arrives (K-REP-38). Metadata of an epoch that is not newer changes nothing but the ISR and the replica list.
 */
export const replica = setup({
  types: { context: {} as ReplicaContext, events: {} as ReplicaEvent },
  guards: {
    isNewer: ({ context, event }) => 'leaderEpoch' in event && event.leaderEpoch > context.leaderEpoch,
    isSame: ({ context, event }) => 'leaderEpoch' in event && event.leaderEpoch === context.leaderEpoch,
  },
  actions: {
    // Its epoch begins at its log end offset, before any append (K-REP-2); followers are unknown until they fetch (K-REP-22).
    startLeaderEpoch: () => {},
    applyPartitionChange: () => {},
    // Waiting acks=all requests end in NOT_LEADER_OR_FOLLOWER (K-PROD-32).
    failWaitingRequests: () => {},
    startFetching: () => {},
    stopFetching: () => {},
    truncateToDivergence: () => {},
    moveIntoLeaderRange: () => {},
    delayFetching: () => {},
    noteLeaderEpoch: assign({
      leaderEpoch: ({ context, event }) => ('leaderEpoch' in event ? event.leaderEpoch : context.leaderEpoch),
    }),
    forgetLeaderEpoch: assign({ leaderEpoch: -1 }),
  },
}).createMachine({
  id: 'replica',
  context: { leaderEpoch: -1 },
  initial: 'Offline',
  on: {
    BecameLeader: [
      { guard: 'isNewer', target: '.Leader', actions: ['noteLeaderEpoch', 'startLeaderEpoch'] },
      { guard: 'isSame', actions: 'applyPartitionChange' },
    ],
    BecameFollower: [
      { guard: 'isNewer', target: '.Follower', actions: 'noteLeaderEpoch' },
      { guard: 'isSame', actions: 'applyPartitionChange' },
    ],
    LeaderVanished: [
      { guard: 'isNewer', target: '.NoLeader', actions: 'noteLeaderEpoch' },
      { guard: 'isSame', actions: 'applyPartitionChange' },
    ],
    ReplicaRemoved: { target: '.Offline', actions: 'forgetLeaderEpoch' },
    // A restarted broker replays the metadata, so no epoch is too old for it.
    BrokerStopped: { target: '.Offline', actions: 'forgetLeaderEpoch' },
  },
  states: {
    Offline: { on: { BrokerStopped: {}, ReplicaRemoved: {} } },
    Leader: { exit: 'failWaitingRequests' },
    Follower: {
      initial: 'Fetching',
      exit: 'stopFetching',
      states: {
        Fetching: {
          entry: 'startFetching',
          on: {
            DivergenceFound: { target: 'Truncating', actions: 'truncateToDivergence' },
            OffsetOutOfRange: { target: 'Truncating', actions: 'moveIntoLeaderRange' },
            FetchRefused: { target: 'BackingOff', actions: 'delayFetching' },
          },
        },
        Truncating: { on: { LogTruncated: 'Fetching' } },
        BackingOff: { on: { BackoffEnded: 'Fetching' } },
      },
    },
    NoLeader: {},
  },
});
