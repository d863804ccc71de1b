import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { ClusterView } from '../../simulations/history';
import { BackDrawing } from '../../src/diagram/back-drawing';
import { writeAxis, writeCounters } from '../../src/diagram/counters';
import type { DiagramCaptions, DiagramMark } from '../../src/diagram/diagram-types';
import { FlightDeck } from '../../src/diagram/flights';
import { FrontDrawing } from '../../src/diagram/front-drawing';
import { LabelText } from '../../src/diagram/label-sink';
import { layoutTopology } from '../../src/diagram/layout-topology';
import type { Layout } from '../../src/diagram/layout-types';
import { writeLogLabels } from '../../src/diagram/log-labels';
import { MarkIndex } from '../../src/diagram/mark-index';
import { fitAxis } from '../../src/diagram/offset-axis';
import { paintLog } from '../../src/diagram/paint-log';
import { paintPackets } from '../../src/diagram/paint-packets';
import { readWindow, type Scene } from '../../src/diagram/scene';
import { SvgPainter } from '../../src/diagram/svg-painter';
import { readTopology } from '../../src/diagram/topology';
import type { ClusterTrace } from '../synthetic/cluster-trace';

export interface Drawn {
  svg: string;
  layout: Layout;
  scene: Scene;
}

export interface DrawOptions {
  atMicros: number;
  width?: number;
  height?: number;
  marks?: readonly DiagramMark[];
  captions?: Partial<DiagramCaptions>;
}

/** The diagram of one moment of a trace as a text of SVG, the same for ever: numbers are rounded. */
export function drawDiagram(trace: ClusterTrace, options: DrawOptions): Drawn {
  const { atMicros, width = 1064, height = 526, marks = [], captions } = options;
  const view = new ClusterView(trace.names, trace.trace);
  view.advanceTo(atMicros);
  const notes = { producerNotes: {}, groupNotes: {}, producerTopics: {}, combinedControllers: true, ...captions };
  const layout = layoutTopology(readTopology(view, notes), { width, height });
  const scene: Scene = { view, layout, axis: fitAxis(view, layout), marks: new MarkIndex(marks), lit: null };
  const axis = new LabelText();
  const labels = new LabelText();
  const painter = new SvgPainter();
  writeAxis(axis, scene);
  for (const log of layout.logs) {
    const window = readWindow(scene, log);
    paintLog(painter, scene, log, window);
    writeLogLabels(labels, scene, log, window);
  }
  writeCounters(labels, scene);
  paintPackets(painter, scene, new FlightDeck(view, layout), false);
  const back = renderToStaticMarkup(createElement(BackDrawing, { layout, lit: null }));
  const front = renderToStaticMarkup(createElement(FrontDrawing, { layout, lit: null }));
  return { svg: page(layout, [axis.svg, back, painter.svg, front, labels.svg]), layout, scene };
}

function page({ width, height }: Layout, layers: readonly string[]): string {
  const parts = layers.map((layer) => {
    const short = layer.replace(/><\/(rect|path|circle)>/g, '/>').replaceAll('><', '>\n<');
    return short.replace(/="[^"]*"/g, (attribute) =>
      attribute.replace(/\d+\.\d{2,}/g, (it) => String(Math.round(Number(it) * 10) / 10)),
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="diagram" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    "<style>@import '../../src/design/tokens.css'; @import '../../src/diagram/diagram.css'; svg { background: var(--bg); }</style>",
    '<g class="diagram-layer">',
    ...parts,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}
