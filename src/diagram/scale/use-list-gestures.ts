import { useEffect, useRef, type RefObject } from 'react';
import type { BrushMoves } from './brush-moves';

/** Turns of the wheel that make one step, px. */
const wheelStep = 40;
/** Two fingers that part by this share make one step. */
const pinchStep = 1.5;

/** Over the list the wheel goes on and back, with Ctrl (and with two fingers) nearer and further. */
export function useListGestures(body: RefObject<HTMLElement | null>, moves: BrushMoves): void {
  const latest = useRef(moves);
  useEffect(() => {
    latest.current = moves;
  });
  useEffect(() => {
    const { current } = body;
    if (current === null) return;
    let turned = 0;
    let spread = 0;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      turned += event.deltaY;
      if (Math.abs(turned) < wheelStep) return;
      if (event.ctrlKey) latest.current.zoom(turned < 0 ? 1 : -1);
      else latest.current.pan(Math.trunc(turned / wheelStep));
      turned = 0;
    };
    const onTouch = (event: TouchEvent): void => {
      if (event.touches.length !== 2) {
        spread = 0;
        return;
      }
      const [one, other] = [event.touches[0]!, event.touches[1]!];
      const now = Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
      if (spread === 0) spread = now;
      else if (now > spread * pinchStep || now < spread / pinchStep) {
        latest.current.zoom(now > spread ? 1 : -1);
        spread = now;
      }
    };
    current.addEventListener('wheel', onWheel, { passive: false });
    current.addEventListener('touchstart', onTouch);
    current.addEventListener('touchmove', onTouch);
    current.addEventListener('touchend', onTouch);
    return () => {
      current.removeEventListener('wheel', onWheel);
      current.removeEventListener('touchstart', onTouch);
      current.removeEventListener('touchmove', onTouch);
      current.removeEventListener('touchend', onTouch);
    };
  }, [body]);
}
