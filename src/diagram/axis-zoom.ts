import { select, zoom, zoomIdentity, type D3ZoomEvent } from 'd3';

/** Wheel, pinch and drag on the offset axis, and the same by a call. */
export interface AxisZoom {
  reset: () => void;
  /** Around a place on screen, in px of the frame. */
  scaleBy: (factor: number, atX: number) => void;
  detach: () => void;
}

/** Puts D3's zoom onto a frame whose logs lie from `fromX` to `toX`. */
export function zoomAxis(
  frame: HTMLDivElement,
  { fromX, toX, onZoom }: { fromX: number; toX: number; onZoom: (scale: number, shiftPx: number) => void },
): AxisZoom {
  let scale = 1;
  const zooming = zoom<HTMLDivElement, unknown>()
    .scaleExtent([0.1, 6])
    .clickDistance(4)
    .filter((event: WheelEvent | MouseEvent | TouchEvent) => {
      if (event instanceof WheelEvent) return event.ctrlKey || frame.scrollHeight <= frame.clientHeight;
      if ('touches' in event) return event.touches.length > 1;
      // Between the columns a drag is a stroke across the links.
      const x = event.clientX - frame.getBoundingClientRect().left;
      return event.button === 0 && scale !== 1 && x >= fromX && x <= toX;
    })
    .on('zoom', ({ transform }: D3ZoomEvent<HTMLDivElement, unknown>) => {
      scale = transform.k;
      onZoom(scale, scale === 1 ? 0 : transform.x + fromX * (scale - 1));
    });
  const reset = (): void => zooming.transform(select(frame), zoomIdentity);
  const selection = select(frame).call(zooming).on('dblclick.zoom', reset);
  return {
    reset,
    scaleBy: (factor, atX) => zooming.scaleBy(select(frame), factor, [atX, 0]),
    detach: () => void selection.on('.zoom', null),
  };
}
