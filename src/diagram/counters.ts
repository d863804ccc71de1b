import { logBatchHolding } from '../../simulations/kernel';
import type { ClusterView } from '../../simulations/history';
import type { LabelSink } from './label-sink';
import { memberNameY, type GroupBox, type MemberBox, type ProducerBox } from './layout-types';
import { axisTicks, axisX, hasCells, hiddenWords } from './offset-axis';
import type { Scene } from './scene';
import { textWidth } from './text-width';
import { userPartitions } from './topology';

/** Older than this, an unread record makes its group's lag amber. */
const staleMicros = 2_000_000;

/** The offset axis: its numbers and ticks, and what of the logs lies outside. */
export function writeAxis(sink: LabelSink, scene: Scene): void {
  const { axis, layout } = scene;
  const { labelY, top, bottom } = layout.axis;
  const ticks = axis.own === null ? axisTicks(axis) : [];
  sink.path(ticks.map(({ x }) => `M${x.toFixed(1)} ${top + 3}V${bottom}`).join(''), 'line-grid');
  const hidden = hiddenWords(axis);
  if (labelY < 0) {
    const y = layout.axis.bottom + 13;
    if (hidden !== '')
      sink.text(layout.axis.x, y, `offsets ${hidden.replace(' hidden', '')} lie to the left`, 'mark third');
    return;
  }
  const isFine = axis.own === null && hasCells(axis) && axis.to - axis.from <= 80;
  const every = isFine
    ? Array.from({ length: Math.floor(axis.to - axis.from) + 1 }, (_, i) => axisX(axis, axis.from + i) - 0.75)
    : [];
  const short = every.map((x) => `M${x.toFixed(1)} ${top}v3`);
  sink.path([...short, ...ticks.map(({ x }) => `M${x.toFixed(1)} ${top}v5`)].join(''), 'line-axis');
  const start = layout.brokers[0]?.x ?? layout.axis.x;
  const title = axis.own === null ? hidden || 'offset' : 'the latest offsets of each partition';
  sink.text(start + 14, labelY, title, 'mark third');
  const free = start + 14 + textWidth(title, 'sans', 11) + 6;
  for (const { x, label } of ticks) {
    if (x - textWidth(label, 'mono', 11) / 2 >= free) sink.text(x, labelY, label, 'mark mono third middle');
  }
}

/** Counts of the clients: records in flight, lag. */
export function writeCounters(sink: LabelSink, scene: Scene): void {
  const { layout } = scene;
  for (const producer of layout.producers) writeProducer(sink, scene, producer);
  for (const group of layout.groups) {
    if (layout.form === 'narrow') writeGroupLag(sink, scene, group);
    else for (const member of group.members) writeMemberLag(sink, scene, group, member);
  }
}

/** "2 in flight", and what waits behind it. */
export function producerWords(view: ClusterView, actor: number): string {
  const queued = Math.max(0, view.queued(actor));
  const inFlight = `${view.columns.inFlight[actor]} in flight`;
  return queued === 0 ? inFlight : `${inFlight}, ${queued} held`;
}

function writeProducer(sink: LabelSink, { view, layout, lit }: Scene, box: ProducerBox): void {
  const { actor, name } = box.shape;
  const words = producerWords(view, actor);
  const tone = lit?.producers.has(actor) === false ? 'third cold' : 'third';
  if (layout.form === 'narrow') {
    sink.text(box.x + 2 + textWidth(name, 'bold', 12) + 9, box.y + 18, words, `mark ${tone}`);
    return;
  }
  if (box.lines === 1) {
    sink.text(box.x + box.width - 10, box.y + 18, String(view.columns.inFlight[actor]), `mark mono end ${tone}`);
    return;
  }
  const room = box.width - 22;
  const style = textWidth(words, 'mono', 11) <= room ? `mark mono ${tone}` : `mark condensed ${tone}`;
  sink.text(box.x + 13, box.y + (box.lines === 3 ? 55 : 38), words, style);
}

function writeMemberLag(sink: LabelSink, { view, lit }: Scene, group: GroupBox, box: MemberBox): void {
  if (box.shape.absence !== '') return;
  const { lag, isStale } = lagOf(view, group.shape.group, box.shape.held);
  const y = box.y + memberNameY(box);
  const isCold = lit !== null && !box.actors.some((actor) => lit.members.has(actor));
  sink.text(box.x + box.width - 11, y, `lag ${lag}`, `mark mono end ${toneOf(isStale, isCold)}`);
}

function toneOf(isStale: boolean, isCold: boolean): string {
  return `${isStale ? 'amber' : 'second'}${isCold ? ' cold' : ''}`;
}

function writeGroupLag(sink: LabelSink, { view, lit }: Scene, box: GroupBox): void {
  const { lag, isStale } = lagOf(view, box.shape.group, userPartitions(view));
  const wide = textWidth(box.shape.name, 'bold', 12) + textWidth(`lag ${lag}`, 'mono', 11) + 28 <= box.width;
  sink.text(
    box.x + box.width - 10,
    box.y + 19.5,
    wide ? `lag ${lag}` : String(lag),
    `mark mono end ${toneOf(isStale, lit?.groups.has(box.shape.group) === false)}`,
  );
}

/** Records between the committed offsets and the high watermarks, and whether the oldest waits too long. */
export function lagOf(
  view: ClusterView,
  group: number,
  partitions: readonly number[],
): { lag: number; isStale: boolean } {
  let lag = 0;
  let isStale = false;
  for (const partition of partitions) {
    if (view.columns.position[view.columns.readerAt(group, partition)]! < 0) continue;
    const behind = view.lag(group, partition);
    lag += behind;
    if (behind > 0 && !isStale) isStale = waitsSince(view, group, partition) < view.timeMicros - staleMicros;
  }
  return { lag, isStale };
}

/** When the first record that a group has not committed was appended. */
function waitsSince(view: ClusterView, group: number, partition: number): number {
  const { columns } = view;
  const leader = columns.leader[partition]!;
  if (leader < 0) return view.timeMicros;
  const committed = columns.committedOffset[columns.readerAt(group, partition)]!;
  const offset = committed < 0 ? view.logStartOffset(partition) : committed;
  const { logBatches } = view.trace.facts;
  const node = logBatchHolding(logBatches, columns.tip[columns.replicaAt(partition, leader)]!, offset);
  return node < 0 ? view.timeMicros : logBatches.appendedAtMicros[node]!;
}
