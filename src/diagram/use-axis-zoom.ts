import { select, zoom, zoomIdentity, type D3ZoomEvent, type ZoomBehavior } from 'd3';
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import type { Layout } from './layout-types';
import type { Stage } from './stage';

type Frame = HTMLDivElement;

/**
 * Lets a person magnify the offset axis: the wheel (with Ctrl where the drawing scrolls), two fingers, and a drag once it
 * is magnified. A double click, or 0, gives the automatic window back.
 */
export function useAxisZoom(
  frame: RefObject<Frame | null>,
  stage: RefObject<Stage | null>,
  layout: Layout | null,
): { isZoomed: boolean; resetZoom: () => void } {
  const behavior = useRef<ZoomBehavior<Frame, unknown> | null>(null);
  const [isZoomed, setIsZoomed] = useState(false);
  const axisX = layout?.axis.x ?? 0;

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
        return event.button === 0 && scale !== 1;
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
  }, [frame, stage, axisX]);

  const resetZoom = useCallback(() => {
    if (frame.current !== null) behavior.current?.transform(select(frame.current), zoomIdentity);
  }, [frame]);
  return { isZoomed, resetZoom };
}
