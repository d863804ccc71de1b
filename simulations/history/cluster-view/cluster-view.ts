import { rowTime, rowsUntil, type ArenaImage, type TraceNames, type TraceView } from '../../kernel/index';
import { ClusterColumns } from './cluster-columns';
import { RowFold } from './fold-rows';
import { MessagesInFlight } from './messages-in-flight';

/** Rows between two checkpoints: a fold over so many is still shorter than a frame. */
const CHECKPOINT_ROWS = 65_536;

interface Checkpoint {
  readonly image: ArenaImage;
  readonly foldedRows: number;
  readonly foldedRecords: number;
}

/**
 * The cluster as it is at one virtual time: a fold over the rows of a trace.
 *
 * Forwards it reads only the rows that came since; backwards it starts again from the checkpoint before. What a panel
 * draws it reads from {@link columns}; nothing else keeps state. Verdict marks are no part of it.
 */
export class ClusterView {
  readonly columns: ClusterColumns;
  private readonly rowFold: RowFold;
  private readonly messages: MessagesInFlight;
  private readonly checkpoints: Checkpoint[] = [];
  private currentMicros = -1;
  private foldedRows = 0;
  private foldedRecords = 0;

  constructor(
    readonly names: TraceNames,
    readonly trace: TraceView,
  ) {
    this.columns = new ClusterColumns(names);
    this.rowFold = new RowFold(names, this.columns, trace);
    this.messages = new MessagesInFlight(trace.messages);
    this.checkpoints.push(this.checkpoint());
  }

  /** The time the columns stand for, µs; -1 before the first {@link advanceTo}. */
  get timeMicros(): number {
    return this.currentMicros;
  }

  /** History rows folded in. */
  get rowCount(): number {
    return this.foldedRows;
  }

  /** Changes whenever leaders, lives, members or owners did; compare, never order. */
  get topologyStamp(): number {
    return this.rowFold.topology.stamp;
  }

  /** Makes the columns stand for `timeMicros`: every row at or before it counts, as far as the trace has grown. */
  advanceTo(timeMicros: number): void {
    const target = rowsUntil(this.trace.history, timeMicros);
    if (timeMicros < this.currentMicros || this.checkpointBefore(target).foldedRows > this.foldedRows) {
      this.restore(this.checkpointBefore(target));
      this.rowFold.topology.stamp++;
    }
    while (this.foldedRows < target) {
      const next = Math.min(target, (Math.floor(this.foldedRows / CHECKPOINT_ROWS) + 1) * CHECKPOINT_ROWS);
      this.rowFold.fold(this.trace.history, this.foldedRows, next);
      this.foldedRows = next;
      if (next % CHECKPOINT_ROWS === 0 && this.checkpoints.at(-1)!.foldedRows < next) {
        this.checkpoints.push(this.checkpoint());
      }
    }
    this.countSends(timeMicros);
    this.currentMicros = timeMicros;
  }

  /**
   * Works ahead, so that a jump anywhere finds a checkpoint near: takes in the next stretch of the trace, some
   * milliseconds of work. The columns stay as they are. True while there is more to do.
   */
  prepare(): boolean {
    const hasMessages = this.messages.index(CHECKPOINT_ROWS);
    const last = this.checkpoints.at(-1)!;
    const next = last.foldedRows + CHECKPOINT_ROWS;
    if (next > this.trace.history.length) return hasMessages;
    const here = this.checkpoint();
    const { stamp } = this.rowFold.topology;
    this.restore(last);
    this.rowFold.fold(this.trace.history, last.foldedRows, next);
    this.foldedRows = next;
    this.countSends(rowTime(this.trace.history, next - 1));
    this.checkpoints.push(this.checkpoint());
    this.restore(here);
    this.rowFold.topology.stamp = stamp;
    return true;
  }

  /**
   * Puts the rows of `trace.messages` that are on the wire now and carry records into `into`, oldest first, and returns
   * how many there are, which may be more than fit.
   */
  messagesInFlight(into: Int32Array): number {
    return this.messages.at(this.currentMicros, into);
  }

  /** Calls back for each message that died in (sinceMicros, now]: its row of `trace.messages` and when it died. */
  eachLostMessage(sinceMicros: number, seen: (message: number, lostAtMicros: number) => void): void {
    this.messages.eachLost(sinceMicros, this.currentMicros, seen);
  }

  /** Records that a producer holds back: called send(), neither on the wire nor ended. */
  queued(producer: number): number {
    const { sent, inFlight, acknowledged, failed, unknown } = this.columns;
    return sent[producer]! - inFlight[producer]! - acknowledged[producer]! - failed[producer]! - unknown[producer]!;
  }

  /** The log start offset of a partition: its leader's, or its last leader's. */
  logStartOffset(partition: number): number {
    const { leader, previousLeader, logStartOffset } = this.columns;
    const broker = leader[partition]! >= 0 ? leader[partition]! : previousLeader[partition]!;
    return broker < 0 ? 0 : logStartOffset[this.columns.replicaAt(partition, broker)]!;
  }

  /** highWatermark - committed, or - logStartOffset while nothing is committed; never below 0. */
  lag(group: number, partition: number): number {
    const committed = this.columns.committedOffset[this.columns.readerAt(group, partition)]!;
    const from = committed < 0 ? this.logStartOffset(partition) : committed;
    return Math.max(0, this.columns.highWatermark[partition]! - from);
  }

  private checkpoint(): Checkpoint {
    return { image: this.columns.arena.snapshot(), foldedRows: this.foldedRows, foldedRecords: this.foldedRecords };
  }

  /** The last checkpoint at or before row `row`. */
  private checkpointBefore(row: number): Checkpoint {
    let index = this.checkpoints.length - 1;
    while (this.checkpoints[index]!.foldedRows > row) index--;
    return this.checkpoints[index]!;
  }

  private restore({ image, foldedRows, foldedRecords }: Checkpoint): void {
    this.columns.arena.restore(image);
    this.foldedRows = foldedRows;
    this.foldedRecords = foldedRecords;
  }

  /** Calls of send() are no rows: the record table holds them, in order. */
  private countSends(timeMicros: number): void {
    const { records, incarnations } = this.trace.facts;
    const { sent } = this.columns;
    let record = this.foldedRecords;
    while (record < records.length && records.sentAtMicros[record]! <= timeMicros) {
      sent[incarnations.actor[records.producer[record]!]!]!++;
      record++;
    }
    this.foldedRecords = record;
  }
}
