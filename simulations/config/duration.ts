/** ISO-8601 durations as java.time.Duration.parse reads them, for `by_duration:` of auto.offset.reset (K-CON-30b). */

const pattern = /^([+-]?)P(?:([+-]?\d+)D)?(T(?:([+-]?\d+)H)?(?:([+-]?\d+)M)?(?:([+-]?\d+)(?:[.,](\d{0,9}))?S)?)?$/i;

const maxSeconds = 2n ** 63n - 1n;

/**
 * Milliseconds of the duration, below zero for a negative one. Null where Java refuses the text: no unit at all, a T
 * with nothing after it, units in another order, or more seconds than 64 bits hold.
 */
export function durationMillis(text: string): number | null {
  const match = text.length <= 128 ? pattern.exec(text) : null;
  // The regular expression takes a bare T for a time part; Java does not, nor a P with nothing behind it.
  if (!match || /t$/i.test(match[3] ?? '') || (match[2] === undefined && match[3] === undefined)) return null;
  const part = (digits: string | undefined, secondsEach: bigint) => (digits ? BigInt(digits) * secondsEach : 0n);
  const seconds = part(match[2], 86400n) + part(match[4], 3600n) + part(match[5], 60n) + part(match[6], 1n);
  const nanos = BigInt((match[7] ?? '').padEnd(9, '0')) * (match[6]?.startsWith('-') ? -1n : 1n);
  const sign = match[1] === '-' ? -1n : 1n;
  const total = sign * (seconds * 1_000_000_000n + nanos);
  if (total > maxSeconds * 1_000_000_000n || total < -maxSeconds * 1_000_000_000n) return null;
  return Number(total) / 1e6;
}
