import type { FactView } from '../kernel';

/**
 * Questions about one log: a path of the tree of log batches, from a tip to the root. A tip of -1 is an empty log.
 * All answers take logarithmic time by the jump pointers of the nodes.
 */
type LogTree = FactView['logBatches'];

/** The end of the log of `tip` (its logEndOffset). */
export function endOf(log: LogTree, tip: number): number {
  return tip < 0 ? 0 : log.endOffset[tip]!;
}

/** The newest node at or below `tip` whose leader epoch is at most `leaderEpoch`, -1 if there is none. */
export function lastOfEpoch(log: LogTree, tip: number, leaderEpoch: number): number {
  const { leaderEpoch: epochs, jump, parent } = log;
  let node = tip;
  while (node >= 0 && epochs[node]! > leaderEpoch) {
    const far = jump[node]!;
    node = far >= 0 && epochs[far]! > leaderEpoch ? far : parent[node]!;
  }
  return node;
}

/**
 * The newest node at or below `tip` that ends within `limitBytes` after `from` (an offset on a batch border), but never
 * less than the first batch after `from`: what a fetch limited in size returns (K-REP-3, K-CON-6).
 */
export function lastWithin(log: LogTree, tip: number, from: number, limitBytes: number): number {
  const { bytesBefore, sizeBytes, endOffset, jump, parent, baseOffset } = log;
  let first = tip;
  while (first >= 0 && baseOffset[first]! > from) {
    const far = jump[first]!;
    first = far >= 0 && baseOffset[far]! >= from ? far : parent[first]!;
  }
  if (first < 0) return tip;
  const limit = bytesBefore[first]! + limitBytes;
  let node = tip;
  while (node !== first && bytesBefore[node]! + sizeBytes[node]! > limit) {
    const far = jump[node]!;
    const canJump = far >= 0 && endOffset[far]! >= endOffset[first]! && bytesBefore[far]! + sizeBytes[far]! > limit;
    node = canJump ? far : parent[node]!;
  }
  return node;
}

/** Bytes of the log of `tip` from `fromOffset` (a batch border) on. */
export function bytesFrom(log: LogTree, tip: number, fromOffset: number): number {
  if (tip < 0 || log.endOffset[tip]! <= fromOffset) return 0;
  let node = tip;
  while (log.baseOffset[node]! > fromOffset) {
    const far = log.jump[node]!;
    node = far >= 0 && log.baseOffset[far]! >= fromOffset ? far : log.parent[node]!;
    if (node < 0) return log.bytesBefore[tip]! + log.sizeBytes[tip]!;
  }
  return log.bytesBefore[tip]! + log.sizeBytes[tip]! - log.bytesBefore[node]!;
}
