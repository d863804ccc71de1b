import { rowsUntil, type ArenaImage, type TraceNames, type TraceView } from '../../kernel/index';
import { ClusterColumns } from './cluster-columns';
import { RowFold } from './fold-rows';
import { MessagesInFlight } from './messages-in-flight';

/** Rows between two checkpoints: a fold over so many is still shorter than a frame. */
const CHECKPOINT_ROWS = 131_072;

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
    if (timeMicros < this.currentMicros) this.rewind(rowsUntil(this.trace.history, timeMicros));
    const target = rowsUntil(this.trace.history, timeMicros);
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

  /** Goes back to the last checkpoint at or before row `row`. */
  private rewind(row: number): void {
    let index = this.checkpoints.length - 1;
    while (this.checkpoints[index]!.foldedRows > row) index--;
    const { image, foldedRows } = this.checkpoints[index]!;
    this.columns.arena.restore(image);
    this.foldedRows = foldedRows;
    this.foldedRecords = this.checkpoints[index]!.foldedRecords;
    this.rowFold.topology.stamp++;
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
