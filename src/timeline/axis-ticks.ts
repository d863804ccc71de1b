import type { TimeScale } from './time-scale';

export interface AxisTick {
  micros: number;
  isLarge: boolean;
  /** Absent: a mark only. */
  label?: string;
  /** A label that tells the whole time where its neighbours tell the rest. */
  isAnchor?: boolean;
}

/** Between two labels, in pixels; a narrow axis has short ones. */
const LABEL_ROOM = 90;
const LABEL_ROOM_NARROW = 56;
const NARROW = 600;
const SMALL_ROOM = 6;

/** 1, 2 and 5 of every power of ten below a second; above, what a clock counts in. */
const steps: readonly number[] = [
  ...[1, 10, 100, 1e3, 1e4, 1e5, 1e6].flatMap((power) => [power, 2 * power, 5 * power]),
  ...[10, 30, 60, 120, 300, 600, 1800, 3600].map((seconds) => seconds * 1e6),
];

/** The distance between two labelled ticks, µs: labels do not touch. */
export function tickStep(scale: TimeScale): number {
  const isShort = scale.width < NARROW && scale.spanMicros >= 5e6;
  const least = scale.microsPerPixel * (isShort ? LABEL_ROOM_NARROW : LABEL_ROOM);
  return steps.find((step) => step >= least) ?? 3.6e9 * Math.ceil(least / 3.6e9);
}

/** The ticks of the window, from left to right; labelled ones first in unit "s", then ms, then µs. */
export function axisTicks(scale: TimeScale): AxisTick[] {
  if (scale.width <= 0 || scale.spanMicros <= 0) return [];
  const step = tickStep(scale);
  const small = smallStep(step, scale);
  const { fromMicros, toMicros } = scale.window;
  const first = Math.ceil(fromMicros / small - 1e-9);
  const last = Math.floor(toMicros / small + 1e-9);
  const each = Math.round(step / small);
  const ticks: AxisTick[] = [];
  for (let index = first; index <= last; index += 1) {
    const micros = index * small;
    ticks.push(index % each === 0 ? { micros, isLarge: true, ...labelOf(micros, step) } : { micros, isLarge: false });
  }
  return ticks;
}

/** A whole microsecond is the smallest thing that can happen. */
function smallStep(step: number, scale: TimeScale): number {
  const parts = [10, 5, 2].find((it) => step % it === 0 && step / it >= scale.microsPerPixel * SMALL_ROOM);
  return parts === undefined ? step : step / parts;
}

/** Below a millisecond the whole time would hide the difference: whole milliseconds anchor what stands between them. */
function labelOf(micros: number, step: number): { label: string; isAnchor?: boolean } {
  if (step >= 1000) return { label: secondsText(micros, step) };
  const rest = micros % 1000;
  return rest === 0 ? { label: `${(micros / 1e6).toFixed(3)} s`, isAnchor: true } : { label: `+${rest} µs` };
}

/** "12", "12.4", "12.405": as many places as the step needs. */
function secondsText(micros: number, step: number): string {
  const places = step >= 1e6 ? 0 : step >= 1e5 ? 1 : step >= 1e4 ? 2 : 3;
  return (micros / 1e6).toFixed(places);
}

/** A span in the unit that suits it: "30 s", "40 ms", "12.5 µs". */
export function spanText(micros: number): string {
  if (micros >= 1e6) return `${short(micros / 1e6)} s`;
  return micros >= 1000 ? `${short(micros / 1000)} ms` : `${short(micros)} µs`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** An exact time: "14.260 s", and "14.260 250 s" where microseconds matter. */
export function exactMoment(micros: number): string {
  const rest = Math.round(micros) % 1000;
  const whole = (Math.floor(Math.round(micros) / 1000) / 1000).toFixed(3);
  return rest === 0 ? `${whole} s` : `${whole} ${String(rest).padStart(3, '0')} s`;
}
