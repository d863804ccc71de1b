import type { ClusterView } from '../../../simulations/history';
import { LabelText } from '../label-sink';
import { brokerLines, clusterCounts, type BrokerLine } from '../scale/broker-rows';
import { BrokerStage } from '../scale/broker-stage';
import { cellsCapacity, detailRows } from '../scale/detail-level';
import { partitionsPerRow } from '../scale/heat-stage';
import { historyColumns, LagHistory, lagOfRow, noLeader } from '../scale/lag-history';
import { cellWindow, paintRow, writeRow, type DetailScene } from '../scale/paint-detail';
import { orderPartitions } from '../scale/partition-order';
import { mixed, readScalePalette, rgbOf, type ScalePalette } from '../scale/scale-palette';
import { SvgPainter } from '../svg-painter';
import { fitText } from '../text-width';
import type { Layers, Pictured } from './picture-types';
import { SvgFills } from './svg-fills';

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const headHeight = 40;
const titleHeight = 30;
const barsX = 74;

/** The layers of a large cluster at the view's time: its brokers, the lag over the run, and the first partitions. */
export function scaleLayers(pictured: Pictured, { width, height }: { width: number; height: number }): Layers {
  const { view, captions } = pictured;
  const palette = readScalePalette(document.documentElement);
  const racks = captions.racks ?? [];
  const group = view.names.groups.length > 0 ? 0 : -1;
  const order = orderPartitions(view, 'leader', group, racks);
  const lines = brokerLines(view, racks, height - headHeight - titleHeight);
  const last = lines.at(-1)!;
  const room = Math.max(height - headHeight - titleHeight, last.y + last.height);
  const top = headHeight + titleHeight;
  const brokers: Box = { x: 20, y: top, width: width * 0.36 - 40, height: room };
  const heat: Box = { x: width * 0.36, y: top, width: width * 0.27 - 20, height: room };
  const list: Box = { x: width * 0.63, y: top, width: width * 0.37 - 20, height: room };
  return {
    width,
    height: top + room + 12,
    layers: [
      headLayer(view),
      brokerLayer(view, lines, brokers, palette),
      heatLayer(pictured, order, group, heat, palette),
      listLayer(view, order, group, list, palette),
    ],
  };
}

function headLayer(view: ClusterView): string {
  const { up, brokers, partitions, underReplicated, offline } = clusterCounts(view);
  const words = [
    `${up} of ${brokers} brokers up`,
    `${partitions.toLocaleString('en')} partitions`,
    `${underReplicated.toLocaleString('en')} under-replicated`,
    `${offline.toLocaleString('en')} offline`,
  ];
  const sink = new LabelText();
  sink.text(20, 25, words.join(' · '), 'label second');
  return sink.svg;
}

function brokerLayer(view: ClusterView, lines: readonly BrokerLine[], box: Box, palette: ScalePalette): string {
  const fills = new SvgFills();
  const width = box.width - barsX - 34;
  const stage = new BrokerStage({ context: fills, width }, view, palette);
  stage.stand(lines, palette);
  stage.draw();
  const sink = new LabelText();
  sink.text(box.x, box.y - 10, 'Brokers', 'name bold');
  sink.text(box.x + box.width, box.y - 10, 'leaders', 'third end');
  const marks: string[] = [];
  for (const { y, height, number, rack, leaders, state } of lines) {
    const middle = box.y + y + height / 2;
    const isDown = state === 'down';
    if (isDown)
      marks.push(
        `<rect class="picture-down" x="${box.x - 4}" y="${box.y + y}" width="${box.width + 8}" height="${height}" rx="4"/>`,
      );
    marks.push(markOf(state, box.x + 4, middle));
    sink.text(box.x + 16, middle + 4, number, `mono ${isDown ? 'red' : ''}`);
    sink.text(box.x + 36, middle + 4, fitText(rack, 'mono', 11, barsX - 40), 'mono third');
    sink.text(box.x + box.width, middle + 4, String(leaders), `mono end ${isDown ? 'red' : 'second'}`);
  }
  return `${marks.join('\n')}<g transform="translate(${box.x + barsX} ${box.y})">${fills.svg}</g>${sink.svg}`;
}

function markOf(state: BrokerLine['state'], x: number, y: number): string {
  return state === 'down'
    ? `<path class="dot-down" d="M${x - 3} ${y - 3}l6 6m0-6l-6 6"/>`
    : `<circle class="dot-${state}" cx="${x}" cy="${y}" r="3.5"/>`;
}

function heatLayer({ view, endMicros }: Pictured, order: Int32Array, group: number, box: Box, palette: ScalePalette) {
  if (group < 0) return '';
  const history = new LagHistory(view.names, view.trace, endMicros);
  history.advance(Infinity, () => 0);
  const each = partitionsPerRow(order.length, box.height);
  const rows = Math.ceil(order.length / each);
  const most = Math.max(1, history.largest[group]!);
  const [calm, late] = [rgbOf(palette.surface3), rgbOf(palette.amber)];
  const wide = box.width / historyColumns;
  const fills = new SvgFills();
  for (let row = 0; row < rows; row++) {
    const colourAt = (column: number): string => {
      const lag = lagOfRow(history, group, column, order, row * each, each);
      return lag === noLeader ? palette.red : `rgb(${mixed(calm, late, lag / most).join(', ')})`;
    };
    // Equal neighbours are one rectangle.
    for (let from = 0, to = 0; from < history.done; from = to) {
      fills.fillStyle = colourAt(from);
      for (to = from + 1; to < history.done && colourAt(to) === fills.fillStyle; to++);
      fills.fillRect(from * wide, (row * box.height) / rows, (to - from) * wide, box.height / rows);
    }
  }
  const sink = new LabelText();
  sink.text(box.x, box.y - 10, `Lag of ${view.names.groups[group]}`, 'name bold');
  sink.text(box.x + box.width, box.y - 10, `amber: up to ${history.largest[group]} records`, 'third end');
  const now = box.x + Math.min(1, view.timeMicros / endMicros) * box.width;
  sink.path(`M${now.toFixed(1)} ${box.y}v${box.height}`, 'picture-now');
  return `<g class="picture-heat" transform="translate(${box.x} ${box.y})">${fills.svg}</g>${sink.svg}`;
}

function listLayer(view: ClusterView, order: Int32Array, group: number, box: Box, palette: ScalePalette): string {
  const count = Math.min(12, cellsCapacity(box.height), order.length);
  const rows = detailRows(count, box.height);
  const fills = new SvgFills();
  const painter = new SvgPainter();
  const labels = new LabelText();
  const scene: DetailScene = {
    ...{ view, order, rows, group, palette, width: box.width },
    brush: { from: 0, count },
    lagBefore: () => noLeader,
    context: fills,
  };
  for (let index = 0; index < rows.rows; index++) {
    const window = cellWindow(scene, index);
    paintRow(painter, scene, index, window);
    writeRow(labels, scene, index, window);
  }
  const sink = new LabelText();
  sink.text(box.x, box.y - 10, `Partitions 1 to ${count} of ${order.length.toLocaleString('en')}`, 'name bold');
  const place = `translate(${box.x} ${box.y})`;
  return `${sink.svg}<g transform="${place}">${fills.svg}${painter.svg}${labels.svg}</g>`;
}
