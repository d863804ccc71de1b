import { ClusterView } from '../../../simulations/history';
import { rowTime, type TraceNames, type TraceView } from '../../../simulations/kernel';

/** Columns of the picture of a run. */
export const historyColumns = 96;
/** What stands for a partition that nobody led. */
export const noLeader = -1;

/**
 * The lag of every partition over the whole run, {@link historyColumns} moments of it: a fold of its own over the trace,
 * done in slices while nothing else is to do, so that a frame never pays for it.
 */
export class LagHistory {
  /** Moments folded so far. */
  done = 0;
  /** The largest lag seen of each group. */
  readonly largest: Int32Array;
  private readonly view: ClusterView;
  private readonly lags: Int32Array;

  constructor(
    private readonly names: TraceNames,
    private readonly trace: TraceView,
    readonly endMicros: number,
  ) {
    this.view = new ClusterView(names, trace);
    this.lags = new Int32Array(Math.max(1, names.groups.length) * historyColumns * names.userPartitionCount);
    this.largest = new Int32Array(Math.max(1, names.groups.length));
  }

  /** Folds moments for about `budgetMs`; `now` tells the time. Returns whether it came further. */
  advance(budgetMs: number, now: () => number): boolean {
    const from = now();
    const before = this.done;
    while (this.done < historyColumns && this.isKnown(this.momentOf(this.done))) {
      this.takeMoment(this.done++);
      if (now() - from >= budgetMs) break;
    }
    return this.done > before;
  }

  get isComplete(): boolean {
    return this.done === historyColumns;
  }

  /** The moment that a column stands for, µs. */
  momentOf(column: number): number {
    return Math.round(((column + 1) / historyColumns) * this.endMicros);
  }

  /** Records that `group` lagged behind on `partition`, or {@link noLeader}. */
  lagAt(group: number, column: number, partition: number): number {
    return this.lags[this.placeOf(Math.max(0, group), column) + partition]!;
  }

  private placeOf(group: number, column: number): number {
    return (group * historyColumns + column) * this.names.userPartitionCount;
  }

  private isKnown(moment: number): boolean {
    const { history } = this.trace;
    return history.length > 0 && rowTime(history, history.length - 1) >= moment;
  }

  private takeMoment(column: number): void {
    const { view, names, lags } = this;
    view.advanceTo(this.momentOf(column));
    for (let group = 0; group < Math.max(1, names.groups.length); group++) {
      const place = this.placeOf(group, column);
      for (let partition = 0; partition < names.userPartitionCount; partition++) {
        const lag = group < names.groups.length ? view.lag(group, partition) : 0;
        const isLed = view.columns.leader[partition]! >= 0;
        lags[place + partition] = isLed ? lag : noLeader;
        if (isLed) this.largest[group] = Math.max(this.largest[group]!, lag);
      }
    }
  }
}

/** Lag of a group over `each` partitions of an order, from `first` on: the largest of them; {@link noLeader} if one has none. */
export function lagOfRow(
  history: LagHistory,
  group: number,
  column: number,
  order: Int32Array,
  first: number,
  each: number,
): number {
  let lag = 0;
  for (let i = first; i < Math.min(order.length, first + each); i++) {
    const of = history.lagAt(group, column, order[i]!);
    if (of === noLeader) return noLeader;
    lag = Math.max(lag, of);
  }
  return lag;
}
