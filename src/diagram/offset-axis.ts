import { ticks } from 'd3';
import type { ClusterView } from '../../simulations/history';
import type { Layout } from './layout-types';
import { textWidth } from './text-width';
import { userPartitions } from './topology';

/** A cell is a record from this width on; below it a log is a bar. */
export const leastCellPitch = 7;
const greatestPitch = { wide: 15.5, narrow: 8.5 };

/**
 * The part of the offset axis that is on screen: offsets [from, to), `pitch` px each, from `x` on. Left of `x` lies, over
 * `fold` px, one block for everything older.
 */
export interface OffsetAxis {
  x: number;
  from: number;
  to: number;
  pitch: number;
  /** Room of the block of older offsets, 0: none. */
  fold: number;
  /** First offset of each partition's own window, where no window of cells holds the ends of all logs; else null. */
  own: Int32Array | null;
}

/** A person's own choice of zoom: the automatic window, magnified by `scale` and moved by `shiftPx`. */
export interface AxisZoom {
  scale: number;
  shiftPx: number;
}

export const noZoom: AxisZoom = { scale: 1, shiftPx: 0 };

/** Whether records are drawn one by one. */
export function hasCells(axis: OffsetAxis): boolean {
  return axis.pitch >= leastCellPitch;
}

/** Left edge of the place of `offset`, px. */
export function axisX(axis: OffsetAxis, offset: number): number {
  return axis.x + (offset - axis.from) * axis.pitch;
}

/** The offset whose place holds `x`. */
export function offsetAt(axis: OffsetAxis, x: number): number {
  return Math.floor(axis.from + (x - axis.x) / axis.pitch);
}

/** The axis as one partition's logs stand on it. */
export function axisOf(axis: OffsetAxis, partition: number): OffsetAxis {
  if (axis.own === null) return axis;
  const from = axis.own[partition]!;
  return { ...axis, from, to: from + axis.to - axis.from };
}

/**
 * The window of the axis for what the logs hold now. It begins at 0 while that leaves cells of 7 px; then it ends at
 * the newest offset and older ones are folded into a block. Where the leaders' ends lie too far apart for one window of
 * cells, each partition has a window of its own: records stay records. Ends are rounded, so that the window moves in
 * steps and what is drawn stands still in between. `beside`: other views that stand on the same axis.
 */
export function fitAxis(
  view: ClusterView,
  layout: Layout,
  zoom: AxisZoom = noZoom,
  beside: readonly ClusterView[] = [],
): OffsetAxis {
  const { x } = layout.axis;
  const { newest, lowestEnd, ends } = beside.map(endsOf).reduce(together, endsOf(view));
  const width = roomForCells(layout, newest);
  const widest = greatestPitch[layout.form];
  const capacity = Math.floor(width / leastCellPitch);
  if (newest * widest <= width) {
    return zoomed({ x, from: 0, to: width / widest, pitch: widest, fold: 0, own: null }, width, zoom);
  }
  if (newest <= capacity) {
    const to = Math.min(capacity, Math.ceil(newest / 10) * 10);
    return zoomed({ x, from: 0, to, pitch: width / to, fold: 0, own: null }, width, zoom);
  }
  return zoomed(windowAxis(x, width, { newest, lowestEnd, ends }), width, zoom);
}

interface LogEnds {
  newest: number;
  lowestEnd: number;
  /** Index: partition. */
  ends: Int32Array;
}

/** A window of the latest offsets, as many as stay cells beside the block of those before. */
function windowAxis(x: number, width: number, { newest, lowestEnd, ends }: LogEnds): OffsetAxis {
  const fold = Math.ceil(textWidth(`0–${newest}`, 'mono', 11)) + 14;
  const room = width - fold;
  const capacity = Math.max(1, Math.floor(room / leastCellPitch));
  const step = Math.max(5, Math.round(capacity / 40) * 5);
  const to = Math.ceil(newest / step) * step;
  const axis: OffsetAxis = { x: x + fold, from: to - capacity, to, pitch: room / capacity, fold, own: null };
  if (lowestEnd - 4 >= axis.from) return axis;
  return { ...axis, own: ends.map((end) => Math.max(0, Math.ceil(end / step) * step - capacity)) };
}

/** Room for cells: what the layout leaves, less what large numbers at a log's end take beyond that. */
function roomForCells({ axis, density, form }: Layout, newest: number): number {
  const number = '9'.repeat(String(newest).length);
  const words = density.hasMarkLabels ? (form === 'narrow' ? number : `end ${number}`) : `end ${number}  HW ${number}`;
  return axis.width - Math.max(0, Math.ceil(textWidth(words, 'mono', 11)) + 14 - density.endWidth);
}

function endsOf(view: ClusterView): LogEnds {
  const { columns } = view;
  const ends = new Int32Array(view.names.userPartitionCount);
  let newest = 0;
  let lowestEnd = Infinity;
  for (const partition of userPartitions(view)) {
    for (const broker of view.names.partitionReplicas[partition]!) {
      ends[partition] = Math.max(ends[partition]!, columns.logEndOffset[columns.replicaAt(partition, broker)]!);
    }
    newest = Math.max(newest, ends[partition]!);
    lowestEnd = Math.min(lowestEnd, ends[partition]!);
  }
  return { newest, lowestEnd: Number.isFinite(lowestEnd) ? lowestEnd : 0, ends };
}

/** What the logs of two views hold together. */
function together(a: LogEnds, b: LogEnds): LogEnds {
  return {
    newest: Math.max(a.newest, b.newest),
    lowestEnd: Math.min(a.lowestEnd, b.lowestEnd),
    ends: a.ends.map((end, partition) => Math.max(end, b.ends[partition] ?? 0)),
  };
}

function zoomed(axis: OffsetAxis, width: number, zoom: AxisZoom): OffsetAxis {
  if (zoom.scale === 1 && zoom.shiftPx === 0) return axis;
  const pitch = axis.pitch * zoom.scale;
  const moved = (from: number): number => Math.max(0, Math.round(from - zoom.shiftPx / pitch));
  const from = moved(axis.from);
  return { ...axis, from, to: from + (width - axis.fold) / pitch, pitch, own: axis.own?.map(moved) ?? null };
}

export interface AxisTick {
  x: number;
  label: string;
}

/** Numbered places of the axis, at least 44 px apart, on whole offsets. */
export function axisTicks(axis: OffsetAxis): AxisTick[] {
  const width = (axis.to - axis.from) * axis.pitch;
  return ticks(axis.from, axis.to, Math.max(2, Math.floor(width / 70)))
    .filter((offset) => Number.isInteger(offset))
    .map((offset) => ({ x: axisX(axis, offset) - 0.75, label: String(offset) }));
}

/** What lies outside of the window and in no block, in words; "" if nothing does. */
export function hiddenWords({ from, fold }: OffsetAxis): string {
  if (from <= 0 || fold > 0) return '';
  return from === 1 ? '0 hidden' : `0–${from - 1} hidden`;
}

/** What the block of older offsets of a log stands for: offsets [start, end); null: nothing. */
export function foldedRange(axis: OffsetAxis, logStartOffset: number, logEndOffset: number): [number, number] | null {
  const end = Math.min(axis.from, logEndOffset);
  return axis.fold > 0 && end > logStartOffset ? [logStartOffset, end] : null;
}
