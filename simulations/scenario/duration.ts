import { printValue } from './wording';

const UNIT_MS = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Text that is a duration, as the JSON Schema has it too. */
export const DURATION_PATTERN = '^\\d+(\\.\\d+)?(us|ms|s|m|h|d)$';

const DURATION = new RegExp(DURATION_PATTERN);

/** The longest duration that is read: a year. Above it milliseconds would lose their microseconds. */
export const DURATION_MS_MAX = 366 * UNIT_MS.d;

export type DurationReading = { ok: true; ms: number } | { ok: false; message: string; mend?: string };

/**
 * Reads a duration: a number of milliseconds, or text with one of the units us, ms, s, m, h, d. The answer is in
 * milliseconds, rounded to whole microseconds, the grain of virtual time.
 */
export function parseDuration(value: unknown): DurationReading {
  if (typeof value === 'number' && Number.isFinite(value)) {
    if (value < 0) return refused(value);
    return inRange(roundToMicros(value), value);
  }
  if (typeof value !== 'string') return refused(value);
  const text = value.trim();
  if (DURATION.test(text)) {
    const unit = /[a-z]+$/.exec(text)![0] as keyof typeof UNIT_MS;
    return inRange(toMs(Number(text.slice(0, -unit.length)), unit), value);
  }
  if (/^\d+(\.\d+)?$/.test(text)) {
    return { ...refused(value), mend: `write ${text} for milliseconds, or a unit: "${text}s"` };
  }
  if (/^-/.test(text)) return refused(value);
  return { ...refused(value), mend: 'units are us, ms, s, m, h and d' };
}

/** A duration in the shortest exact text: 30000 is "30s", 12400 "12.4s", 0.5 "0.5ms". */
export function formatDuration(ms: number): string {
  const micros = Math.round(ms * 1000);
  if (micros === 0) return '0ms';
  for (const unit of ['d', 'h', 'm'] as const) {
    const size = UNIT_MS[unit] * 1000;
    if (micros % size === 0) return `${micros / size}${unit}`;
  }
  if (micros % 1000 === 0 && micros >= 1_000_000) return `${micros / 1_000_000}s`;
  return micros < 100 ? `${micros}us` : `${micros / 1000}ms`;
}

/** Multiplying by 0.001 would leave 3.0000000000000004; dividing is exact enough to round. */
function toMs(amount: number, unit: keyof typeof UNIT_MS): number {
  return roundToMicros(unit === 'us' ? amount / 1000 : amount * UNIT_MS[unit]);
}

function roundToMicros(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

function inRange(ms: number, value: unknown): DurationReading {
  if (ms <= DURATION_MS_MAX) return { ok: true, ms };
  return { ok: false, message: `expected a duration of at most 366d, got ${printValue(value)}` };
}

function refused(value: unknown): { ok: false; message: string } {
  const isNegative = typeof value === 'number' ? value < 0 : typeof value === 'string' && /^\s*-/.test(value);
  const expected = isNegative ? 'a duration of 0 or more' : 'a duration such as 250, "250ms" or "5s"';
  return { ok: false, message: `expected ${expected}, got ${printValue(value)}` };
}
