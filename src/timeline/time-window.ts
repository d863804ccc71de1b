/**
 * The stretch of the run that the timeline shows, from all of it down to single microseconds. A window is an immutable
 * value; every function gives one that lies within the run.
 */
export interface TimeWindow {
  readonly fromMicros: number;
  readonly toMicros: number;
}

/** Ten microseconds across the whole width: each of them is wide enough to be pointed at. */
const SPAN_LEAST_MICROS = 10;

/** Where the playhead stands, as a share of the width, after the window has followed it. */
const FOLLOWED_SHARE = 0.1;

export function wholeRun(endMicros: number): TimeWindow {
  return { fromMicros: 0, toMicros: endMicros };
}

export function isWhole({ fromMicros, toMicros }: TimeWindow, endMicros: number): boolean {
  return fromMicros <= 0 && toMicros >= endMicros;
}

/** The window with its span multiplied by `factor`, so that `aboutMicros` stays where it is on screen. */
export function zoomed(window: TimeWindow, factor: number, aboutMicros: number, endMicros: number): TimeWindow {
  const span = window.toMicros - window.fromMicros;
  if (span <= 0) return wholeRun(endMicros);
  const wanted = Math.min(endMicros, Math.max(SPAN_LEAST_MICROS, span * factor));
  const share = (aboutMicros - window.fromMicros) / span;
  return within(aboutMicros - share * wanted, wanted, endMicros);
}

/** The window moved by `byMicros`, as far as the run goes. */
export function panned({ fromMicros, toMicros }: TimeWindow, byMicros: number, endMicros: number): TimeWindow {
  return within(fromMicros + byMicros, toMicros - fromMicros, endMicros);
}

/** A stretch with some room on either side. */
export function framing(fromMicros: number, toMicros: number, endMicros: number): TimeWindow {
  const span = Math.max(SPAN_LEAST_MICROS, toMicros - fromMicros);
  return within(fromMicros - span * 0.15, span * 1.3, endMicros);
}

/** The same window if the moment lies in it; else moved, so that the moment stands near its left edge. */
export function following(window: TimeWindow, atMicros: number, endMicros: number): TimeWindow {
  if (holds(window, atMicros)) return window;
  const span = window.toMicros - window.fromMicros;
  return within(atMicros - span * FOLLOWED_SHARE, span, endMicros);
}

export function holds({ fromMicros, toMicros }: TimeWindow, atMicros: number): boolean {
  return atMicros >= fromMicros && atMicros <= toMicros;
}

function within(fromMicros: number, spanMicros: number, endMicros: number): TimeWindow {
  const span = Math.min(spanMicros, endMicros);
  const from = Math.min(endMicros - span, Math.max(0, fromMicros));
  return { fromMicros: from, toMicros: from + span };
}
