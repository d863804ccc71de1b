import type { TimeWindow } from './time-window';

/** What of a stretch of time can be seen, in pixels. */
export interface Visible {
  left: number;
  width: number;
  /** It begins, or ends, outside of the window. */
  isCutLeft: boolean;
  isCutRight: boolean;
}

/** Beyond the edges, so that the ends of what is cut off are not seen. */
const OVERHANG = 2;

/** The one place where virtual time becomes pixels: every lane draws through it. */
export class TimeScale {
  constructor(
    /** CSS pixels from the window's beginning to its end. */
    readonly width: number,
    readonly window: TimeWindow,
    /** Of the whole run. */
    readonly endMicros: number,
  ) {}

  get spanMicros(): number {
    return this.window.toMicros - this.window.fromMicros;
  }

  get microsPerPixel(): number {
    return this.width <= 0 ? 0 : this.spanMicros / this.width;
  }

  /** Pixels from the left edge; not clipped. */
  x(micros: number): number {
    return this.spanMicros <= 0 ? 0 : ((micros - this.window.fromMicros) / this.spanMicros) * this.width;
  }

  /** The time at a pixel, within the run. */
  micros(x: number): number {
    const at = this.window.fromMicros + x * this.microsPerPixel;
    return Math.min(this.endMicros, Math.max(0, at));
  }

  shows(micros: number): boolean {
    return micros >= this.window.fromMicros && micros <= this.window.toMicros;
  }

  /** The visible part of [fromMicros, toMicros], undefined if there is none. */
  visible(fromMicros: number, toMicros: number): Visible | undefined {
    const { window, width } = this;
    if (toMicros < window.fromMicros || fromMicros > window.toMicros) return undefined;
    const left = Math.max(-OVERHANG, this.x(fromMicros));
    const right = Math.min(width + OVERHANG, this.x(toMicros));
    return {
      left,
      width: Math.max(0, right - left),
      isCutLeft: fromMicros < window.fromMicros,
      isCutRight: toMicros > window.toMicros,
    };
  }

  /** What a pointer can mean: the power of ten of microseconds that is not wider than a pixel, at least 1. */
  get grainMicros(): number {
    return powerOfTen(this.microsPerPixel);
  }

  /** A step by key, µs: 10 ms, and finer once 10 ms would be a leap on screen. */
  get stepMicros(): number {
    return Math.min(10_000, powerOfTen(this.microsPerPixel * 10));
  }
}

function powerOfTen(micros: number): number {
  return micros <= 1 ? 1 : 10 ** Math.floor(Math.log10(micros) + 1e-9);
}
