import { RowKind } from '../../kernel';
import type { Cluster } from '../cluster/cluster';

/** What the trace tells of the newest metadata row of a partition; whoever applies that row names the first of these as its cause. */

/** Somebody leads: for the first time, anew, or in another epoch. `election`: flags. */
export function noteLeader(cluster: Cluster, partition: number, actor: number, election: number): void {
  const { kernel, metadata } = cluster;
  const row = metadata.latest[partition]!;
  const cause = kernel.cause;
  kernel.cause = kernel.row(
    RowKind.leaderElected,
    actor,
    election,
    partition,
    metadata.leader(row),
    metadata.leaderEpoch(row),
    metadata.inSyncReplicas(row),
    metadata.partitionEpoch(row),
  );
  metadata.noteTraceRow(row, kernel.cause);
  noteSets(cluster, partition, actor);
  kernel.cause = cause;
}

export function noteNoLeader(cluster: Cluster, partition: number, actor: number): void {
  const { kernel, metadata } = cluster;
  const row = metadata.latest[partition]!;
  const cause = kernel.cause;
  const [last, leaderEpoch] = [metadata.lastKnownLeader(row), metadata.leaderEpoch(row)];
  const inSync = metadata.inSyncReplicas(row);
  kernel.cause = kernel.row(RowKind.leaderNone, actor, 0, partition, last, leaderEpoch, inSync, 0);
  metadata.noteTraceRow(row, kernel.cause);
  noteSets(cluster, partition, actor);
  kernel.cause = cause;
}

/** The in-sync set and the eligible leader replicas. */
export function noteSets({ kernel, metadata }: Cluster, partition: number, actor: number): void {
  const recorded = metadata.latest[partition]!;
  const row = kernel.row(
    RowKind.isrChanged,
    actor,
    0,
    partition,
    metadata.inSyncReplicas(recorded),
    metadata.eligibleLeaderReplicas(recorded),
    metadata.lastKnownLeader(recorded),
    metadata.partitionEpoch(recorded),
  );
  if (metadata.traceRow(recorded) < 0) metadata.noteTraceRow(recorded, row);
}
