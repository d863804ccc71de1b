import { useRef } from 'react';
import type { PointerEvent, PointerEventHandler, RefObject } from 'react';
import { useSession } from '../app';
import type { TimeScale } from './time-scale';
import { useTimeline } from './use-timeline';

interface Scrubbing {
  onPointerDown: PointerEventHandler<HTMLElement>;
  onPointerMove: PointerEventHandler<HTMLElement>;
  onPointerUp: PointerEventHandler<HTMLElement>;
  onPointerCancel: PointerEventHandler<HTMLElement>;
}

/** A pointer that moved less than this has clicked. */
const CLICK_PIXELS = 4;

/** Pressing the face goes to that moment, dragging scrubs; dragging the axis moves the window if it is zoomed. */
export function useScrubbing(face: RefObject<HTMLElement | null>, scale: RefObject<TimeScale>): Scrubbing {
  const session = useSession();
  const timeline = useTimeline();
  const panning = useRef<{ x: number; fromX: number } | undefined>(undefined);
  const isScrubbing = useRef(false);
  const momentAt = (event: PointerEvent): number =>
    scale.current.micros(event.clientX - (face.current?.getBoundingClientRect().left ?? 0));
  const end = (event: PointerEvent<HTMLElement>): void => {
    const { current } = panning;
    panning.current = undefined;
    isScrubbing.current = false;
    if (current === undefined || Math.abs(event.clientX - current.fromX) >= CLICK_PIXELS) return;
    session.visit(momentAt(event));
  };
  return {
    onPointerDown: (event) => {
      const on = event.target as Element;
      if (event.button !== 0 || !event.isPrimary || on.closest('button, input, [role=dialog], .overview') !== null)
        return;
      event.currentTarget.setPointerCapture(event.pointerId);
      if (on.closest('.timeline-axis') !== null && timeline.state.get().window !== undefined) {
        panning.current = { x: event.clientX, fromX: event.clientX };
        return;
      }
      isScrubbing.current = true;
      session.visit(momentAt(event));
    },
    onPointerMove: (event) => {
      if (!event.isPrimary) return;
      if (panning.current !== undefined) {
        timeline.pan((panning.current.x - event.clientX) * scale.current.microsPerPixel);
        panning.current.x = event.clientX;
      } else if (isScrubbing.current) session.seek(momentAt(event));
    },
    onPointerUp: end,
    onPointerCancel: () => {
      panning.current = undefined;
      isScrubbing.current = false;
    },
  };
}
