import { renderToStaticMarkup } from 'react-dom/server';
import { ClusterView } from '../../simulations/history';
import type { DiagramCaptions, DiagramMark } from '../../src/diagram/diagram-types';
import type { Layout } from '../../src/diagram/layout-types';
import { logScene, sceneLayers } from '../../src/diagram/picture/log-layers';
import type { Scene } from '../../src/diagram/scene';
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
  const scene = logScene({ view, captions: notes, marks }, { width, height });
  const layers = sceneLayers(scene).map((layer) => (typeof layer === 'string' ? layer : renderToStaticMarkup(layer)));
  return { svg: page(scene.layout, layers), layout: scene.layout, scene };
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
