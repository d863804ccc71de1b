/**
 * Keyed randomness: a draw depends on what it is for, never on how many draws came before (C-GEN-1, K-SIM-4).
 *
 * Removing an action therefore leaves every other draw alone; shrinking, twin runs and fair comparisons rest on it.
 */

/** What a draw is for. Numbers are part of what a seed produces: append, never renumber. */
export const Purpose = {
  linkDelay: 1,
  workloadKey: 2,
  workloadValue: 3,
  workloadLateness: 4,
  processingTime: 5,
  stickyPartition: 6,
  retryBackoff: 7,
  reconnectBackoff: 8,
  segmentJitter: 9,
  memberId: 10,
  topicPlacement: 11,
  roundRobinCycle: 12,
  unflushedTail: 13,
  rarity: 14,
  electionTimeout: 15,
  partitioner: 16,
} as const;

/** A uniform 32-bit number for (seed, purpose, entity, ordinal). */
export function draw(seed: number, purpose: number, entity: number, ordinal: number): number {
  let hash = seed ^ 0x9e3779b9;
  hash = Math.imul(hash ^ purpose, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash = Math.imul(hash ^ entity, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash = Math.imul(hash ^ ordinal, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A uniform integer in [0, range) made from one 32-bit draw; `range` up to 2^32. */
export function scale(uniform32: number, range: number): number {
  return Math.floor(uniform32 * range * 2 ** -32);
}

/** A uniform fraction in [0, 1) with 32 bits, from one draw. */
export function fraction(uniform32: number): number {
  return uniform32 * 2 ** -32;
}
