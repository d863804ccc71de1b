import { assign, setup } from 'xstate';

/**
 * Who could lead, as the controller finds it in the replica, ISR and ELR columns; broker ids, -1 for nobody.
 * Each is the first in replica-list order of its kind that is active, except `lastKnown`, which there is one of.
 */
export interface Candidates {
  /** Whether the present leader is still in the ISR and active. */
  isLeaderValid: boolean;
  /** Whether the ISR or the ELR differs from what the metadata says. */
  hasNewInSync: boolean;
  /** Whether the feature eligible.leader.replicas.version is on, with which a lost leader is remembered. */
  remembersLeader: boolean;
  inSync: number;
  eligible: number;
  lastKnown: number;
  /** The first active replica of all, where 'unclean.leader.election.enable' is true; else -1. */
  unclean: number;
}

/** What the controller does, or is asked, about one partition. */
export type PartitionRegistrationEvent =
  | { type: 'Created'; leader: number }
  /** Some broker was fenced, unfenced, registered or is stopping; the ISR and ELR columns show it already. */
  | ({ type: 'BrokersChanged' } & Candidates)
  /** AlterPartition of a leader; `isRecovered`: it reports RECOVERED. */
  | {
      type: 'AlterRequested';
      leader: number;
      leaderEpoch: number;
      partitionEpoch: number;
      inSyncCount: number;
      hasLeader: boolean;
      /** Whether everybody who joins the ISR is active, as the process that the leader saw catch up. */
      areEligible: boolean;
      isRecovered: boolean;
      /** Leader once the change has completed a reassignment that takes replicas away; -1: it does not. */
      reassignedLeader: number;
    }
  /** A reassignment began, was cancelled, or was done in one step; -1: nobody can lead. */
  | { type: 'ReplicasChanged'; leader: number; removesReplica: boolean }
  /** By the clock or by hand; -1 if the replica is out of sync or not active. */
  | { type: 'PreferredElectionDue'; preferred: number };

/** `lastKnownLeader` and `leader` are broker ids, -1 for none. */
export interface PartitionRegistrationContext {
  leader: number;
  leaderEpoch: number;
  partitionEpoch: number;
  lastKnownLeader: number;
}

/** The order of K-REP-24, up to what a partition that is recovering refuses. */
const refusals = [
  { guard: 'hasOlderLeaderEpoch', actions: 'refuseFenced' },
  { guard: 'hasNewerEpoch', actions: 'refuseNewer' },
  { guard: 'hasOlderPartitionEpoch', actions: 'refuseStale' },
  { guard: 'isNotLeader', actions: 'refuseNotLeader' },
  { guard: 'leavesLeaderOut', actions: 'refuseNotLeader' },
] as const;

const ineligible = { guard: 'hasIneligible', actions: 'refuseIneligible' } as const;

/** K-REA-3 to K-REA-5: every replica of the target is in the ISR, and what is not in the target goes. */
const completed = {
  guard: 'completesReassignment',
  actions: ['leadByReassignment', 'bumpLeaderEpoch', 'bumpPartitionEpoch', 'recordLeader'],
} as const;

/**
 * The controller's view of one partition: who leads, in which epochs (K-REP-1, K-REP-24, K-REP-32 to K-REP-37).
 *
 * The guards of BrokersChanged are the order of a clean election: keep a valid leader, else an ISR member, else an ELR
 * member, else the last known leader, else an unclean one, else nobody. The last two put the partition into Recovering
 * until the new leader reports that it has recovered. ISR and ELR are columns; the effects write them.
 */
export const partitionRegistration = setup({
  types: { context: {} as PartitionRegistrationContext, events: {} as PartitionRegistrationEvent },
  guards: {
    isUnaffected: ({ event }) => event.type === 'BrokersChanged' && event.isLeaderValid && !event.hasNewInSync,
    isLeaderValid: ({ event }) => event.type === 'BrokersChanged' && event.isLeaderValid,
    hasNewInSync: ({ event }) => event.type === 'BrokersChanged' && event.hasNewInSync,
    hasInSync: ({ event }) => event.type === 'BrokersChanged' && event.inSync !== -1,
    hasEligible: ({ event }) => event.type === 'BrokersChanged' && event.eligible !== -1,
    hasLastKnown: ({ event }) => event.type === 'BrokersChanged' && event.lastKnown !== -1,
    hasUnclean: ({ event }) => event.type === 'BrokersChanged' && event.unclean !== -1,
    hasOlderLeaderEpoch: ({ context, event }) =>
      event.type === 'AlterRequested' && event.leaderEpoch < context.leaderEpoch,
    hasNewerEpoch: ({ context, event }) =>
      event.type === 'AlterRequested' &&
      (event.leaderEpoch > context.leaderEpoch || event.partitionEpoch > context.partitionEpoch),
    hasOlderPartitionEpoch: ({ context, event }) =>
      event.type === 'AlterRequested' && event.partitionEpoch < context.partitionEpoch,
    isNotLeader: ({ context, event }) => event.type === 'AlterRequested' && event.leader !== context.leader,
    leavesLeaderOut: ({ event }) => event.type === 'AlterRequested' && !event.hasLeader,
    hasIneligible: ({ event }) => event.type === 'AlterRequested' && !event.areEligible,
    recovers: ({ event }) => event.type === 'AlterRequested' && event.isRecovered,
    growsUnrecovered: ({ event }) => event.type === 'AlterRequested' && !event.isRecovered && event.inSyncCount > 1,
    completesReassignment: ({ event }) => event.type === 'AlterRequested' && event.reassignedLeader !== -1,
    keepsLeaderEpoch: ({ context, event }) =>
      event.type === 'ReplicasChanged' && !event.removesReplica && event.leader === context.leader,
    canMoveToPreferred: ({ context, event }) =>
      event.type === 'PreferredElectionDue' && event.preferred !== -1 && event.preferred !== context.leader,
  },
  actions: {
    recordPartition: () => {},
    recordLeader: () => {},
    recordNoLeader: () => {},
    recordInSyncReplicas: () => {},
    // The ISR becomes the new leader alone: elected from the ELR, or with what it happens to have.
    restartInSyncReplicas: () => {},
    refuseFenced: () => {},
    refuseNewer: () => {},
    refuseStale: () => {},
    refuseNotLeader: () => {},
    refuseWhileRecovering: () => {},
    refuseIneligible: () => {},
    noteCreated: assign({
      leader: ({ context, event }) => (event.type === 'Created' ? event.leader : context.leader),
      leaderEpoch: 0,
      partitionEpoch: 0,
      lastKnownLeader: -1,
    }),
    bumpPartitionEpoch: assign({ partitionEpoch: ({ context }) => context.partitionEpoch + 1 }),
    bumpLeaderEpoch: assign({ leaderEpoch: ({ context }) => context.leaderEpoch + 1 }),
    leadByInSync: assign({
      leader: ({ context, event }) => (event.type === 'BrokersChanged' ? event.inSync : context.leader),
      lastKnownLeader: -1,
    }),
    leadByEligible: assign({
      leader: ({ context, event }) => (event.type === 'BrokersChanged' ? event.eligible : context.leader),
      lastKnownLeader: -1,
    }),
    leadByLastKnown: assign({
      leader: ({ context, event }) => (event.type === 'BrokersChanged' ? event.lastKnown : context.leader),
      lastKnownLeader: -1,
    }),
    leadByUnclean: assign({
      leader: ({ context, event }) => (event.type === 'BrokersChanged' ? event.unclean : context.leader),
      lastKnownLeader: -1,
    }),
    leadByPreferred: assign({
      leader: ({ context, event }) => (event.type === 'PreferredElectionDue' ? event.preferred : context.leader),
    }),
    // A leader that stays gets a new epoch all the same where a replica was removed (K-REA-4).
    leadByReassignment: assign({
      leader: ({ context, event }) =>
        event.type === 'AlterRequested'
          ? event.reassignedLeader
          : event.type === 'ReplicasChanged'
            ? event.leader
            : context.leader,
    }),
    loseLeader: assign({
      leader: -1,
      lastKnownLeader: ({ context, event }) =>
        event.type === 'BrokersChanged' && event.remembersLeader ? context.leader : -1,
    }),
  },
}).createMachine({
  id: 'partitionRegistration',
  context: { leader: -1, leaderEpoch: -1, partitionEpoch: -1, lastKnownLeader: -1 },
  initial: 'Uncreated',
  on: {
    AlterRequested: [...refusals, ineligible, completed, { actions: ['bumpPartitionEpoch', 'recordInSyncReplicas'] }],
  },
  states: {
    Uncreated: {
      on: { Created: { target: 'Led', actions: ['noteCreated', 'recordPartition'] }, AlterRequested: {} },
    },
    Led: {
      initial: 'Recovered',
      on: {
        BrokersChanged: [
          { guard: 'isUnaffected' },
          { guard: 'isLeaderValid', actions: ['bumpPartitionEpoch', 'recordInSyncReplicas'] },
          {
            guard: 'hasInSync',
            target: '.Recovered',
            actions: ['leadByInSync', 'bumpLeaderEpoch', 'bumpPartitionEpoch', 'recordLeader'],
          },
          {
            guard: 'hasEligible',
            target: '.Recovered',
            actions: [
              'leadByEligible',
              'bumpLeaderEpoch',
              'bumpPartitionEpoch',
              'restartInSyncReplicas',
              'recordLeader',
            ],
          },
          {
            guard: 'hasUnclean',
            target: '.Recovering',
            actions: [
              'leadByUnclean',
              'bumpLeaderEpoch',
              'bumpPartitionEpoch',
              'restartInSyncReplicas',
              'recordLeader',
            ],
          },
          {
            target: 'Leaderless',
            actions: ['loseLeader', 'bumpLeaderEpoch', 'bumpPartitionEpoch', 'recordNoLeader'],
          },
        ],
        ReplicasChanged: [
          { guard: 'keepsLeaderEpoch', actions: ['bumpPartitionEpoch', 'recordInSyncReplicas'] },
          { actions: ['leadByReassignment', 'bumpLeaderEpoch', 'bumpPartitionEpoch', 'recordLeader'] },
        ],
        PreferredElectionDue: {
          guard: 'canMoveToPreferred',
          actions: ['leadByPreferred', 'bumpLeaderEpoch', 'bumpPartitionEpoch', 'recordLeader'],
        },
      },
      states: {
        Recovered: {},
        Recovering: {
          on: {
            AlterRequested: [
              ...refusals,
              { guard: 'growsUnrecovered', actions: 'refuseWhileRecovering' },
              ineligible,
              { ...completed, target: 'Recovered' },
              { guard: 'recovers', target: 'Recovered', actions: ['bumpPartitionEpoch', 'recordInSyncReplicas'] },
              { actions: ['bumpPartitionEpoch', 'recordInSyncReplicas'] },
            ],
          },
        },
      },
    },
    Leaderless: {
      on: {
        ReplicasChanged: { actions: ['bumpPartitionEpoch', 'recordInSyncReplicas'] },
        BrokersChanged: [
          {
            // Without ELR this is the last member of the ISR, come back with whatever it still has (K-REP-35a).
            guard: 'hasInSync',
            target: 'Led.Recovered',
            actions: ['leadByInSync', 'bumpLeaderEpoch', 'bumpPartitionEpoch', 'recordLeader'],
          },
          {
            guard: 'hasEligible',
            target: 'Led.Recovered',
            actions: [
              'leadByEligible',
              'bumpLeaderEpoch',
              'bumpPartitionEpoch',
              'restartInSyncReplicas',
              'recordLeader',
            ],
          },
          {
            guard: 'hasLastKnown',
            target: 'Led.Recovering',
            actions: [
              'leadByLastKnown',
              'bumpLeaderEpoch',
              'bumpPartitionEpoch',
              'restartInSyncReplicas',
              'recordLeader',
            ],
          },
          {
            guard: 'hasUnclean',
            target: 'Led.Recovering',
            actions: [
              'leadByUnclean',
              'bumpLeaderEpoch',
              'bumpPartitionEpoch',
              'restartInSyncReplicas',
              'recordLeader',
            ],
          },
          { guard: 'hasNewInSync', actions: ['bumpPartitionEpoch', 'recordInSyncReplicas'] },
        ],
      },
    },
  },
});
