import type { Cluster } from './cluster';
import { countOf } from './metadata-log';

/**
 * The minimum of in-sync replicas that counts for a leader whose partition is in metadata row `state`: never above the
 * number of replicas, which during a reassignment is that of the old and the new ones together (K-REP-10, K-REA-8).
 */
export function minimumInSync({ topicSettings, shape, metadata }: Cluster, partition: number, state: number): number {
  const wanted = topicSettings.minInSyncReplicas[shape.partitionTopic[partition]!]!;
  return Math.min(wanted, countOf(metadata.replicas(state)));
}
