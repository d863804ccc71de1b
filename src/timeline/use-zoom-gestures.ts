import { useEffect } from 'react';
import type { RefObject } from 'react';
import type { Timeline } from './timeline-store';
import type { TimeScale } from './time-scale';

/** Of the span, for one unit of the wheel. */
const WHEEL_RATE = 0.0022;
const LINE_PIXELS = 16;

/** The wheel zooms about the pointer, with Shift or sideways it moves the window; two fingers do both. */
export function useZoomGestures(
  face: RefObject<HTMLElement | null>,
  scale: RefObject<TimeScale>,
  timeline: Timeline,
): void {
  useEffect(() => {
    const { current } = face;
    if (current === null) return undefined;
    const left = (): number => current.getBoundingClientRect().left;
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      const unit = event.deltaMode === 1 ? LINE_PIXELS : 1;
      const [sideways, along] = [event.deltaX * unit, event.deltaY * unit];
      if (event.shiftKey || Math.abs(sideways) > Math.abs(along)) {
        timeline.pan((sideways === 0 ? along : sideways) * scale.current.microsPerPixel);
      } else {
        timeline.zoom(Math.exp(Math.max(-240, Math.min(240, along)) * WHEEL_RATE), momentAt(event.clientX));
      }
    };
    const momentAt = (clientX: number): number => scale.current.micros(clientX - left());
    const stopPinching = pinch(current, (before, after) => {
      const about = momentAt(before.middle);
      timeline.zoom(before.distance / Math.max(8, after.distance), about);
      timeline.pan((before.middle - after.middle) * scale.current.microsPerPixel);
    });
    // React's own wheel events cannot be kept from scrolling the page.
    current.addEventListener('wheel', wheel, { passive: false });
    return () => {
      current.removeEventListener('wheel', wheel);
      stopPinching();
    };
  }, [face, scale, timeline]);
}

interface Fingers {
  middle: number;
  distance: number;
}

/** Calls back with every step of two fingers; one finger is left to others. */
function pinch(element: HTMLElement, moved: (before: Fingers, after: Fingers) => void): () => void {
  const points = new Map<number, number>();
  const fingers = (): Fingers | undefined => {
    const [first, second] = points.values();
    if (second === undefined) return undefined;
    return { middle: (first + second) / 2, distance: Math.abs(first - second) };
  };
  const down = (event: PointerEvent): void => {
    if (event.pointerType === 'touch') points.set(event.pointerId, event.clientX);
  };
  const move = (event: PointerEvent): void => {
    if (!points.has(event.pointerId)) return;
    const before = fingers();
    points.set(event.pointerId, event.clientX);
    const after = fingers();
    if (before === undefined || after === undefined) return;
    // Two fingers zoom; what the first had begun must not go on.
    event.stopPropagation();
    moved(before, after);
  };
  const up = (event: PointerEvent): void => void points.delete(event.pointerId);
  element.addEventListener('pointerdown', down, true);
  element.addEventListener('pointermove', move, true);
  element.addEventListener('pointerup', up, true);
  element.addEventListener('pointercancel', up, true);
  return () => {
    element.removeEventListener('pointerdown', down, true);
    element.removeEventListener('pointermove', move, true);
    element.removeEventListener('pointerup', up, true);
    element.removeEventListener('pointercancel', up, true);
  };
}
