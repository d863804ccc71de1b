import type { FieldSpec, TargetKind } from '../scenario';

/** Fields that several actions share. */

/** What has a process of its own. */
export const processes = ['broker', 'controller', 'producer', 'member'] as const satisfies readonly TargetKind[];

export const process = { kind: 'target', of: processes, title: 'the process' } as const satisfies FieldSpec;

export const forAWhile = {
  kind: 'duration',
  min: 1,
  optional: true,
  title: 'how long; absent: until healed',
} as const satisfies FieldSpec;

/** The APIs whose requests can be counted, by Kafka's names. */
export const message = {
  kind: 'choice',
  values: [
    'AlterPartition',
    'BrokerHeartbeat',
    'BrokerRegistration',
    'Fetch',
    'FindCoordinator',
    'Heartbeat',
    'InitProducerId',
    'JoinGroup',
    'LeaveGroup',
    'ListOffsets',
    'Metadata',
    'OffsetCommit',
    'OffsetFetch',
    'OffsetForLeaderEpoch',
    'Produce',
    'SyncGroup',
  ],
  title: 'the request, by its Kafka API name',
} as const satisfies FieldSpec;

export const sender = { kind: 'target', of: processes, title: 'who sends it' } as const satisfies FieldSpec;

export const nth = {
  kind: 'number',
  min: 1,
  max: 1_000_000_000,
  integer: true,
  default: 1,
  title: 'counted over all lives of the sender, resends included',
} as const satisfies FieldSpec;
