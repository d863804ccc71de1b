import {
  CHUNK_ROWS,
  ROW_WORDS,
  TruncateReason,
  RowKind,
  SendFlag,
  findLogBatch,
  growInt32,
  type RowView,
  type TraceChunk,
  type TraceNames,
  type TraceView,
} from '../../kernel/index';
import { BatchState, type ClusterColumns } from './cluster-columns';
import { TopologyFold, topologyKinds } from './fold-topology';

// Constants of this module: a switch over them is a few comparisons, over properties of an object far more.
const APPEND = RowKind.append;
const COMMIT_OK = RowKind.commitOk;
const HIGH_WATERMARK = RowKind.highWatermark;
const LOG_START = RowKind.logStart;
const POLL = RowKind.poll;
const POSITION_SET = RowKind.positionSet;
const PROCESS_BEGIN = RowKind.processBegin;
const PROCESS_END = RowKind.processEnd;
const PROCESS_FAIL = RowKind.processFail;
const SEND_ATTEMPT = RowKind.sendAttempt;
const SEND_FAIL = RowKind.sendFail;
const SEND_INFO = RowKind.sendInfo;
const SEND_OK = RowKind.sendOk;
const SEND_RETRY = RowKind.sendRetry;
const TRUNCATE = RowKind.truncate;

const CHUNK_SHIFT = 31 - Math.clz32(CHUNK_ROWS);
const CHUNK_MASK = CHUNK_ROWS - 1;
const WORDS = ROW_WORDS;
const RECORD_REFUSED = SendFlag.record << 24;

/** 1 at the kinds that change nothing on screen. */
const isPassedOver = new Uint8Array(256).fill(1);
for (const kind of [
  APPEND,
  COMMIT_OK,
  HIGH_WATERMARK,
  LOG_START,
  POLL,
  POSITION_SET,
  PROCESS_BEGIN,
  PROCESS_END,
  PROCESS_FAIL,
  SEND_ATTEMPT,
  SEND_FAIL,
  SEND_INFO,
  SEND_OK,
  SEND_RETRY,
  TRUNCATE,
  ...topologyKinds,
]) {
  isPassedOver[kind] = 0;
}

/**
 * The step of the cluster view: what one history row does to the columns. No object is made, so a hundred thousand
 * rows take about a millisecond. Kinds that change nothing on screen are passed over.
 */
export class RowFold {
  /** The rarer kinds: who is up, who leads, who reads what. */
  readonly topology: TopologyFold;
  private nowMicros = 0;
  private actorOf: Int32Array;
  /** Group of an actor, 0 of one that is in none: such an actor writes no row of a group. */
  private readonly groupOf: Int32Array;

  constructor(
    names: TraceNames,
    private readonly columns: ClusterColumns,
    private readonly trace: TraceView,
  ) {
    this.topology = new TopologyFold(names, columns);
    this.actorOf = trace.facts.incarnations.actor;
    this.groupOf = Int32Array.from(names.actorGroup, (group) => Math.max(0, group));
  }

  /** Folds history rows [from, to) in. */
  fold(rows: RowView, from: number, to: number): void {
    // Tables grow while the trace does, so their columns are fetched anew.
    this.actorOf = this.trace.facts.incarnations.actor;
    growInt32(this.columns.batchState, this.trace.facts.batches.length);
    for (let row = from; row < to;) {
      const end = Math.min(to, (row | CHUNK_MASK) + 1);
      this.foldChunk(rows.chunks[row >> CHUNK_SHIFT]!, row & CHUNK_MASK, end - row);
      row = end;
    }
  }

  /** The frequent kinds are done here, their columns in locals: calls and look-ups would be most of the time. */
  private foldChunk(chunk: TraceChunk, firstPlace: number, count: number): void {
    const { words, timeMicros } = chunk;
    const { actorOf } = this;
    const { brokerCount, partitionCount, tip, logEndOffset, highWatermark, position } = this.columns;
    const groupOf = this.groupOf;
    const endAt = (firstPlace + count) * WORDS;
    for (let at = firstPlace * WORDS; at < endAt; at += WORDS) {
      const word0 = words[at]!;
      const kind = word0 & 0xff;
      if (isPassedOver[kind] === 1) continue;
      const subject = words[at + 1]!;
      const actor = actorOf[(word0 >>> 8) & 0xffff]!;
      if (kind === APPEND) {
        const replica = subject * brokerCount + actor;
        tip[replica] = words[at + 2]!;
        logEndOffset[replica] = words[at + 4]!;
      } else if (kind === HIGH_WATERMARK) {
        highWatermark[subject] = words[at + 2]!;
      } else if (kind === POLL) {
        position[groupOf[actor]! * partitionCount + subject] = words[at + 4]!;
      } else {
        this.nowMicros = timeMicros[at / WORDS]!;
        this.step(kind, word0, actor, subject, words, at + 2);
      }
    }
  }

  /** `at` is the place of word a. */
  private step(kind: number, word0: number, actor: number, subject: number, words: Int32Array, at: number): void {
    const a = words[at]!;
    const b = words[at + 1]!;
    const columns = this.columns;
    switch (kind) {
      case SEND_ATTEMPT:
        return this.attempt(actor, a);
      case SEND_OK:
        return this.finish(actor, a, columns.acknowledged);
      case COMMIT_OK:
        return this.commit(this.readerOf(actor, subject), a);
      case PROCESS_BEGIN:
        return this.process(actor, subject, a, b);
      case PROCESS_END:
      case PROCESS_FAIL:
        columns.processingPartition[actor] = -1;
        return;
      case SEND_RETRY:
        return this.leaveNetwork(actor, a, BatchState.queued);
      case SEND_INFO:
        return this.finish(actor, a, columns.unknown);
      case SEND_FAIL:
        if (word0 & RECORD_REFUSED) columns.failed[actor]!++;
        else this.finish(actor, a, columns.failed);
        return;
      case POSITION_SET:
        columns.position[this.readerOf(actor, subject)] = a;
        return;
      case TRUNCATE:
        // A leader's own log can only be cut by a loss of power: nothing above its end is committed any more.
        if (columns.leader[subject] === actor && columns.highWatermark[subject]! > a)
          columns.highWatermark[subject] = a;
        if (words[at + 2] === TruncateReason.replicaRemoved) this.topology.remove(columns.replicaAt(subject, actor));
        return this.truncate(columns.replicaAt(subject, actor), a);
      case LOG_START:
        columns.logStartOffset[columns.replicaAt(subject, actor)] = a;
        return;
      default:
        return this.topology.step(this.nowMicros, kind, actor, word0 >>> 24, subject, words, at);
    }
  }

  private readerOf(member: number, partition: number): number {
    return this.columns.readerAt(this.groupOf[member]!, partition);
  }

  private truncate(replica: number, logEndOffset: number): void {
    const { tip } = this.columns;
    tip[replica] = findLogBatch(this.trace.facts.logBatches, tip[replica]!, logEndOffset);
    this.columns.logEndOffset[replica] = logEndOffset;
  }

  private attempt(producer: number, batch: number): void {
    const state = this.columns.batchState.array;
    const { count, splitFrom } = this.trace.facts.batches;
    // A batch that was too large is answered by its parts (K-PROD-33): it is no longer on its way itself.
    const whole = splitFrom[batch]!;
    if (whole >= 0) this.leaveNetwork(producer, whole, BatchState.done);
    if (state[batch] === BatchState.inFlight) return;
    state[batch] = BatchState.inFlight;
    this.columns.inFlight[producer]! += count[batch]!;
  }

  private leaveNetwork(producer: number, batch: number, next: number): void {
    const state = this.columns.batchState.array;
    if (state[batch] === BatchState.inFlight) {
      this.columns.inFlight[producer]! -= this.trace.facts.batches.count[batch]!;
    }
    state[batch] = next;
  }

  private finish(producer: number, batch: number, column: Int32Array): void {
    if (this.columns.batchState.array[batch] === BatchState.done) return;
    this.leaveNetwork(producer, batch, BatchState.done);
    column[producer]! += this.trace.facts.batches.count[batch]!;
  }

  private commit(reader: number, offset: number): void {
    this.columns.committedOffset[reader] = offset;
    this.columns.committedAtMicros[reader] = this.nowMicros;
  }

  private process(member: number, partition: number, from: number, to: number): void {
    this.columns.processingPartition[member] = partition;
    this.columns.processingFrom[member] = from;
    this.columns.processingTo[member] = to;
  }
}
