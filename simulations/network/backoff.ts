/**
 * Backoff of attempt `attempt` (0: the first retry) in whole ms (K-CLI-2): doubles from `baseMs`, ±20 % by `uniform`
 * (32 random bits), never above `maxMs`; constant and without jitter if `baseMs` is not below `maxMs`.
 */
export function backoffMs(baseMs: number, maxMs: number, attempt: number, uniform: number): number {
  if (baseMs >= maxMs) return Math.min(baseMs, maxMs);
  if (baseMs <= 0) return 0;
  let term = baseMs;
  for (let k = 0; k < attempt && term < maxMs; k++) term *= 2;
  if (term > maxMs) term = maxMs;
  return Math.min(maxMs, Math.trunc(term * (0.8 + 0.4 * (uniform * 2 ** -32))));
}
