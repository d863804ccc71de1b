import { parseDuration } from './duration';

/** Reads "40ms" or "4x"; factors from 1 to 1,000,000, added delays up to an hour. */
export function parseSlowdown(written: string): { addMs: number } | { factor: number } | undefined {
  const factor = /^(\d{1,7}(?:\.\d{1,6})?)x$/.exec(written);
  if (factor !== null) {
    const times = Number(factor[1]);
    return times >= 1 && times <= 1_000_000 ? { factor: times } : undefined;
  }
  const added = parseDuration(written);
  return added.ok && added.ms <= 3_600_000 ? { addMs: added.ms } : undefined;
}
