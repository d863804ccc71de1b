/** A group member of the KIP-848 kind, as its coordinator sees it: the machine whose transitions the benchmark counts. */
import { assign, setup } from 'xstate';

export type MemberEvent =
  | { type: 'Heartbeat'; memberEpoch: number; owned: number }
  | { type: 'OffsetCommit'; memberEpoch: number }
  | { type: 'TargetAssignmentChanged'; groupEpoch: number; revoked: number }
  | { type: 'PartitionsReleased'; left: number }
  | { type: 'SessionExpired' }
  | { type: 'Joined' };

export const member = setup({
  types: {
    context: {} as {
      memberEpoch: number;
      groupEpoch: number;
      pendingRevocations: number;
      heartbeats: number;
      isStatic: boolean;
    },
    events: {} as MemberEvent,
  },
  guards: {
    epochIsCurrent: ({ context, event }) =>
      (event.type === 'OffsetCommit' || event.type === 'Heartbeat') && event.memberEpoch === context.memberEpoch,
    mustRevoke: ({ event }) => event.type === 'TargetAssignmentChanged' && event.revoked > 0,
    hasRevoked: ({ context, event }) =>
      event.type === 'Heartbeat' && event.memberEpoch === context.memberEpoch && event.owned === 0,
    isStatic: ({ context }) => context.isStatic,
  },
  actions: {
    storeCommit: () => {},
    refuseCommit: () => {},
    answerHeartbeat: () => {},
    fenceMember: () => {},
    requestRevocation: () => {},
    restartSession: () => {},
    removeMember: () => {},
    keepSlot: () => {},
    noteGroupEpoch: assign({
      groupEpoch: ({ event }) => (event.type === 'TargetAssignmentChanged' ? event.groupEpoch : 0),
      pendingRevocations: ({ event }) => (event.type === 'TargetAssignmentChanged' ? event.revoked : 0),
    }),
    catchUpEpoch: assign({ memberEpoch: ({ context }) => context.groupEpoch, pendingRevocations: 0 }),
    countHeartbeat: assign({ heartbeats: ({ context }) => context.heartbeats + 1 }),
  },
}).createMachine({
  id: 'member',
  context: { memberEpoch: 1, groupEpoch: 1, pendingRevocations: 0, heartbeats: 0, isStatic: false },
  initial: 'Joined',
  states: {
    Joined: {
      initial: 'Stable',
      on: {
        OffsetCommit: [{ guard: 'epochIsCurrent', actions: 'storeCommit' }, { actions: 'refuseCommit' }],
        SessionExpired: [
          { guard: 'isStatic', target: 'Gone', actions: 'keepSlot' },
          { target: 'Gone', actions: 'removeMember' },
        ],
        Heartbeat: [
          { guard: 'epochIsCurrent', actions: ['countHeartbeat', 'restartSession', 'answerHeartbeat'] },
          { actions: 'fenceMember' },
        ],
      },
      states: {
        Stable: {
          on: {
            TargetAssignmentChanged: [
              { guard: 'mustRevoke', target: 'UnrevokedPartitions', actions: 'noteGroupEpoch' },
              { target: 'UnreleasedPartitions', actions: 'noteGroupEpoch' },
            ],
          },
        },
        UnrevokedPartitions: {
          entry: 'requestRevocation',
          on: {
            Heartbeat: {
              guard: 'hasRevoked',
              target: 'Stable',
              actions: ['countHeartbeat', 'catchUpEpoch', 'answerHeartbeat'],
            },
          },
        },
        UnreleasedPartitions: {
          on: { PartitionsReleased: { target: 'Stable', actions: ['catchUpEpoch', 'answerHeartbeat'] } },
        },
      },
    },
    Gone: { on: { Joined: { target: 'Joined', actions: 'restartSession' } } },
  },
});

/** Events of a member's life; the last leaves the member where the first found it, so that it may be lived again. */
export function memberLife(): MemberEvent[] {
  const heartbeat = (): MemberEvent => ({ type: 'Heartbeat', memberEpoch: 1, owned: 2 });
  const commit = (): MemberEvent => ({ type: 'OffsetCommit', memberEpoch: 1 });
  return [
    heartbeat(),
    commit(),
    heartbeat(),
    commit(),
    { type: 'TargetAssignmentChanged', groupEpoch: 1, revoked: 1 },
    commit(),
    heartbeat(),
    { type: 'Heartbeat', memberEpoch: 1, owned: 0 },
    heartbeat(),
    { type: 'OffsetCommit', memberEpoch: 0 },
    { type: 'TargetAssignmentChanged', groupEpoch: 1, revoked: 0 },
    heartbeat(),
    { type: 'PartitionsReleased', left: 0 },
    heartbeat(),
    { type: 'SessionExpired' },
    { type: 'Joined' },
  ];
}
