/** Moments as event files write them: epoch milliseconds, or ISO 8601 dates. */

/** The last moment that is read: the year 2255. */
const EPOCH_MS_MAX = 9_000_000_000_000;

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|z|[+-]\d{2}(?::?\d{2})?)?$/;

export type MomentReading = { ok: true; epochMs: number } | { ok: false; message: string; mend?: string };

/** Reads epoch milliseconds or an ISO date; a date without zone is UTC. Fractions of a millisecond are cut off. */
export function parseMoment(value: unknown): MomentReading {
  if (typeof value === 'number' || (typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value))) {
    const epochMs = Math.floor(Number(value));
    if (epochMs >= 0 && epochMs <= EPOCH_MS_MAX) return { ok: true, epochMs };
    const mend = epochMs > EPOCH_MS_MAX ? 'microseconds and nanoseconds must be divided' : undefined;
    return { ok: false, message: `expected epoch milliseconds, got ${String(value).trim().slice(0, 40)}`, mend };
  }
  if (typeof value !== 'string') return { ok: false, message: 'expected epoch milliseconds or an ISO date' };
  const parts = ISO.exec(value.trim());
  const epochMs = parts === null ? undefined : epochOf(parts);
  if (epochMs === undefined || epochMs < 0 || epochMs > EPOCH_MS_MAX) {
    const shown = JSON.stringify(value.slice(0, 40));
    return {
      ok: false,
      message: `expected epoch milliseconds or an ISO date, got ${shown}`,
      mend: 'such as 2026-03-01T12:00:00Z',
    };
  }
  return { ok: true, epochMs };
}

function epochOf(parts: RegExpExecArray): number | undefined {
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const ms = Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3));
  const zone = zoneMinutes(parts[8]);
  if (zone === undefined) return undefined;
  return ((daysSinceEpoch(year, month, day) * 24 + hour) * 60 + minute - zone) * 60_000 + second * 1000 + ms;
}

function zoneMinutes(zone: string | undefined): number | undefined {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  if (minutes > 18 * 60 || Number(digits.slice(2)) > 59) return undefined;
  return zone.startsWith('-') ? -minutes : minutes;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days from 1970-01-01 in the proleptic Gregorian calendar; years begin in March, so that leap days come last. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}
