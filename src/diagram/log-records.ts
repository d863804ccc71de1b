import { logBatchHolding, recordAt } from '../../simulations/kernel';
import type { ClusterView } from '../../simulations/history';

/** Where a leader epoch begins in a log. */
export interface EpochStart {
  offset: number;
  leaderEpoch: number;
}

/**
 * Puts the key of each record at offsets [from, to) of the log that ends in `tip` into `into` (-1: no key, or no record
 * of a producer), and says where leader epochs begin in that stretch.
 */
export function readLog(view: ClusterView, tip: number, from: number, to: number, into: Int32Array): EpochStart[] {
  const { facts } = view.trace;
  const { logBatches, records } = facts;
  const epochs: EpochStart[] = [];
  let node = to > from ? logBatchHolding(logBatches, tip, to - 1) : -1;
  while (node >= 0 && logBatches.endOffset[node]! > from) {
    const base = logBatches.baseOffset[node]!;
    const first = Math.max(from, base);
    const end = Math.min(to, logBatches.endOffset[node]!);
    for (let offset = first; offset < end; offset++) {
      const record = recordAt(facts, node, offset);
      into[offset - from] = record < 0 ? -1 : records.key[record]!;
    }
    const parent = logBatches.parent[node]!;
    const leaderEpoch = logBatches.leaderEpoch[node]!;
    if (parent >= 0 && logBatches.leaderEpoch[parent] !== leaderEpoch) epochs.push({ offset: base, leaderEpoch });
    node = parent;
  }
  return epochs;
}

/** The record that a replica has at `offset`, -1: none. */
export function recordOf(view: ClusterView, replica: number, offset: number): number {
  const { facts } = view.trace;
  const { tip, logEndOffset } = view.columns;
  if (offset >= logEndOffset[replica]!) return -1;
  const node = logBatchHolding(facts.logBatches, tip[replica]!, offset);
  return node < 0 ? -1 : recordAt(facts, node, offset);
}

/** Whether a replica and the present leader of the partition hold different records, or the leader none, at `offset`. */
export function differsFromLeader(view: ClusterView, partition: number, replica: number, offset: number): boolean {
  const { columns } = view;
  const leader = columns.leader[partition]!;
  if (leader < 0) return false;
  const ofLeader = columns.replicaAt(partition, leader);
  if (ofLeader === replica) return false;
  if (offset >= columns.logEndOffset[ofLeader]!) return true;
  const { logBatches } = view.trace.facts;
  return (
    logBatchHolding(logBatches, columns.tip[replica]!, offset) !==
    logBatchHolding(logBatches, columns.tip[ofLeader]!, offset)
  );
}
