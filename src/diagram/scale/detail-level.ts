/** What one partition, or one shade of several, is drawn as: chosen by the room it has, never by a setting. */
export type DetailLevel = 'cells' | 'bars' | 'shades';

/** Least heights of a row, px. */
const cellsFrom = 44;
const barsFrom = 14;
const shadesFrom = 9;
const tallest = 80;

/** The partitions that are looked at: places [from, from + count) of the order in force. */
export interface Brush {
  from: number;
  count: number;
}

export interface DetailRows {
  level: DetailLevel;
  /** Partitions of one row: 1 but for shades. */
  each: number;
  rows: number;
  /** Height of a row, px. */
  pitch: number;
}

/** How `count` partitions stand in a list of `height` px. */
export function detailRows(count: number, height: number): DetailRows {
  const pitch = height / Math.max(1, count);
  if (pitch >= cellsFrom) return { level: 'cells', each: 1, rows: count, pitch: Math.min(tallest, pitch) };
  if (pitch >= barsFrom) return { level: 'bars', each: 1, rows: count, pitch: Math.min(cellsFrom, pitch) };
  const each = powerAtLeast((count * shadesFrom) / Math.max(shadesFrom, height));
  const rows = Math.ceil(count / each);
  return { level: 'shades', each, rows, pitch: Math.min(barsFrom, height / rows) };
}

/** The most partitions whose records are drawn one by one in `height` px. */
export function cellsCapacity(height: number): number {
  return Math.max(1, Math.floor(height / cellsFrom));
}

/** Twice as near, or half as near, around the middle of what is looked at; never outside of `total` partitions. */
export function zoomBrush(brush: Brush, total: number, direction: 1 | -1, at = 0.5): Brush {
  const count = direction > 0 ? Math.ceil(brush.count / 2) : brush.count * 2;
  return clampBrush({ from: Math.round(brush.from + (brush.count - count) * at), count }, total);
}

/** The brush moved by `by` partitions, as far as there are any. */
export function panBrush(brush: Brush, total: number, by: number): Brush {
  return clampBrush({ from: brush.from + by, count: brush.count }, total);
}

export function clampBrush({ from, count }: Brush, total: number): Brush {
  const fitting = Math.max(1, Math.min(total, Math.round(count)));
  return { from: Math.max(0, Math.min(total - fitting, Math.round(from))), count: fitting };
}

/** Smallest power of two that is not below `value`. */
export function powerAtLeast(value: number): number {
  let power = 1;
  while (power < value) power *= 2;
  return power;
}
