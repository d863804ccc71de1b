import type { Run } from '../run';
import type { PartitionResult } from './run-result';

/** The numbers (1 …) of the brokers in a set, ascending. */
function brokersIn(mask: number): number[] {
  const numbers: number[] = [];
  for (let broker = 0; broker < 32; broker++) if ((mask >>> broker) & 1) numbers.push(broker + 1);
  return numbers;
}

const numberOrNull = (broker: number): number | null => (broker < 0 ? null : broker + 1);

/**
 * The replica whose log is the partition's: the latest leader's, or, while nobody leads, the most complete of those
 * that could be elected without an unclean election (C-PH-6). -1: there is none.
 */
export function canonicalReplica(run: Run, partition: number): number {
  const { cluster } = run.system;
  const { metadata, replicas, shape, log } = cluster;
  const state = metadata.latest[partition]!;
  const at = (broker: number): number => shape.replicaAt[broker * shape.partitionCount + partition]!;
  const leader = metadata.leader(state);
  if (leader >= 0) return at(leader);
  const electable = metadata.inSyncReplicas(state) | metadata.eligibleLeaderReplicas(state);
  const lastKnown = metadata.lastKnownLeader(state);
  if (electable === 0) return lastKnown >= 0 ? at(lastKnown) : shape.firstReplica[partition]!;
  const epochOf = (replica: number): number => {
    const tip = replicas.tip[replica]!;
    return tip < 0 ? -1 : log.leaderEpoch[tip]!;
  };
  let best = -1;
  for (let slot = 0; slot < shape.replicasOf[partition]!; slot++) {
    const replica = shape.firstReplica[partition]! + slot;
    if ((((electable & metadata.replicas(state)) >> shape.replicaBroker[replica]!) & 1) === 0) continue;
    if (best < 0) best = replica;
    const ahead = epochOf(replica) - epochOf(best) || replicas.logEndOffset[replica]! - replicas.logEndOffset[best]!;
    if (ahead > 0) best = replica;
  }
  return best;
}

/** The partitions shown in a result: those of the scenario, with `internal` all. */
export function shownPartitions(run: Run, internal: boolean): number[] {
  const count = internal ? run.names.partitions.length : run.names.userPartitionCount;
  const { latest } = run.system.cluster.metadata;
  return Array.from({ length: count }, (_, partition) => partition).filter((partition) => latest[partition]! >= 0);
}

/** Leaders, sets and offsets of one partition at the end. */
export function partitionResult(run: Run, partition: number): PartitionResult {
  const { cluster } = run.system;
  const { metadata, replicas, shape } = cluster;
  const state = metadata.latest[partition]!;
  const canonical = canonicalReplica(run, partition);
  const copies: Record<string, { logEndOffset: number; state: 'online' | 'offline' }> = {};
  for (let slot = 0; slot < shape.replicasOf[partition]!; slot++) {
    const replica = shape.firstReplica[partition]! + slot;
    const broker = shape.replicaBroker[replica]!;
    if (((metadata.replicas(state) >> broker) & 1) === 0) continue;
    copies[String(broker + 1)] = {
      logEndOffset: replicas.logEndOffset[replica]!,
      state: run.kernel.alive[broker] === 1 ? 'online' : 'offline',
    };
  }
  const [adding, removing] = [metadata.addingReplicas(state), metadata.removingReplicas(state)];
  return {
    leader: numberOrNull(metadata.leader(state)),
    leaderEpoch: metadata.leaderEpoch(state),
    isr: brokersIn(metadata.inSyncReplicas(state)),
    elr: brokersIn(metadata.eligibleLeaderReplicas(state)),
    lastKnownLeader: numberOrNull(metadata.lastKnownLeader(state)),
    logStartOffset: replicas.logStartOffset[canonical]!,
    // Without transactions nothing holds the last stable offset back.
    lastStableOffset: replicas.highWatermark[canonical]!,
    highWatermark: replicas.highWatermark[canonical]!,
    logEndOffset: replicas.logEndOffset[canonical]!,
    replicas: copies,
    ...(adding === 0 ? {} : { addingReplicas: brokersIn(adding) }),
    ...(removing === 0 ? {} : { removingReplicas: brokersIn(removing) }),
  };
}
