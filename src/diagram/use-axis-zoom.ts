import { select, zoom, zoomIdentity, type D3ZoomEvent, type ZoomBehavior } from 'd3';
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import type { Layout } from './layout-types';
import type { Stage } from './stage';

type Frame = HTMLDivElement;

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
  frame: RefObject<Frame | null>,
  stage: RefObject<Stage | null>,
  layout: Layout | null,
): AxisZooming {
  const behavior = useRef<ZoomBehavior<Frame, unknown> | null>(null);
  const [isZoomed, setIsZoomed] = useState(false);
  const axisX = layout?.axis.x ?? 0;
  const axisEnd = axisX + (layout?.axis.width ?? 0);

  useEffect(() => {
    const { current } = frame;
    if (current === null) return;
    let scale = 1;
    const zooming = zoom<Frame, unknown>()
      .scaleExtent([0.1, 6])
      .clickDistance(4)
      .filter((event: WheelEvent | MouseEvent | TouchEvent) => {
        if (event instanceof WheelEvent) return event.ctrlKey || current.scrollHeight <= current.clientHeight;
        if ('touches' in event) return event.touches.length > 1;
        // Between the columns a drag is a stroke across the links.
        const x = event.clientX - current.getBoundingClientRect().left;
        return event.button === 0 && scale !== 1 && x >= axisX && x <= axisEnd;
      })
      .on('zoom', ({ transform }: D3ZoomEvent<Frame, unknown>) => {
        scale = transform.k;
        setIsZoomed(transform.k !== 1);
        stage.current?.zoomTo({
          scale: transform.k,
          shiftPx: transform.k === 1 ? 0 : transform.x + axisX * (transform.k - 1),
        });
        stage.current?.draw();
      });
    behavior.current = zooming;
    const selection = select(current)
      .call(zooming)
      .on('dblclick.zoom', () => zooming.transform(select(current), zoomIdentity));
    return () => {
      selection.on('.zoom', null);
    };
  }, [frame, stage, axisX, axisEnd]);

  const resetZoom = useCallback(() => {
    if (frame.current !== null) behavior.current?.transform(select(frame.current), zoomIdentity);
  }, [frame]);
  const zoomBy = useCallback(
    (direction: 1 | -1) => {
      if (frame.current === null || layout === null) return;
      // Logs grow at their right end: what is newest stays in sight.
      const at: [number, number] = [layout.axis.x + layout.axis.width, 0];
      behavior.current?.scaleBy(select(frame.current), direction > 0 ? 1.5 : 1 / 1.5, at);
    },
    [frame, layout],
  );
  return { isZoomed, resetZoom, zoomBy };
}
