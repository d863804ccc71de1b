import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import type { AxisZoom } from './axis-zoom';
import type { Layout } from './layout-types';
import type { Stage } from './stage';

/** The magnification of the offset axis, and the ways to change it. */
export interface AxisZooming {
  isZoomed: boolean;
  resetZoom: () => void;
  /** Nearer (1) or further (-1), around the middle of the logs. */
  zoomBy: (direction: 1 | -1) => void;
}

/**
 * Lets a person magnify the offset axis: the wheel (with Ctrl where the drawing scrolls), two fingers, and a drag once it
 * is magnified. A double click, or 0, gives the automatic window back.
 */
export function useAxisZoom(
  frame: RefObject<HTMLDivElement | null>,
  stage: RefObject<Stage | null>,
  layout: Layout | null,
): AxisZooming {
  const zoom = useRef<AxisZoom | null>(null);
  const [isZoomed, setIsZoomed] = useState(false);
  const fromX = layout?.axis.x ?? 0;
  const toX = fromX + (layout?.axis.width ?? 0);

  useEffect(() => {
    const { current } = frame;
    if (current === null) return;
    let isGone = false;
    const onZoom = (scale: number, shiftPx: number): void => {
      setIsZoomed(scale !== 1);
      stage.current?.zoomTo({ scale, shiftPx });
      stage.current?.draw();
    };
    // The first picture does not wait for what only a hand on it needs.
    void import('./axis-zoom').then(({ zoomAxis }) => {
      if (!isGone) zoom.current = zoomAxis(current, { fromX, toX, onZoom });
    });
    return () => {
      isGone = true;
      zoom.current?.detach();
      zoom.current = null;
    };
  }, [frame, stage, fromX, toX]);

  const resetZoom = useCallback(() => zoom.current?.reset(), []);
  // Logs grow at their right end: what is newest stays in sight.
  const zoomBy = useCallback((direction: 1 | -1) => zoom.current?.scaleBy(direction > 0 ? 1.5 : 1 / 1.5, toX), [toX]);
  return { isZoomed, resetZoom, zoomBy };
}
