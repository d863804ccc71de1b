import { useRef, useState, type PointerEvent } from 'react';
import { sameTarget, type DiagramTarget } from './diagram-types';

/** How long a finger rests before it points. */
const longPressMs = 450;

/** What the mouse is over, or what a finger rests on. */
export interface Pointing {
  pointed: DiagramTarget | null;
  /** Lets go; the finger that rested is no click. */
  release: () => void;
  /** Whether the click now coming is the end of a long press. */
  endsLongPress: () => boolean;
  handlers: {
    onPointerMove: (event: PointerEvent) => void;
    onPointerDown: (event: PointerEvent) => void;
    onPointerUp: () => void;
    onPointerCancel: () => void;
    onPointerLeave: () => void;
  };
}

/** Follows the pointer over a drawing; `under` says what lies below a point of the screen. */
export function usePointing(under: (at: { clientX: number; clientY: number }) => DiagramTarget | null): Pointing {
  const [pointed, setPointed] = useState<DiagramTarget | null>(null);
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);
  const wasLong = useRef(false);
  const point = (next: DiagramTarget | null): void =>
    setPointed((before) => (sameTarget(before, next) ? before : next));
  const forgetPress = (): void => {
    if (press.current !== null) clearTimeout(press.current.timer);
    press.current = null;
  };
  return {
    pointed,
    release: () => point(null),
    endsLongPress: () => {
      const was = wasLong.current;
      wasLong.current = false;
      return was;
    },
    handlers: {
      onPointerMove: (event) => {
        if (event.pointerType !== 'touch') return point(under(event));
        const { current } = press;
        if (current !== null && Math.hypot(event.clientX - current.x, event.clientY - current.y) > 10) forgetPress();
      },
      onPointerDown: (event) => {
        if (event.pointerType !== 'touch') return;
        const { clientX, clientY } = event;
        wasLong.current = false;
        forgetPress();
        point(null);
        const timer = setTimeout(() => {
          wasLong.current = true;
          point(under({ clientX, clientY }));
        }, longPressMs);
        press.current = { timer, x: clientX, y: clientY };
      },
      onPointerUp: forgetPress,
      onPointerCancel: forgetPress,
      onPointerLeave: () => {
        forgetPress();
        if (!wasLong.current) point(null);
      },
    },
  };
}
