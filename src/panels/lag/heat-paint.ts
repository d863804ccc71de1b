import { LEADERLESS, UNTOLD } from '../../../simulations/history';
import type { LagHistory } from '../../../simulations/history';

/** Rows lower than this are not told apart: several partitions share one. */
const ROW_LEAST = 3;

/** What the heat and its table are made from. */
export interface HeatProps {
  history: LagHistory;
  names: readonly string[];
  /** Changes whenever the history was added to. */
  part: number;
  onlyWithLag: boolean;
}

/** One line of the heat: one partition, or the worst of several. */
export interface HeatRow {
  partitions: readonly number[];
  /** Lag, or {@link LEADERLESS} or {@link UNTOLD}. */
  valueAt: (column: number) => number;
}

/** The rows that fit into a height; with `onlyWithLag` only partitions that were ever behind or without a leader. */
export function heatRows(history: LagHistory, onlyWithLag: boolean, height: number): HeatRow[] {
  const places = history.partitions
    .map((_, place) => place)
    .filter((place) => !onlyWithLag || isEverBehind(history, place));
  const each = Math.max(1, Math.ceil((places.length * ROW_LEAST) / Math.max(1, height)));
  const rows: HeatRow[] = [];
  for (let from = 0; from < places.length; from += each) {
    const of = places.slice(from, from + each);
    rows.push({
      partitions: of.map((place) => history.partitions[place]),
      valueAt: (column) => worstOf(of.map((place) => history.worst(place, place + 1, column))),
    });
  }
  return rows;
}

function isEverBehind(history: LagHistory, place: number): boolean {
  for (let column = 0; column < history.columnCount; column += 1) {
    const value = history.worst(place, place + 1, column);
    if (value > 0 || value === LEADERLESS) return true;
  }
  return false;
}

function worstOf(values: readonly number[]): number {
  return values.includes(LEADERLESS) ? LEADERLESS : Math.max(...values);
}

/** Draws the cells. Grey to amber goes with the root of the lag, so that a small one is still seen. */
export function paintHeat(
  canvas: HTMLCanvasElement,
  history: LagHistory,
  rows: readonly HeatRow[],
  width: number,
  height: number,
): void {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext('2d');
  if (context === null || rows.length === 0) return;
  const style = getComputedStyle(canvas);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const [ground, lagged, bad] = [token('surface-3'), token('amber'), token('red')];
  const rowHeight = canvas.height / rows.length;
  const gap = rowHeight >= 8 * ratio ? Math.round(ratio) : 0;
  // Whole device pixels, or the edges of neighbours would show through each other.
  const xs = Array.from({ length: history.columnCount + 1 }, (_, column) =>
    Math.round((column * canvas.width) / history.columnCount),
  );
  rows.forEach(({ valueAt }, row) => {
    for (let column = 0; column < history.columnCount; column += 1) {
      const value = valueAt(column);
      if (value === UNTOLD) continue;
      const top = Math.round(row * rowHeight);
      const bottom = Math.round((row + 1) * rowHeight);
      const cell = [xs[column], top, xs[column + 1] - xs[column], Math.max(1, bottom - top - gap)] as const;
      context.globalAlpha = 1;
      context.fillStyle = value === LEADERLESS ? bad : ground;
      context.fillRect(...cell);
      if (value <= 0 || history.largest === 0) continue;
      context.globalAlpha = 0.12 + 0.88 * Math.sqrt(value / history.largest);
      context.fillStyle = lagged;
      context.fillRect(...cell);
    }
  });
  context.globalAlpha = 1;
}
