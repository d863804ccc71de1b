import { scaleLinear } from 'd3';
import type { ClusterView } from '../../simulations/history';
import type { Layout } from './layout-types';
import { userPartitions } from './topology';

/** A cell is a record from this width on; below it a log is a bar. */
export const leastCellPitch = 7;
const greatestPitch = { wide: 15.5, narrow: 8.5 };

/** The part of the shared offset axis that is on screen: offsets [from, to), `pitch` px each, from `x` on. */
export interface OffsetAxis {
  x: number;
  from: number;
  to: number;
  pitch: number;
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

/**
 * The window of the axis for what the logs hold now. It begins at 0 while that leaves cells of 7 px; then it ends at
 * the newest offset. Where the leaders' ends lie too far apart for one window of cells, it takes in all of them and
 * logs become bars. Ends are rounded, so that the window moves in steps and what is drawn stands still in between.
 */
export function fitAxis(view: ClusterView, layout: Layout, zoom: AxisZoom = noZoom): OffsetAxis {
  const { x, width } = layout.axis;
  const { newest, lowestEnd } = endsOf(view);
  const widest = greatestPitch[layout.form];
  const capacity = Math.floor(width / leastCellPitch);
  if (newest * widest <= width) return zoomed({ x, from: 0, to: width / widest, pitch: widest }, width, zoom);
  if (newest <= capacity) {
    const to = Math.min(capacity, Math.ceil(newest / 10) * 10);
    return zoomed({ x, from: 0, to, pitch: width / to }, width, zoom);
  }
  const step = Math.max(5, Math.round(capacity / 40) * 5);
  const to = Math.ceil(newest / step) * step;
  if (lowestEnd - 4 >= to - capacity) {
    return zoomed({ x, from: to - capacity, to, pitch: width / capacity }, width, zoom);
  }
  const [nice] = scaleLinear([0, newest - lowestEnd], [0, 1])
    .nice(6)
    .ticks(6)
    .slice(1);
  const unit = Math.max(1, nice ?? 1);
  const from = Math.max(0, Math.floor((lowestEnd - (newest - lowestEnd) / 4) / unit) * unit);
  const end = Math.ceil(newest / unit) * unit;
  return zoomed({ x, from, to: end, pitch: width / (end - from) }, width, zoom);
}

function endsOf(view: ClusterView): { newest: number; lowestEnd: number } {
  const { columns } = view;
  let newest = 0;
  let lowestEnd = Infinity;
  for (const partition of userPartitions(view)) {
    let end = 0;
    for (const broker of view.names.partitionReplicas[partition]!) {
      end = Math.max(end, columns.logEndOffset[columns.replicaAt(partition, broker)]!);
    }
    newest = Math.max(newest, end);
    lowestEnd = Math.min(lowestEnd, end);
  }
  return { newest, lowestEnd: Number.isFinite(lowestEnd) ? lowestEnd : 0 };
}

function zoomed(axis: OffsetAxis, width: number, zoom: AxisZoom): OffsetAxis {
  if (zoom.scale === 1 && zoom.shiftPx === 0) return axis;
  const pitch = axis.pitch * zoom.scale;
  const from = Math.max(0, Math.round(axis.from - zoom.shiftPx / pitch));
  return { x: axis.x, from, to: from + width / pitch, pitch };
}

export interface AxisTick {
  x: number;
  label: string;
}

/** Numbered places of the axis, at least 44 px apart, on whole offsets. */
export function axisTicks(axis: OffsetAxis): AxisTick[] {
  const width = (axis.to - axis.from) * axis.pitch;
  const scale = scaleLinear([axis.from, axis.to], [axis.x, axis.x + width]);
  return scale
    .ticks(Math.max(2, Math.floor(width / 70)))
    .filter((offset) => Number.isInteger(offset))
    .map((offset) => ({ x: axisX(axis, offset) - 0.75, label: String(offset) }));
}

/** What lies outside of the window, in words; "" if nothing does. */
export function hiddenWords(axis: OffsetAxis): string {
  if (axis.from <= 0) return '';
  return axis.from === 1 ? '0 hidden' : `0–${axis.from - 1} hidden`;
}
