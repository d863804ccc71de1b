import { ClusterView, ProcessState } from '../../../simulations/history';
import { logBatchHolding, recordAt, rowTime } from '../../../simulations/kernel';
import type { TraceNames, TraceView } from '../../../simulations/kernel';
import type { GalleryEntry } from '../../../simulations/scenarios';
import { cellCount, lagSteps, nobody, notYet, stackHeight } from './card-picture';
import type { CardPicture, KeysPicture, Lane, LagPicture, LogRow, LogsPicture } from './card-picture';

/** Records that a verdict counts as lost, by partition. */
export type LostOffsets = ReadonlyMap<number, ReadonlySet<number>>;

/** Lanes that can be told apart on a card, and rows of logs. */
const lanesMax = 8;
const rowsMax = 5;

/** Cells behind the high watermark that are shown. */
const beyondMax = 8;

/** How far back the stacks of keys reach. */
const recentMicros = 3_000_000;

const hues = 'abcdefgh';

/** The picture of a card as a fold over a run's trace; forwards it reads only what came since. */
export interface PictureFold {
  at(timeMicros: number, lost: LostOffsets): CardPicture;
}

/** The fold for what a scenario's gallery entry asks for. */
export function pictureFold(
  { picture, of }: GalleryEntry,
  names: TraceNames,
  trace: TraceView,
  endMicros: number,
): PictureFold {
  const view = new ClusterView(names, trace);
  const partition = Math.max(0, of === undefined ? 0 : names.partitions.indexOf(of));
  const drawn = of === undefined ? Array.from({ length: names.userPartitionCount }, (_, index) => index) : [partition];
  switch (picture) {
    case 'replicas':
      return moving(view, (lost) => replicas(view, partition, lost));
    case 'logs':
      return moving(view, (lost) => leaderLogs(view, drawn.slice(0, rowsMax), lost));
    case 'keys':
      return moving(view, () => keys(view));
    case 'lag':
      return new LagFold(view, endMicros);
    case 'owners':
      return new LaneFold(view, ownerLanes(view), endMicros);
    case 'leaders':
      return new LaneFold(view, [drawn.slice(0, lanesMax).map((it) => () => view.columns.leader[it])], endMicros);
  }
}

function moving(view: ClusterView, draw: (lost: LostOffsets) => CardPicture): PictureFold {
  return {
    at: (timeMicros, lost) => {
      view.advanceTo(timeMicros);
      return draw(lost);
    },
  };
}

function replicas(view: ClusterView, partition: number, lost: LostOffsets): LogsPicture {
  const { columns, names } = view;
  const placed = (names.partitionReplicas[partition] ?? []).slice(0, rowsMax).toSorted((a, b) => a - b);
  const leader = columns.leader[partition];
  const end = Math.max(...placed.map((broker) => columns.logEndOffset[columns.replicaAt(partition, broker)]));
  // Where logs have gone apart, the place where they did is what one must see.
  const present = firstOffset(Math.min(end, columns.highWatermark[partition] + beyondMax));
  const firstLost = Math.min(...(lost.get(partition) ?? []));
  const isStillThere = placed.some(
    (broker) => broker !== leader && columns.logEndOffset[columns.replicaAt(partition, broker)] > firstLost,
  );
  const from = isStillThere ? Math.max(0, Math.min(present, firstLost + beyondMax - cellCount)) : present;
  const rows = placed.map((broker): LogRow => {
    const isLeader = broker === leader;
    return {
      ...logRow(view, partition, broker, { from, lost: isLeader ? undefined : lost.get(partition) }),
      ...(isLeader ? { highWatermark: columns.highWatermark[partition] } : { isFollower: true }),
      state: stateOf(columns.processState[broker]),
    };
  });
  return { kind: 'logs', rows };
}

function leaderLogs(view: ClusterView, partitions: readonly number[], lost: LostOffsets): LogsPicture {
  const { columns, names } = view;
  const leaders = partitions.map((partition) => {
    const { leader, previousLeader } = columns;
    return leader[partition] >= 0 ? leader[partition] : Math.max(0, previousLeader[partition]);
  });
  const rows = partitions.map((partition, index): LogRow => ({
    ...logRow(view, partition, leaders[index], {
      from: firstOffset(columns.logEndOffset[columns.replicaAt(partition, leaders[index])]),
      lost: lost.get(partition),
    }),
    highWatermark: columns.highWatermark[partition],
    committed: names.groups.map((_, group) => Math.max(0, columns.committedOffset[columns.readerAt(group, partition)])),
  }));
  return { kind: 'logs', rows };
}

function firstOffset(end: number): number {
  return Math.max(0, end - cellCount);
}

function logRow(
  view: ClusterView,
  partition: number,
  broker: number,
  { from, lost }: { from: number; lost: ReadonlySet<number> | undefined },
): LogRow {
  const { columns, names } = view;
  const { facts } = view.trace;
  const replica = columns.replicaAt(partition, broker);
  const end = Math.min(columns.logEndOffset[replica], from + cellCount);
  const start = Math.max(from, columns.logStartOffset[replica]);
  let cells = '';
  for (let offset = start; offset < end; offset += 1) {
    const node = logBatchHolding(facts.logBatches, columns.tip[replica], offset);
    const record = node < 0 ? -1 : recordAt(facts, node, offset);
    cells += lost?.has(offset) ? '!' : record < 0 ? '-' : hueLetter(names.keys, facts.records.key[record]);
  }
  return start === from ? { from, cells } : { from, cells, start };
}

/** As the large diagram colours keys: a letter its own hue, any other key by its number. */
function hueLetter(names: readonly string[], key: number): string {
  if (key < 0) return '-';
  const own = names[key]?.length === 1 && hues.includes(names[key]);
  return own ? names[key] : hues[key % hues.length];
}

function stateOf(state: number): LogRow['state'] {
  if (state === ProcessState.running) return 'up';
  return state === ProcessState.paused ? 'paused' : 'down';
}

function keys(view: ClusterView): KeysPicture {
  const { columns, names, trace } = view;
  const { facts } = trace;
  const since = view.timeMicros - recentMicros;
  const recent = Array.from({ length: Math.min(12, names.userPartitionCount) }, (_, partition) => {
    const leader = Math.max(0, columns.leader[partition]);
    const replica = columns.replicaAt(partition, leader);
    let stack = '';
    for (let offset = columns.logEndOffset[replica] - 1; offset >= 0; offset -= 1) {
      const node = logBatchHolding(facts.logBatches, columns.tip[replica], offset);
      const record = node < 0 ? -1 : recordAt(facts, node, offset);
      if (record < 0 || facts.records.sentAtMicros[record] < since) break;
      stack += hueLetter(names.keys, facts.records.key[record]);
    }
    return stack;
  });
  // A block stands for as many records as make the tallest stack fit.
  const each = Math.max(1, Math.ceil(Math.max(...recent.map((stack) => stack.length)) / stackHeight));
  return { kind: 'keys', stacks: recent.map((stack) => [...stack].filter((_, index) => index % each === 0).join('')) };
}

class LagFold implements PictureFold {
  private steps: number[] = [];

  constructor(
    private readonly view: ClusterView,
    private readonly endMicros: number,
  ) {}

  at(timeMicros: number): LagPicture {
    const stepMicros = this.endMicros / lagSteps;
    const wanted = Math.min(lagSteps, Math.floor(timeMicros / stepMicros));
    for (let step = this.steps.length; step < wanted; step += 1) {
      this.view.advanceTo(Math.round((step + 1) * stepMicros));
      this.steps.push(this.lag());
    }
    return { kind: 'lag', steps: this.steps.slice(0, wanted), most: Math.max(1, ...this.steps) };
  }

  /** Of the group that is furthest behind, over all its partitions. */
  private lag(): number {
    const { names } = this.view;
    const perGroup = names.groups.map((_, group) => {
      let sum = 0;
      for (let partition = 0; partition < names.userPartitionCount; partition += 1)
        sum += this.view.lag(group, partition);
      return sum;
    });
    return Math.max(0, ...perGroup);
  }
}

/** Who holds a partition now, as a small number; {@link nobody}. */
type Holder = () => number;

/** The clients that hold partitions, group by group; fewer partitions of each where there are many. */
function ownerLanes(view: ClusterView): Holder[][] {
  const { names } = view;
  const each = Math.max(1, Math.floor(lanesMax / Math.max(1, names.groups.length)));
  return names.groups.map((_, group) => {
    const members = names.actors.flatMap((_name, actor) => (names.actorGroup[actor] === group ? [actor] : []));
    return Array.from({ length: Math.min(each, names.userPartitionCount) }, (_lane, partition) => () => {
      const holder = view.columns.holder[view.columns.readerAt(group, partition)];
      return holder < 0 ? nobody : members.indexOf(holder);
    });
  });
}

class LaneFold implements PictureFold {
  private readonly lanes: Lane[][];
  private row = 0;
  private stamp = -1;

  constructor(
    private readonly view: ClusterView,
    private readonly holders: readonly (readonly Holder[])[],
    private readonly endMicros: number,
  ) {
    this.lanes = holders.map((group) => group.map(() => [0, notYet]));
  }

  at(timeMicros: number): CardPicture {
    const { history } = this.view.trace;
    const until = Math.min(timeMicros, this.endMicros);
    for (; this.row < history.length && rowTime(history, this.row) <= until; this.row += 1) {
      this.view.advanceTo(rowTime(history, this.row));
      if (this.view.topologyStamp !== this.stamp) this.note();
    }
    const untilMs = Math.round(until / 1000);
    return { kind: 'lanes', untilMs, groups: this.lanes.map((group) => group.map((lane) => cut(lane, untilMs))) };
  }

  private note(): void {
    this.stamp = this.view.topologyStamp;
    const atMs = Math.round(this.view.timeMicros / 1000);
    this.holders.forEach((group, index) =>
      group.forEach((holder, place) => {
        const lane = this.lanes[index][place];
        const now = holder();
        const before = lane.at(-1);
        // Before the first owner there is nothing that nobody has.
        if (now === before || (now === nobody && before === notYet)) return;
        if (lane.at(-2) === atMs) lane[lane.length - 1] = now;
        else lane.push(atMs, now);
      }),
    );
  }
}

/** A lane as it was at an earlier moment. */
function cut(lane: Lane, untilMs: number): Lane {
  return lane.filter((_, index) => lane[index - (index % 2)] <= untilMs);
}
