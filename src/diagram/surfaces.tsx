import { memo, useLayoutEffect, useRef, type ReactElement, type RefObject } from 'react';
import { BackDrawing } from './back-drawing';
import { FrontDrawing } from './front-drawing';
import type { Layout } from './layout-types';
import type { Neighbourhood } from './neighbourhood';
import type { StageSurfaces } from './stage';

interface SurfacesProps {
  layout: Layout | null;
  lit: Neighbourhood | null;
  /** Links that are cut. */
  cut: ReadonlySet<string>;
  /** Where the stage finds what it draws on. */
  into: RefObject<StageSurfaces | null>;
}

/** The layers of the drawing, bottom to top: boxes and links, records, records in motion, words. */
export const Surfaces = memo(function Surfaces({ layout, lit, cut, into }: SurfacesProps): ReactElement {
  const logs = useRef<HTMLCanvasElement>(null);
  const packets = useRef<HTMLCanvasElement>(null);
  const axis = useRef<SVGGElement>(null);
  const labels = useRef<SVGGElement>(null);
  const counters = useRef<SVGGElement>(null);
  useLayoutEffect(() => {
    into.current = {
      logs: logs.current!,
      packets: packets.current!,
      axis: axis.current!,
      labels: labels.current!,
      counters: counters.current!,
    };
  }, [into]);
  return (
    <div aria-hidden="true">
      <svg className="diagram-layer">
        <g ref={axis} />
        {layout === null ? null : <BackDrawing layout={layout} lit={lit} cut={cut} />}
      </svg>
      <canvas className="diagram-layer" ref={logs} />
      <canvas className="diagram-layer" ref={packets} />
      <svg className="diagram-layer">
        {layout === null ? null : <FrontDrawing layout={layout} lit={lit} />}
        <g ref={counters} />
        <g ref={labels} />
      </svg>
    </div>
  );
});
