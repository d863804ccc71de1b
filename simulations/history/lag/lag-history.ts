import type { ClusterView } from '../cluster-view/index';
import { partitionLag } from './partition-lag';
import type { StoredCommits } from './stored-commits';

/** In {@link LagHistory.cells}: not computed yet. */
export const UNTOLD = -2;
/** In {@link LagHistory.cells}: nobody leads the partition. */
export const LEADERLESS = -1;

/**
 * The lag of one group's partitions over a whole run, one value a stretch of time: the lag at its end, or
 * {@link LEADERLESS}. It is filled as the run is computed.
 */
export class LagHistory {
  /** Index: row x {@link columnCount} + column; a row is a place in {@link partitions}. */
  readonly cells: Int32Array;
  largest = 0;
  private filled = 0;

  /** @param view a view of its own, that nobody else moves. */
  constructor(
    private readonly view: ClusterView,
    private readonly commits: StoredCommits,
    private readonly group: number,
    readonly partitions: readonly number[],
    readonly columnCount: number,
    readonly endMicros: number,
  ) {
    this.cells = new Int32Array(partitions.length * columnCount).fill(UNTOLD);
  }

  /** Fills what lies before `horizonMicros`. True: something was added. */
  advance(horizonMicros: number): boolean {
    const before = this.filled;
    for (; this.filled < this.columnCount && this.timeOf(this.filled) <= horizonMicros; this.filled++) {
      this.view.advanceTo(this.timeOf(this.filled));
      this.fill(this.filled);
    }
    return this.filled > before;
  }

  /** The end of a column's stretch, µs. */
  timeOf(column: number): number {
    return Math.floor(((column + 1) * this.endMicros) / this.columnCount);
  }

  /** The column that a time lies in. */
  columnOf(atMicros: number): number {
    if (this.endMicros <= 0) return 0;
    return Math.min(this.columnCount - 1, Math.max(0, Math.ceil((atMicros * this.columnCount) / this.endMicros) - 1));
  }

  /** The worst of some rows at a column: nobody leading one of them counts as worse than any lag. */
  worst(fromRow: number, toRow: number, column: number): number {
    let worst = UNTOLD;
    for (let row = fromRow; row < toRow; row++) {
      const value = this.cells[row * this.columnCount + column]!;
      if (value === LEADERLESS) return LEADERLESS;
      if (value > worst) worst = value;
    }
    return worst;
  }

  private fill(column: number): void {
    this.partitions.forEach((partition, row) => {
      const { hasLeader, lag } = partitionLag(this.view, this.commits, this.group, partition);
      const value = hasLeader ? lag : LEADERLESS;
      this.cells[row * this.columnCount + column] = value;
      if (value > this.largest) this.largest = value;
    });
  }
}
