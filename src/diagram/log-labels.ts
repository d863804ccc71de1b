import { ProcessState } from '../../simulations/history';
import type { LogBox } from './layout-types';
import type { LabelSink } from './label-sink';
import { differsFromLeader } from './log-records';
import { axisOf, axisX, foldedRange, hasCells } from './offset-axis';
import type { LogWindow, Scene } from './scene';
import { textWidth } from './text-width';
import { ranges, seconds } from './words';

type Interval = readonly [number, number];

/** The lines and words on one log: high watermark, epochs, end, committed offsets, what was lost. */
export function writeLogLabels(sink: LabelSink, shared: Scene, log: LogBox, window: LogWindow): void {
  if (log.stripX >= 0) return;
  const scene = { ...shared, axis: axisOf(shared.axis, log.shape.partition) };
  if (log.shape.kind === 'follower') writeFollowerEnd(sink, scene, log);
  else if (log.shape.kind === 'was') writeEnd(sink, scene, log, 'third');
  else writeLeader(sink, scene, log, window);
  if (log.shape.kind !== 'follower') writeFold(sink, scene, log);
}

/** Which offsets the block of older ones stands for. */
function writeFold(sink: LabelSink, { view, axis }: Scene, log: LogBox): void {
  const { columns } = view;
  const replica = columns.replicaAt(log.shape.partition, log.broker);
  const range = foldedRange(axis, columns.logStartOffset[replica]!, columns.logEndOffset[replica]!);
  if (range === null) return;
  const text = range[1] - range[0] === 1 ? String(range[0]) : `${range[0]}–${range[1] - 1}`;
  sink.text(axis.x - axis.fold / 2 - 2, log.cellY + log.cellHeight / 2 + 4, text, 'mark mono second middle');
}

function writeLeader(sink: LabelSink, scene: Scene, log: LogBox, window: LogWindow): void {
  if (log.shape.kind === 'leaderless') writeHatch(sink, scene, log, window);
  const mark = writeHighWatermark(sink, scene, log);
  writeEpochs(sink, scene, log, window, mark);
  writeEnd(sink, scene, log, 'second');
  writePointers(sink, scene, log);
}

/** Nobody leads: red hatch over the log. */
function writeHatch(sink: LabelSink, { axis }: Scene, log: LogBox, window: LogWindow): void {
  const left = axisX(axis, window.first) - 3;
  const width = Math.max(40, axisX(axis, window.end) - left + 2);
  sink.path(`M${fixed(left)} ${log.cellY - 2}h${fixed(width)}v${log.cellHeight + 4}h-${fixed(width)}z`, 'hatch');
}

/** The blue line and, where there is room, its number above; returns the room that the number takes. */
function writeHighWatermark(sink: LabelSink, scene: Scene, log: LogBox): Interval {
  const { view, axis, layout } = scene;
  const { density } = layout;
  const highWatermark = view.columns.highWatermark[log.shape.partition]!;
  const top = log.cellY - (density.hasMarkLabels ? 6 : 2);
  const x = axisX(axis, highWatermark) - 0.75;
  const isVisible = highWatermark >= axis.from && highWatermark <= axis.to;
  sink.path(isVisible ? `M${fixed(x)} ${top}V${log.cellY + log.cellHeight + 2}` : '', 'line-watermark');
  if (!density.hasMarkLabels) return [0, 0];
  const text = `HW ${highWatermark}`;
  const width = textWidth(text, 'mono', 11);
  const least = axis.x + width / 2 - 8;
  const middle = Math.max(least, Math.min(x, log.x + log.width - 8 - width / 2));
  sink.text(middle, log.cellY - 9, text, `mark mono bold blue middle ${haloOf(scene, log)}`);
  return [middle - width / 2 - 4, middle + width / 2 + 4];
}

/** Words above cells are set off from what is behind them: the surface of the box, unless that is washed red. */
function haloOf({ view }: Scene, log: LogBox): string {
  return view.columns.processState[log.broker] === ProcessState.running ? 'halo' : '';
}

/** Dashed lines where a leader epoch begins; the last one is named if its name is in nobody's way. */
function writeEpochs(sink: LabelSink, scene: Scene, log: LogBox, window: LogWindow, taken: Interval): void {
  const { axis, layout } = scene;
  const lines = window.epochs.map(({ offset }) => {
    return `M${fixed(axisX(axis, offset) - 0.75)} ${log.cellY - 4}V${log.cellY + log.cellHeight + 2}`;
  });
  sink.path(lines.join(''), 'line-epoch');
  const last = window.epochs[0];
  if (last === undefined || !layout.density.hasPointerNames) return;
  const text = `epoch ${last.leaderEpoch} from ${last.offset}`;
  const width = textWidth(text, 'condensed', 11);
  const x = axisX(axis, last.offset) - 0.75;
  if (x - 5 - width >= axis.x && !overlaps([x - 5 - width, x - 5], taken)) {
    sink.text(x - 5, log.cellY - 9, text, `mark condensed second end ${haloOf(scene, log)}`);
  } else if (x + 5 + width < log.x + log.width - 8 && !overlaps([x + 5, x + 5 + width], taken)) {
    sink.text(x + 5, log.cellY - 9, text, `mark condensed second ${haloOf(scene, log)}`);
  }
}

/** The number behind the last cell, and in red what is on this log and on no other. */
function writeEnd(sink: LabelSink, scene: Scene, log: LogBox, tone: string): void {
  const { view, axis, layout } = scene;
  const { partition, kind } = log.shape;
  const { density } = layout;
  const end = view.columns.logEndOffset[view.columns.replicaAt(partition, log.broker)]!;
  const y = log.cellY + log.cellHeight / 2 + 4;
  const lost = lostWords(scene, log);
  if (end <= axis.from && axis.from > 0) return writeHiddenEnd(sink, scene, log, { end, y, lost, tone });
  const x = axisX(axis, Math.min(end, axis.to)) + 4;
  if (lost !== '' && kind === 'was') return writeTrouble(sink, log, x + 1, y, lost);
  const isShort = layout.form === 'narrow' || kind === 'was';
  const text = isShort && density.hasMarkLabels ? String(end) : `end ${end}`;
  sink.text(x, y, text, `mark mono ${tone}`);
  let next = x + textWidth(text, 'mono', 11) + 7;
  if (!density.hasMarkLabels && kind === 'leader') {
    const mark = `HW ${view.columns.highWatermark[partition]}`;
    sink.text(next, y, mark, 'mark mono blue');
    next += textWidth(mark, 'mono', 11) + 7;
  }
  const trouble = kind === 'leaderless' ? leaderlessWords(scene, partition) : lost;
  if (trouble !== '') writeTrouble(sink, log, next, y, trouble);
}

function leaderlessWords({ view, layout }: Scene, partition: number): string {
  const isSpoken = layout.form === 'wide' && layout.density.hasMarkLabels;
  return isSpoken ? `no leader since ${seconds(view.columns.leaderSinceMicros[partition]!)}` : 'no leader';
}

/** A log that ends before the window: what would be seen there is said. */
function writeHiddenEnd(
  sink: LabelSink,
  { axis }: Scene,
  log: LogBox,
  { end, y, lost, tone }: { end: number; y: number; lost: string; tone: string },
): void {
  const words = `ends at ${end}, left of here`;
  sink.text(axis.x + 2, y, words, `mark ${tone}`);
  if (lost !== '') writeTrouble(sink, log, axis.x + 2 + textWidth(words, 'sans', 11) + 8, y, lost);
}

function writeTrouble(sink: LabelSink, log: LogBox, x: number, y: number, words: string): void {
  const right = log.x + log.width - 8;
  if (x + textWidth(words, 'bold', 11) <= right) sink.text(x, y, words, 'mark bold red');
  else sink.text(right, log.cellY - 2, words, 'mark bold red end');
}

/** What became of acknowledged records that the verdict calls lost, as far as this log can tell. */
function lostWords(scene: Scene, log: LogBox): string {
  const { view, marks, layout, axis } = scene;
  const { partition, kind } = log.shape;
  const offsets = marks.lostOffsets(partition, view.timeMicros);
  if (offsets.length === 0) return '';
  const heldBy = (broker: number): number[] => offsets.filter((offset) => holds(scene, partition, broker, offset));
  const here = heldBy(log.broker);
  const isHeld =
    here.length > 0 || view.names.partitionReplicas[partition]!.some((broker) => heldBy(broker).length > 0);
  if (!isHeld) return kind === 'leader' ? `${offsets.length} lost` : '';
  if (here.length === 0) return '';
  if (layout.form === 'narrow' || !layout.density.hasMarkLabels) return `${here.length} lost`;
  // Where the cells are not on screen, or too narrow to be told apart, the offsets are said.
  const areSeen = hasCells(axis) && here.every((offset) => offset >= axis.from);
  return areSeen
    ? 'acked, on no other disk'
    : `offset${here.length === 1 ? '' : 's'} ${ranges(here)} acked, on no other disk`;
}

/** Whether a replica still has a record at `offset` that its leader has not. */
function holds({ view }: Scene, partition: number, broker: number, offset: number): boolean {
  const replica = view.columns.replicaAt(partition, broker);
  return offset < view.columns.logEndOffset[replica]! && differsFromLeader(view, partition, replica, offset);
}

function writeFollowerEnd(sink: LabelSink, scene: Scene, log: LogBox): void {
  const { view, axis } = scene;
  const end = view.columns.logEndOffset[view.columns.replicaAt(log.shape.partition, log.broker)]!;
  const y = log.y + log.height / 2 + 4;
  const lost = lostWords(scene, log);
  if (end <= axis.from && axis.from > 0) writeHiddenEnd(sink, scene, log, { end, y, lost, tone: 'third' });
  else if (lost === '') sink.text(axisX(axis, Math.min(end, axis.to)) + 4, y, String(end), 'mark mono third');
  else writeTrouble(sink, log, axisX(axis, Math.min(end, axis.to)) + 5, y, lost);
}

interface Pointer {
  x: number;
  name: string;
  offset: number;
}

/** Blue pointers of committed offsets. The last is named to its right, the others to their left, where there is room. */
function writePointers(sink: LabelSink, scene: Scene, log: LogBox): void {
  const { layout, axis } = scene;
  const pointers = pointersOf(scene, log);
  const top = log.cellY + log.cellHeight + (layout.density.hasMarkLabels ? 3 : 1);
  const size = layout.density.hasMarkLabels ? 'l4 7h-8z' : 'l3 4h-6z';
  sink.path(pointers.map(({ x }) => `M${fixed(x)} ${top}${size}`).join(''), 'fill-blue');
  if (!layout.density.hasPointerNames) return;
  const taken: Interval[] = pointers.map(({ x }) => [x - 6, x + 6]);
  for (let i = pointers.length - 1; i >= 0; i--) {
    const { x, name, offset } = pointers[i]!;
    const same = pointers.filter((it) => it.offset === offset);
    if (same[0] !== pointers[i]) continue;
    const text = `${same.map((it) => it.name).join(', ')} ${offset}`.replace(/^, /, name);
    const width = textWidth(text, 'condensed', 11);
    const others = taken.filter(([left, right]) => left !== x - 6 || right !== x + 6);
    const toRight: Interval = [x + 8, x + 8 + width];
    const toLeft: Interval = [x - 8 - width, x - 8];
    const canRight = toRight[1] <= log.x + log.width - 6 && !others.some((it) => overlaps(it, toRight));
    const canLeft = toLeft[0] >= axis.x - 4 && !others.some((it) => overlaps(it, toLeft));
    const prefersRight = offset === pointers.at(-1)!.offset;
    if (canRight && (prefersRight || !canLeft)) {
      sink.text(toRight[0], top + 8, text, 'mark condensed second');
      taken.push(toRight);
    } else if (canLeft) {
      sink.text(toLeft[1], top + 8, text, 'mark condensed second end');
      taken.push(toLeft);
    }
  }
}

function pointersOf({ view, axis }: Scene, log: LogBox): Pointer[] {
  const { columns, names } = view;
  return names.groups
    .map((name, group) => ({ name, offset: columns.committedOffset[columns.readerAt(group, log.shape.partition)]! }))
    .filter(({ offset }) => offset >= 0 && offset >= axis.from && offset <= axis.to)
    .sort((left, right) => left.offset - right.offset)
    .map(({ name, offset }) => ({ name, offset, x: axisX(axis, offset) - (hasCells(axis) ? 0.75 : 0) }));
}

function overlaps([left, right]: Interval, [otherLeft, otherRight]: Interval): boolean {
  return left < otherRight && otherLeft < right;
}

function fixed(value: number): string {
  return String(Math.round(value * 10) / 10);
}
