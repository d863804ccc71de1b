import type { ClusterView } from '../../../simulations/history';
import type { FillContext } from '../picture/svg-fills';
import { hueOf, letterOf } from '../key-glyphs';
import type { LabelSink } from '../label-sink';
import { readLog } from '../log-records';
import type { Painter } from '../painter';
import { fitMiddle, textWidth } from '../text-width';
import { brokerName } from '../words';
import type { Brush, DetailRows } from './detail-level';
import { mixed, rgbOf, type ScalePalette } from './scale-palette';

/** What a list of partitions is drawn from. */
export interface DetailScene {
  view: ClusterView;
  order: Int32Array;
  brush: Brush;
  rows: DetailRows;
  /** The group whose lag is shown, -1: there is none. */
  group: number;
  /** The group's lag a while ago: whether it grows. */
  lagBefore: (partition: number) => number;
  width: number;
  palette: ScalePalette;
  context: FillContext;
}

/** What a row shows at the view's time. */
export interface DetailWindow {
  partition: number;
  leader: number;
  end: number;
  logStart: number;
  highWatermark: number;
  committed: number;
  lag: number;
  tip: number;
  /** Changes with whatever else the row shows. */
  stamp: number;
}

/** Px of a list's columns: the names left, the lag right. */
export const nameWidth = 108;
const lagWidth = 62;
const cellPitch = 7;

/** Reads one row; of several partitions the first, with the sums of all. */
export function cellWindow({ view, order, brush, rows, group }: DetailScene, index: number): DetailWindow {
  const { columns } = view;
  const first = brush.from + index * rows.each;
  const last = Math.min(brush.from + brush.count, first + rows.each, order.length);
  const partition = order[first] ?? 0;
  const leader = columns.leader[partition]!;
  const from = leader >= 0 ? leader : columns.previousLeader[partition]!;
  const replica = columns.replicaAt(partition, Math.max(0, from));
  let lag = 0;
  let stamp = 0;
  for (let i = first; i < last; i++) {
    const of = order[i]!;
    if (group >= 0) lag = Math.max(lag, view.lag(group, of));
    stamp = (stamp * 31 + columns.inSyncReplicas[of]! * 7 + columns.leader[of]!) | 0;
    // A shade shows every replica of its partitions.
    if (rows.level === 'shades') stamp = (stamp * 31 + behindOf(view, of)) | 0;
  }
  return {
    partition,
    leader,
    end: columns.logEndOffset[replica]!,
    logStart: columns.logStartOffset[replica]!,
    highWatermark: columns.highWatermark[partition]!,
    committed: group < 0 ? -1 : columns.committedOffset[columns.readerAt(group, partition)]!,
    lag,
    tip: columns.tip[replica]!,
    stamp,
  };
}

/** Records that the replicas of a partition miss, all together. */
function behindOf({ columns, names }: ClusterView, partition: number): number {
  const leader = columns.leader[partition]!;
  if (leader < 0) return -1;
  const end = columns.logEndOffset[columns.replicaAt(partition, leader)]!;
  let behind = 0;
  for (const broker of names.partitionReplicas[partition]!) {
    behind += Math.max(0, end - columns.logEndOffset[columns.replicaAt(partition, broker)]!);
  }
  return behind;
}

export function paintRow(painter: Painter, scene: DetailScene, index: number, window: DetailWindow): void {
  if (scene.rows.level === 'cells') paintCells(painter, scene, index, window);
  else if (scene.rows.level === 'bars') paintBars(scene, index, window);
  else paintShade(scene, index, window);
}

/** Offsets that fit between the names and the lag, the newest of them at the right. */
function cellRange({ width }: DetailScene, { end, logStart }: DetailWindow): { first: number; x: number } {
  const capacity = Math.max(1, Math.floor((width - nameWidth - lagWidth - 8) / cellPitch));
  return { first: Math.max(logStart, end - capacity), x: nameWidth };
}

const keys = new Int32Array(512);

function paintCells(painter: Painter, scene: DetailScene, index: number, window: DetailWindow): void {
  const { view, rows } = scene;
  const { first, x } = cellRange(scene, window);
  const y = index * rows.pitch + 8;
  readLog(view, window.tip, first, window.end, keys);
  for (let offset = first; offset < window.end; offset++) {
    const key = keys[offset - first]!;
    const mode = window.leader < 0 ? 'goneLeader' : offset >= window.highWatermark ? 'hollow' : 'leader';
    const letter = cellPitch >= 11 ? letterOf(view.names.keys, key) : '';
    painter.cell(x + (offset - first) * cellPitch, y, cellPitch - 1.2, 16, hueOf(view.names.keys, key), mode, letter);
  }
  if (rows.pitch < 56) return;
  paintLagBar(scene, index * rows.pitch + 44, window);
}

/** The lag as a bar: grey, amber while it grows. */
function paintLagBar(
  { context, palette, width, lagBefore }: DetailScene,
  y: number,
  { lag, partition }: DetailWindow,
): void {
  const room = width - nameWidth - lagWidth - 8;
  context.fillStyle = palette.surface3;
  context.fillRect(nameWidth, y, room, 4);
  const before = lagBefore(partition);
  context.fillStyle = before >= 0 && lag > before ? palette.amber : palette.ink3;
  context.fillRect(nameWidth, y, room * Math.min(1, lag / Math.max(8, 1.4 * Math.max(lag, before))), 4);
}

/** A bar for each replica: as long as its log, beside the longest of the list. */
function paintBars(scene: DetailScene, index: number, window: DetailWindow): void {
  const { view, context, palette, rows, width, order, brush } = scene;
  const { columns, names } = view;
  let longest = 1;
  for (let i = brush.from; i < brush.from + brush.count; i++) {
    longest = Math.max(longest, columns.highWatermark[order[i]!]!);
  }
  const room = width - nameWidth - lagWidth - 8;
  const replicas = names.partitionReplicas[window.partition]!;
  const high = Math.min(5, (rows.pitch - 4) / replicas.length);
  replicas.forEach((broker, place) => {
    const end = columns.logEndOffset[columns.replicaAt(window.partition, broker)]!;
    const isInSync = (columns.inSyncReplicas[window.partition]! & (1 << broker)) !== 0;
    context.fillStyle =
      window.leader < 0
        ? palette.red
        : !isInSync
          ? palette.amber
          : broker === window.leader
            ? palette.ink2
            : palette.control;
    const y = index * rows.pitch + 2 + place * high;
    context.fillRect(nameWidth, y, Math.max(1, Math.min(1, end / longest) * room), Math.max(1, high - 1));
  });
}

/** One shade for each place in the replica list: grey, amber by how far it is behind, red where nobody leads. */
function paintShade(
  { view, context, palette, rows, width, order, brush }: DetailScene,
  index: number,
  _: DetailWindow,
): void {
  const { columns, names } = view;
  const first = brush.from + index * rows.each;
  const last = Math.min(brush.from + brush.count, first + rows.each, order.length);
  const places = Math.max(
    1,
    ...Array.from({ length: last - first }, (__, i) => names.partitionReplicas[order[first + i]!]!.length),
  );
  const wide = (width - nameWidth - lagWidth - 8) / places;
  const [calm, late] = [rgbOf(palette.surface3), rgbOf(palette.amber)];
  for (let place = 0; place < places; place++) {
    let behind = 0;
    let hasNoLeader = false;
    for (let i = first; i < last; i++) {
      const partition = order[i]!;
      const broker = names.partitionReplicas[partition]![place];
      const leader = columns.leader[partition]!;
      if (leader < 0) hasNoLeader = true;
      else if (broker !== undefined) {
        const end = columns.logEndOffset[columns.replicaAt(partition, leader)]!;
        behind = Math.max(behind, end - columns.logEndOffset[columns.replicaAt(partition, broker)]!);
      }
    }
    const share = Math.min(1, Math.log2(1 + behind) / 8);
    context.fillStyle = hasNoLeader ? palette.red : `rgb(${mixed(calm, late, share).join(' ')})`;
    context.fillRect(nameWidth + place * wide, index * rows.pitch, wide - 1.5, rows.pitch - 1);
  }
}

/** The words of a row: its name and leader, the high watermark's line, the pointer of the group, the lag. */
export function writeRow(sink: LabelSink, scene: DetailScene, index: number, window: DetailWindow): void {
  const { view, rows, width } = scene;
  const top = index * rows.pitch;
  const name = view.names.partitions[window.partition]!;
  if (rows.level === 'shades') return writeShade(sink, scene, index, window);
  const nameY = rows.level === 'cells' ? top + 20 : top + rows.pitch / 2 + 4;
  const tone = window.leader < 0 ? 'red' : '';
  sink.text(
    0,
    nameY,
    fitMiddle(name, 'mono', 11, nameWidth - 8),
    `mark mono ${rows.level === 'cells' ? 'bold' : ''} ${tone}`,
  );
  const lag = scene.group < 0 ? '' : String(window.lag);
  sink.text(width - 2, nameY, lag, `mark mono end ${isGrowing(scene, window) ? 'amber' : ''}`);
  if (rows.level !== 'cells') return;
  const leader = window.leader < 0 ? 'no leader' : brokerName(view.names.actors[window.leader]!);
  sink.text(0, top + 35, leader, `mark ${window.leader < 0 ? 'red' : 'second'}`);
  if (scene.group >= 0)
    sink.text(width - 2, top + 35, trendOf(scene, window), `mark end ${isGrowing(scene, window) ? 'amber' : 'third'}`);
  writePlaces(sink, scene, top, window);
}

function writePlaces(sink: LabelSink, scene: DetailScene, top: number, window: DetailWindow): void {
  const { first, x } = cellRange(scene, window);
  const at = (offset: number): number => x + (offset - first) * cellPitch - 0.6;
  sink.path(
    window.highWatermark >= first ? `M${at(window.highWatermark).toFixed(1)} ${top + 4}V${top + 27}` : '',
    'line-watermark',
  );
  if (window.committed < 0 || scene.group < 0) {
    sink.path('', 'fill-blue');
    return;
  }
  const place = Math.max(first, window.committed);
  const isLeft = window.committed < first;
  const pointer = at(place);
  sink.path(`M${pointer.toFixed(1)} ${top + 27}${isLeft ? 'l-5 3.5l5 3.5z' : 'l4 6h-8z'}`, 'fill-blue');
  const group = scene.view.names.groups[scene.group]!;
  const words = isLeft ? `${group} ${window.committed}, left of here` : group;
  const right = scene.width - lagWidth;
  const fits = pointer + 7 + textWidth(words, 'condensed', 11) <= right;
  sink.text(fits ? pointer + 7 : pointer - 7, top + 35, words, `mark condensed second ${fits ? '' : 'end'}`);
}

function writeShade(
  sink: LabelSink,
  { view, rows, order, brush, width, group }: DetailScene,
  index: number,
  { lag }: DetailWindow,
): void {
  // Numbers stand where a line of text fits, not on every row.
  const every = Math.max(1, Math.ceil(15 / rows.pitch));
  if (index % every !== 0) return;
  const y = index * rows.pitch + 9;
  const name = view.names.partitions[order[brush.from + index * rows.each]!]!;
  sink.text(0, y, fitMiddle(name, 'mono', 11, nameWidth - 8), 'mark mono third');
  sink.text(width - 2, y, group < 0 ? '' : String(lag), 'mark mono end third');
}

function isGrowing({ lagBefore }: DetailScene, { lag, partition }: DetailWindow): boolean {
  const before = lagBefore(partition);
  return before >= 0 && lag > before;
}

/** How the lag stands to what it was a while ago. */
export function trendOf(
  { lagBefore }: Pick<DetailScene, 'lagBefore'>,
  { lag, partition }: Pick<DetailWindow, 'lag' | 'partition'>,
): string {
  const before = lagBefore(partition);
  if (before < 0) return '';
  if (lag > before) return 'growing';
  return lag < before ? 'falling' : 'steady';
}
