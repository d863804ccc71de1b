import { javaHash } from '../partitioners';

/**
 * Iteration order of a Java HashMap (K-SIM-5): by bucket, then by insertion. The table starts at 16 and doubles until
 * the keys fill at most three quarters of it.
 *
 * @param keys in insertion order, without repeats
 * @param hashOf `hashCode` of a key, a signed 32-bit number
 * @param peak the most keys that the table ever held: a table does not shrink
 */
export function hashOrder<K>(keys: Iterable<K>, hashOf: (key: K) => number, peak = 0): K[] {
  const ordered = [...keys];
  const most = Math.max(peak, ordered.length);
  let size = 16;
  while (most > 0.75 * size) size *= 2;
  const slots = ordered.map((key, index) => {
    const h = hashOf(key);
    return { key, index, bucket: (h ^ (h >>> 16)) & (size - 1) };
  });
  slots.sort((a, b) => a.bucket - b.bucket || a.index - b.index);
  return slots.map((slot) => slot.key);
}

/** J-order of string keys, given in insertion order (K-SIM-5). */
export function jOrder(keys: Iterable<string>): string[] {
  return hashOrder(keys, javaHash);
}
