import { createElement } from 'react';
import { BackDrawing } from '../back-drawing';
import { writeAxis, writeCounters } from '../counters';
import { FlightDeck } from '../flights';
import { FrontDrawing } from '../front-drawing';
import { LabelText } from '../label-sink';
import { layoutTopology } from '../layout-topology';
import type { Layout } from '../layout-types';
import { writeLogLabels } from '../log-labels';
import { MarkIndex } from '../mark-index';
import { fitAxis } from '../offset-axis';
import { paintLog } from '../paint-log';
import { paintPackets } from '../paint-packets';
import { readWindow, type Scene } from '../scene';
import { SvgPainter } from '../svg-painter';
import { readTopology } from '../topology';
import { cutLinksAt } from '../use-active-cuts';
import type { Layers, Pictured } from './picture-types';

/** The layers of a cluster whose logs have a row each, at the view's time. */
export function logLayers({ view, captions, marks, cuts }: Pictured, size: { width: number; height: number }): Layers {
  const scene = logScene({ view, captions, marks }, size);
  const { width, height } = scene.layout;
  const cut = new Set(cutLinksAt(view.names, cuts, view.timeMicros));
  return { width, height: Math.min(height, bottomOf(scene.layout) + 24), layers: sceneLayers(scene, cut) };
}

/** What is drawn of a view's time: nothing lit, the logs fitted into the room there is. */
export function logScene(
  { view, captions, marks }: Pick<Pictured, 'view' | 'captions' | 'marks'>,
  size: { width: number; height: number },
): Scene {
  const layout = layoutTopology(readTopology(view, captions), size);
  return { view, layout, axis: fitAxis(view, layout), marks: new MarkIndex(marks), lit: null };
}

/** The layers of a scene, the hindmost first. `cut`: the links that are. */
export function sceneLayers(scene: Scene, cut?: ReadonlySet<string>): Layers['layers'] {
  const { view, layout } = scene;
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
  return [
    axis.svg,
    createElement(BackDrawing, { layout, lit: null, cut }),
    painter.svg,
    createElement(FrontDrawing, { layout, lit: null }),
    labels.svg,
  ];
}

/** Where the lowest box ends. */
function bottomOf({ brokers, producers, groups }: Layout): number {
  const boxes = [...brokers, ...producers, ...groups.flatMap(({ members }) => members)];
  return Math.max(...boxes.map(({ y, height }) => y + height));
}
