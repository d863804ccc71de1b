import type { FactView } from '../kernel';

/** A record of a log and where it stands; `record` -1: an internal one. */
export interface Placed {
  offset: number;
  record: number;
  /** The log batch that holds it. */
  node: number;
}

/** The records of [from, to) in the log that ends with log batch `tip`, in order. */
export function recordsBetween(facts: FactView, tip: number, from: number, to: number): Placed[] {
  const { baseOffset, endOffset, batch, parent } = facts.logBatches;
  const { firstSlot, recordAt } = facts.batches;
  const nodes: number[] = [];
  for (let node = tip; node >= 0 && endOffset[node] > from; node = parent[node])
    if (baseOffset[node] < to) nodes.push(node);
  const placed: Placed[] = [];
  for (const node of nodes.toReversed()) {
    const first = Math.max(from, baseOffset[node]);
    const end = Math.min(to, endOffset[node]);
    for (let offset = first; offset < end; offset++) {
      const record = batch[node] < 0 ? -1 : recordAt[firstSlot[batch[node]] + offset - baseOffset[node]];
      placed.push({ offset, record, node });
    }
  }
  return placed;
}
