import { ClusterView, StoredCommits, partitionLag, partitionsOfGroup } from '../../../simulations/history';
import { AppendFlag, RowKind, rowFlags, rowKind, rowTime, rowWord } from '../../../simulations/kernel';
import type { TraceView } from '../../../simulations/kernel';
import type { RunView } from '../../app';
import { LatencyFold } from './latency-fold';
import { StepSeries } from './step-series';

/** Throughput is told over so much virtual time before the moment. */
export const RATE_MICROS = 1_000_000;

/** Rows between two looks at the clock. */
const LOOK_EVERY = 128;

/** How far one group is behind. */
export interface GroupSignal {
  group: number;
  /** K-MET-3, in records, over all of its partitions. */
  lag: StepSeries;
  lagMost: number;
  /** When the oldest record that it has not committed was stamped, µs; NaN: it has committed all. */
  oldest: StepSeries;
}

interface GroupState extends GroupSignal {
  partitions: readonly number[];
  lags: Int32Array;
  stamps: Float64Array;
  total: number;
}

/** Rows that can change a lag, by the partition they speak of. */
const ofLag: ReadonlySet<number> = new Set([
  RowKind.highWatermark,
  RowKind.truncate,
  RowKind.logStart,
  RowKind.leaderElected,
  RowKind.leaderNone,
  RowKind.leaderStarted,
]);

/**
 * Throughput, lag and latency over a whole run, as values that change at exact moments: whatever the zoom, they are
 * right. Folded once as the trace grows, in slices that leave the page its frames.
 */
export class SignalFold {
  /** Records appended by leaders since the start. */
  readonly produced = new StepSeries();
  rateMost = 0;
  readonly latency: LatencyFold;
  readonly groups: readonly GroupSignal[];
  /** Everything before is final. */
  foldedMicros = 0;
  private readonly states: readonly GroupState[];
  private readonly readers = new Map<number, { state: GroupState; place: number }[]>();
  private readonly cluster: ClusterView;
  private readonly commits: StoredCommits;
  private readonly dirty = new Set<number>();
  /** Partitions of commits that coordinators have not answered yet, by op. */
  private readonly asked = new Map<number, number[]>();
  private row = 0;
  private total = 0;
  private rateTail = 0;

  constructor(private readonly run: Pick<RunView, 'trace' | 'scenario'>) {
    const { trace, scenario } = run;
    const { names } = trace;
    // The views may read no further than this fold has come, or their first step would read the whole trace.
    const bounded = boundedTrace(trace, () => this.row);
    this.cluster = new ClusterView(names, bounded);
    this.commits = new StoredCommits(names, bounded);
    this.latency = new LatencyFold(trace);
    this.states = names.groups.map((_, group) => groupState(group, partitionsOfGroup(scenario, names, group)));
    this.groups = this.states;
    for (const state of this.states) {
      state.partitions.forEach((partition, place) => {
        this.readers.set(partition, [...(this.readers.get(partition) ?? []), { state, place }]);
      });
    }
  }

  /** Reads on as long as `hasTime` says so; the run is computed up to `nowMicros`. True: there is more to read. */
  advance(nowMicros: number, hasTime: () => boolean): boolean {
    const { history } = this.run.trace;
    let untilLook = LOOK_EVERY;
    while (this.row < history.length) {
      const at = rowTime(history, this.row);
      for (; this.row < history.length && rowTime(history, this.row) === at; this.row += 1) {
        this.read(this.row, at);
        untilLook -= 1;
      }
      if (this.dirty.size > 0) {
        this.measure(at);
        untilLook -= 8;
      }
      this.foldedMicros = at;
      if (untilLook > 0) continue;
      untilLook = LOOK_EVERY;
      if (!hasTime()) break;
    }
    const hasMore = this.row < history.length;
    // Nothing happens any more until there.
    if (!hasMore) this.foldedMicros = Math.max(this.foldedMicros, nowMicros);
    return hasMore;
  }

  /** Records a second, over the second before. */
  rateAt(atMicros: number): number {
    const since = this.produced.at(atMicros) - this.produced.at(atMicros - RATE_MICROS);
    return (since * 1e6) / RATE_MICROS;
  }

  private read(row: number, at: number): void {
    const { history } = this.run.trace;
    const word = rowWord(history, row, 0);
    const kind = rowKind(word);
    if (kind === RowKind.append) {
      if ((rowFlags(word) & (AppendFlag.follower | AppendFlag.internal)) === 0) this.append(row, at);
    } else if (kind === RowKind.effectApplied) this.latency.push(at, rowWord(history, row, 3));
    else if (kind === RowKind.commitInvoke) this.ask(row);
    else if (kind === RowKind.commitOk) this.answer(row);
    else if (ofLag.has(kind)) this.touch(rowWord(history, row, 1));
  }

  private append(row: number, at: number): void {
    const { history } = this.run.trace;
    if (rowWord(history, row, 1) >= this.run.trace.names.userPartitionCount) return;
    const { produced } = this;
    this.total += rowWord(history, row, 4) - rowWord(history, row, 3);
    produced.push(at, this.total);
    while (produced.times[this.rateTail] <= at - RATE_MICROS) this.rateTail += 1;
    const before = this.rateTail === 0 ? 0 : produced.values[this.rateTail - 1];
    this.rateMost = Math.max(this.rateMost, ((this.total - before) * 1e6) / RATE_MICROS);
  }

  private ask(row: number): void {
    const { history } = this.run.trace;
    const op = rowWord(history, row, 7);
    this.asked.set(op, [...(this.asked.get(op) ?? []), rowWord(history, row, 1)]);
  }

  private answer(row: number): void {
    const op = rowWord(this.run.trace.history, row, 7);
    for (const partition of this.asked.get(op) ?? []) this.touch(partition);
    this.asked.delete(op);
  }

  /** What is told of a group's own partition is about commits that were asked for. */
  private touch(partition: number): void {
    if (partition < this.run.trace.names.userPartitionCount) this.dirty.add(partition);
    else for (const partitions of this.asked.values()) for (const it of partitions) this.dirty.add(it);
  }

  private measure(at: number): void {
    this.cluster.advanceTo(at);
    const changed = new Set<GroupState>();
    for (const partition of this.dirty) {
      for (const { state, place } of this.readers.get(partition) ?? []) {
        const { lag, lagMicros } = partitionLag(this.cluster, this.commits, state.group, partition);
        state.total += lag - state.lags[place];
        state.lags[place] = lag;
        state.stamps[place] = lag === 0 || lagMicros < 0 ? Infinity : at - lagMicros;
        changed.add(state);
      }
    }
    this.dirty.clear();
    for (const state of changed) {
      state.lag.push(at, state.total);
      state.lagMost = Math.max(state.lagMost, state.total);
      let oldest = Infinity;
      for (const stamp of state.stamps) if (stamp < oldest) oldest = stamp;
      state.oldest.push(at, oldest === Infinity ? NaN : oldest);
    }
  }
}

function groupState(group: number, partitions: readonly number[]): GroupState {
  return {
    group,
    lag: new StepSeries(),
    lagMost: 0,
    oldest: new StepSeries(),
    partitions,
    lags: new Int32Array(partitions.length),
    stamps: new Float64Array(partitions.length).fill(Infinity),
    total: 0,
  };
}

/** The same trace, its history cut off at a row. */
function boundedTrace(trace: TraceView, endRow: () => number): TraceView {
  return {
    history: {
      get length() {
        return endRow();
      },
      get chunks() {
        return trace.history.chunks;
      },
    },
    messages: { length: 0, chunks: [] },
    get facts() {
      return trace.facts;
    },
  };
}
