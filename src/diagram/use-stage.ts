import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { onThemeChange, readCanvasPalette } from '../design/canvas-palette';
import type { ClusterView } from '../../simulations/history';
import type { DiagramCaptions, DiagramMark } from './diagram-types';
import { layoutTopology } from './layout-topology';
import type { Layout } from './layout-types';
import { MarkIndex } from './mark-index';
import { Stage, type StageSurfaces } from './stage';
import type { Ruler } from './ruler';
import { readTopology, type Topology } from './topology';

/** What React has on screen: the boxes, and the stamp by which they are told from others. */
export interface Standing {
  topology: Topology;
  layout: Layout;
}

interface Size {
  width: number;
  height: number;
}

interface StageInputs {
  view: ClusterView;
  marks: readonly DiagramMark[];
  captions: DiagramCaptions;
  size: Size;
  isStepped: boolean;
  ruler: Ruler | null;
}

/**
 * Holds the stage of a diagram and the boxes that React draws around it. `draw` shows a moment; boxes are laid out anew
 * only when the view's topology did change, and then before the frame is shown.
 */
export function useStage(surfaces: RefObject<StageSurfaces | null>, inputs: StageInputs) {
  const { view, marks, captions, size, isStepped, ruler } = inputs;
  const stage = useRef<Stage | null>(null);
  const [standing, setStanding] = useState<Standing | null>(null);
  const known = useRef({ view, stamp: -1, text: '', size, captions });
  const markIndex = useRef(new MarkIndex(marks));

  const arrange = useCallback(
    (commit: (change: () => void) => void): void => {
      const before = known.current;
      const isSameFrame = before.view === view && before.size === size && before.captions === captions;
      if (isSameFrame && before.stamp === view.topologyStamp) return;
      const topology = readTopology(view, captions);
      const text = JSON.stringify(topology);
      known.current = { view, stamp: view.topologyStamp, text, size, captions };
      if (isSameFrame && before.text === text) return;
      const layout = layoutTopology(topology, size);
      stage.current?.stand(view, layout, markIndex.current, devicePixelRatio);
      commit(() => setStanding({ topology, layout }));
    },
    [view, size, captions],
  );

  /** Shows the view's present moment. Call it outside of React's own work. */
  const draw = useCallback(
    (timeMicros: number): void => {
      view.advanceTo(timeMicros);
      arrange(flushSync);
      stage.current?.draw();
    },
    [view, arrange],
  );

  useLayoutEffect(() => {
    if (surfaces.current === null) return;
    const { logs } = surfaces.current;
    stage.current = Stage.on(surfaces.current, readCanvasPalette(logs));
    known.current = { ...known.current, stamp: -1, text: '' };
    const recolour = (): void => {
      stage.current?.recolour(readCanvasPalette(logs));
      stage.current?.draw();
    };
    void document.fonts?.ready.then(recolour);
    return onThemeChange(recolour);
  }, [surfaces]);

  useLayoutEffect(() => {
    markIndex.current = new MarkIndex(marks);
    stage.current?.mark(markIndex.current);
  }, [marks]);

  // Another view, size or caption is shown at once, at the moment on screen.
  useEffect(() => {
    if (view.timeMicros < 0) view.advanceTo(0);
    if (stage.current !== null) {
      stage.current.isStepped = isStepped;
      stage.current.ruler = ruler;
    }
    arrange((change) => change());
    stage.current?.draw();
  }, [view, arrange, marks, isStepped, ruler]);

  return { stage, standing, draw };
}
