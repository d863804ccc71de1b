import {
  AppendFlag,
  RowKind,
  rowFlags,
  rowIncarnation,
  rowKind,
  rowTime,
  rowWord,
  type TraceNames,
  type TraceView,
} from '../../kernel/index';

/** The commits of one partition by one group, in the order in which they were stored. */
interface Commits {
  readonly atMicros: number[];
  readonly offsets: number[];
}

/** An offset that a member asked to commit. */
interface Wanted {
  readonly reader: number;
  readonly offset: number;
}

/** A write of commits that is not replicated yet. */
interface Write {
  readonly op: number;
  readonly endOffset: number;
}

/**
 * What coordinators hold as committed, which is what an administrator is told: a commit counts once the high watermark
 * of the group's own partition has passed it. Its member learns of it later, or, if the answer is lost, never.
 */
export class StoredCommits {
  private readonly commits = new Map<number, Commits>();
  private readonly wanted = new Map<number, Wanted[]>();
  /** By internal partition, in the order of the log. */
  private readonly writes = new Map<number, Write[]>();
  private folded = 0;

  constructor(
    private readonly names: TraceNames,
    private readonly trace: TraceView,
  ) {}

  /** The committed offset of a partition for a group at a time, -1: none. Reads what the trace has grown by. */
  committedOffset(group: number, partition: number, atMicros: number): number {
    this.fold();
    const commits = this.commits.get(group * this.names.partitions.length + partition);
    if (commits === undefined) return -1;
    let low = 0;
    let high = commits.atMicros.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (commits.atMicros[middle]! <= atMicros) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? -1 : commits.offsets[low - 1]!;
  }

  private fold(): void {
    const { history } = this.trace;
    for (; this.folded < history.length; this.folded++) {
      const word = rowWord(history, this.folded, 0);
      switch (rowKind(word)) {
        case RowKind.commitInvoke:
          this.ask(this.folded, word);
          break;
        case RowKind.append:
          if ((rowFlags(word) & AppendFlag.follower) === 0) this.append(this.folded);
          break;
        case RowKind.highWatermark:
          this.advance(this.folded);
          break;
        case RowKind.leaderStarted:
          this.load(this.folded);
          break;
        case RowKind.commitOk:
          // Where the group's own partition is not told of, the member's word is all there is.
          this.store(rowWord(history, this.folded, 7), rowTime(history, this.folded));
          break;
        default:
      }
    }
  }

  private ask(row: number, word: number): void {
    const { history, facts } = this.trace;
    const member = facts.incarnations.actor[rowIncarnation(word)]!;
    const reader = this.names.actorGroup[member]! * this.names.partitions.length + rowWord(history, row, 1);
    const op = rowWord(history, row, 7);
    const asked = this.wanted.get(op) ?? [];
    asked.push({ reader, offset: rowWord(history, row, 2) });
    this.wanted.set(op, asked);
  }

  private append(row: number): void {
    const { history } = this.trace;
    const partition = rowWord(history, row, 1);
    const cause = rowWord(history, row, 6);
    if (partition < this.names.userPartitionCount || cause < 0) return;
    if (rowKind(rowWord(history, cause, 0)) !== RowKind.commitInvoke) return;
    const writes = this.writes.get(partition) ?? [];
    writes.push({ op: rowWord(history, cause, 7), endOffset: rowWord(history, row, 4) });
    this.writes.set(partition, writes);
  }

  private advance(row: number): void {
    const { history } = this.trace;
    const writes = this.writes.get(rowWord(history, row, 1));
    const highWatermark = rowWord(history, row, 2);
    while (writes !== undefined && writes.length > 0 && writes[0]!.endOffset <= highWatermark) {
      this.store(writes.shift()!.op, rowTime(history, row));
    }
  }

  /** A new coordinator reads the whole log that it has; what it has not is lost. */
  private load(row: number): void {
    const { history } = this.trace;
    const writes = this.writes.get(rowWord(history, row, 1));
    const logEndOffset = rowWord(history, row, 3);
    for (const { op, endOffset } of writes ?? []) {
      if (endOffset <= logEndOffset) this.store(op, rowTime(history, row));
    }
    this.writes.delete(rowWord(history, row, 1));
  }

  /** Once: what is stored is asked for no more. */
  private store(op: number, atMicros: number): void {
    for (const { reader, offset } of this.wanted.get(op) ?? []) {
      const commits = this.commits.get(reader) ?? { atMicros: [], offsets: [] };
      commits.atMicros.push(atMicros);
      commits.offsets.push(offset);
      this.commits.set(reader, commits);
    }
    this.wanted.delete(op);
  }
}
