import { ProcessState } from '../../simulations/history';
import { hueOf, letterOf } from './key-glyphs';
import type { LogBox } from './layout-types';
import { differsFromLeader } from './log-records';
import { axisOf, axisX, foldedRange, hasCells } from './offset-axis';
import type { CellMode, Painter } from './painter';
import { dimmed, type LogWindow, type Scene } from './scene';

/** Draws the records of one log, or a bar where they are too narrow. */
export function paintLog(painter: Painter, scene: Scene, log: LogBox, window: LogWindow): void {
  painter.fade(scene.lit?.hasLog(log.shape.partition, log.broker) === false ? dimmed : 1);
  paintFold(painter, scene, log, window);
  if (log.stripX >= 0) paintStripBar(painter, scene, log);
  else if (hasCells(scene.axis)) paintCells(painter, scene, log, window);
  else paintBars(painter, scene, log, window);
  painter.fade(1);
}

/** One block for the records before the window. */
function paintFold(painter: Painter, { view, axis }: Scene, log: LogBox, window: LogWindow): void {
  if (log.stripX >= 0) return;
  const { columns } = view;
  const replica = columns.replicaAt(log.shape.partition, log.broker);
  const own = axisOf(axis, log.shape.partition);
  // Where only new cells are drawn, the block stands already.
  if (window.first > own.from && window.end > own.from) return;
  if (foldedRange(own, columns.logStartOffset[replica]!, columns.logEndOffset[replica]!) === null) return;
  painter.bar(own.x - own.fold, log.cellY, own.fold - 4, log.cellHeight, 'folded');
}

/** How the records of a log are drawn that are on every in-sync replica. */
function replicatedMode(scene: Scene, log: LogBox): CellMode {
  const state = scene.view.columns.processState[log.broker];
  const isDown = state === ProcessState.killed || state === ProcessState.stopped;
  if (isDown) return log.shape.kind === 'follower' ? 'gone' : 'goneLeader';
  return log.shape.kind === 'follower' ? 'follower' : 'leader';
}

function paintCells(painter: Painter, scene: Scene, log: LogBox, window: LogWindow): void {
  const { view, marks, lit } = scene;
  const { partition, kind } = log.shape;
  const axis = axisOf(scene.axis, partition);
  const { keys } = view.names;
  const replica = view.columns.replicaAt(partition, log.broker);
  const mode = replicatedMode(scene, log);
  const firstHollow = kind === 'leader' ? view.columns.highWatermark[partition]! : Infinity;
  const width = axis.pitch - (axis.pitch > 10 ? 1.5 : 1.2);
  const hasLetters = width >= 11 && log.cellHeight >= 13 && mode === 'leader';
  for (let offset = window.first; offset < window.end; offset++) {
    const key = window.keys[offset - window.first]!;
    const x = axisX(axis, offset);
    const isLost =
      marks.isLost(partition, offset, view.timeMicros) && differsFromLeader(view, partition, replica, offset);
    const hasLetter = (hasLetters || isLost) && width >= 11 && log.cellHeight >= 13;
    const cellMode = isLost ? 'lost' : offset >= firstHollow && mode === 'leader' ? 'hollow' : mode;
    if (lit?.record) painter.fade(lit.hasRecord(partition, offset) ? 1 : dimmed);
    painter.cell(x, log.cellY, width, log.cellHeight, hueOf(keys, key), cellMode, hasLetter ? letterOf(keys, key) : '');
    if (!isLost && kind !== 'follower' && marks.isDuplicate(partition, offset, view.timeMicros)) {
      painter.duplicate(x, log.cellY, width, log.cellHeight);
    }
  }
}

function paintBars(painter: Painter, scene: Scene, log: LogBox, window: LogWindow): void {
  const { view, marks } = scene;
  const { partition, kind } = log.shape;
  const axis = axisOf(scene.axis, partition);
  const { cellY, cellHeight } = log;
  const x = (offset: number): number => axisX(axis, Math.min(Math.max(offset, window.first), window.end));
  const mode = replicatedMode(scene, log);
  const highWatermark = kind === 'leader' ? view.columns.highWatermark[partition]! : window.end;
  painter.bar(x(window.first), cellY, x(highWatermark) - x(window.first), cellHeight, mode);
  if (highWatermark < window.end && window.first < window.end)
    painter.bar(x(highWatermark), cellY, Math.max(2, x(window.end) - x(highWatermark)), cellHeight, 'hollow');
  const replica = view.columns.replicaAt(partition, log.broker);
  for (const offset of marks.lostOffsets(partition, view.timeMicros)) {
    if (offset < window.first || offset >= window.end || !differsFromLeader(view, partition, replica, offset)) continue;
    painter.bar(x(offset), cellY, Math.max(4, axis.pitch), cellHeight, 'lost');
  }
}

/** A follower in a strip: an upright bar, as high as its log is long in the window. */
function paintStripBar(painter: Painter, scene: Scene, log: LogBox): void {
  const { view } = scene;
  const axis = axisOf(scene.axis, log.shape.partition);
  const replica = view.columns.replicaAt(log.shape.partition, log.broker);
  const share = (view.columns.logEndOffset[replica]! - axis.from) / (axis.to - axis.from);
  const height = Math.max(1, Math.min(1, share) * log.cellHeight);
  painter.bar(log.stripX + 22, log.cellY + log.cellHeight - height, 7, height, replicatedMode(scene, log));
}
