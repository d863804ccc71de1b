import type { ReactElement } from 'react';
import type { ClusterView } from '../../../simulations/history';
import type { DiagramCaptions, DiagramCutSpan, DiagramMark } from '../diagram-types';

/** What a picture of one moment is drawn from; the view stands at that moment. */
export interface Pictured {
  view: ClusterView;
  captions: DiagramCaptions;
  marks: readonly DiagramMark[];
  cuts: readonly DiagramCutSpan[];
  /** The end of the run, virtual µs. */
  endMicros: number;
}

/** The words around the drawing. Plain text: they may hold anything. */
export interface PictureWords {
  title: string;
  /** The moment, "14.260 s". */
  moment: string;
  /** What was found. */
  verdict: string;
  isBroken: boolean;
  /** For those who do not see it. */
  description: string;
}

/** Layers from the bottom up: SVG as text, or React's. */
export interface Layers {
  width: number;
  height: number;
  layers: readonly (string | ReactElement)[];
}
