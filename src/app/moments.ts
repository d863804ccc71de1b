import { RowKind, ElectionFlag, rowFlags, rowKind, rowTime, rowWord } from '../../simulations/kernel';
import type { TraceNames, TraceView } from '../../simulations/kernel';

/** How much a moment matters to someone who listens: 0 is told only in the log, 2 is always announced. */
const weights: Readonly<Record<number, 0 | 1 | 2>> = {
  [RowKind.actionBegin]: 2,
  [RowKind.actionEnd]: 1,
  [RowKind.actionSkipped]: 1,
  [RowKind.actorStarted]: 0,
  [RowKind.actorCrashed]: 1,
  [RowKind.brokerFenced]: 1,
  [RowKind.brokerUnfenced]: 1,
  [RowKind.brokerShutdown]: 1,
  [RowKind.leaderElected]: 2,
  [RowKind.leaderNone]: 2,
  [RowKind.isrChanged]: 1,
  [RowKind.truncate]: 1,
  [RowKind.sendFail]: 1,
  [RowKind.sendInfo]: 1,
  [RowKind.memberJoined]: 0,
  [RowKind.memberLeft]: 1,
  [RowKind.memberFenced]: 1,
  [RowKind.groupState]: 0,
  [RowKind.partitionLost]: 1,
  [RowKind.processFail]: 1,
  [RowKind.commitFail]: 1,
  [RowKind.clientError]: 1,
  [RowKind.clientClosed]: 0,
};

/** Their subject is a partition. */
const ofPartition: ReadonlySet<number> = new Set([
  RowKind.leaderElected,
  RowKind.leaderNone,
  RowKind.isrChanged,
  RowKind.truncate,
]);

/**
 * The rows of a history that a person would point at. They are found once, as the trace grows; sentences are made
 * only for those that are looked at.
 */
export class Moments {
  private readonly found: number[] = [];
  private scanned = 0;

  constructor(
    private readonly trace: TraceView,
    private readonly names: TraceNames,
  ) {}

  /** Rows, ascending. */
  get rows(): readonly number[] {
    this.scan();
    return this.found;
  }

  weight(row: number): 0 | 1 | 2 {
    const { history } = this.trace;
    const kind = rowKind(rowWord(history, row, 0));
    // Kafka's own topics are told of, but nobody asked for them.
    if (ofPartition.has(kind) && rowWord(history, row, 1) >= this.names.userPartitionCount) return 0;
    return weights[kind] ?? 0;
  }

  timeMicros(row: number): number {
    return rowTime(this.trace.history, row);
  }

  /** How many of {@link rows} are at or before a time. */
  countUntil(timeMicros: number): number {
    this.scan();
    let low = 0;
    let high = this.found.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.timeMicros(this.found[middle]) <= timeMicros) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The last moment of any weight before a time, or the first after it, in µs. */
  neighbour(timeMicros: number, direction: 'before' | 'after'): number | undefined {
    const step = direction === 'after' ? 1 : -1;
    let index = direction === 'after' ? this.countUntil(timeMicros) : this.countUntil(timeMicros - 1) - 1;
    while (index >= 0 && index < this.found.length && this.weight(this.found[index]) === 0) index += step;
    const row = this.found[index];
    return row === undefined ? undefined : this.timeMicros(row);
  }

  private scan(): void {
    const { history } = this.trace;
    for (; this.scanned < history.length; this.scanned += 1) {
      const word = rowWord(history, this.scanned, 0);
      if (rowKind(word) in weights && this.isWorthTelling(this.scanned, word)) this.found.push(this.scanned);
    }
  }

  /** What merely sets the scene at the start is not news. */
  private isWorthTelling(row: number, word: number): boolean {
    if (rowKind(word) === RowKind.leaderElected && (rowFlags(word) & ElectionFlag.initial) !== 0) return false;
    return rowTime(this.trace.history, row) > 0 || rowKind(word) === RowKind.actionBegin;
  }
}
