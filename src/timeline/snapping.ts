import type { TimeScale } from './time-scale';

/** A moment that a dragged chip may hold on to, and its name. */
export interface SnapPoint {
  micros: number;
  name: string;
}

export interface Snapped {
  micros: number;
  /** What it holds on to; absent: nothing. */
  name?: string;
}

/** So near to an interesting moment it is meant, in pixels. */
const REACH = 6;

/**
 * What a pointer at `micros` means: the nearest point within reach, the earlier of equals, or else the nearest step of
 * what a pixel can tell apart.
 */
export function snapped(micros: number, points: readonly SnapPoint[], scale: TimeScale, isOff: boolean): Snapped {
  const reach = REACH * scale.microsPerPixel;
  let best: SnapPoint | undefined;
  if (!isOff) {
    for (const point of points) {
      const distance = Math.abs(point.micros - micros);
      if (distance <= reach && distance < Math.abs((best?.micros ?? Infinity) - micros)) best = point;
    }
  }
  if (best !== undefined) return { micros: best.micros, name: best.name };
  const grain = scale.grainMicros;
  return { micros: Math.min(scale.endMicros, Math.max(0, Math.round(micros / grain) * grain)) };
}
