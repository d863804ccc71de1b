import type { Arena } from './arena';
import { enlarged } from './columns';

/**
 * The fact tables beside the trace: records, batches, log batches, incarnations.
 *
 * Rows of the trace carry numbers of these tables, so moving a batch copies no record. A row is final once the trace
 * speaks of it. The tables only grow; their lengths lie in the arena, so that a restore forgets the rows behind.
 */
export class FactTables {
  readonly records: RecordTable;
  readonly batches: BatchTable;
  readonly logBatches: LogBatchTable;
  readonly incarnations: IncarnationTable;

  constructor(arena: Arena) {
    this.records = new RecordTable(arena);
    this.batches = new BatchTable(arena);
    this.logBatches = new LogBatchTable(arena);
    this.incarnations = new IncarnationTable(arena);
  }

  /**
   * After a restore: a batch that was closed only later is open again, which its places tell as they are handed out in
   * order; and the largest timestamp of an open batch is that of the records which it has now.
   */
  reopenBatches(): void {
    const { batches, records } = this;
    for (let row = 0; row < batches.length; row++) {
      if (batches.firstSlot[row]! >= 0 && batches.firstSlot[row]! < batches.slotCount) continue;
      batches.firstSlot[row] = -1;
      batches.count[row] = 0;
      batches.sizeBytes[row] = 0;
      batches.closedAtMicros[row] = -1;
      batches.maxTimestampMs[row] = 0;
    }
    const latest = new Map<number, number>();
    for (let record = 0; record < records.length; record++) {
      const batch = records.batch[record]!;
      if (batch < 0 || batches.firstSlot[batch]! >= 0) continue;
      latest.set(batch, Math.max(latest.get(batch) ?? -Infinity, records.eventTimeMs[record]!));
    }
    for (const [batch, timestampMs] of latest) batches.maxTimestampMs[batch] = timestampMs;
  }

  /** Takes over the columns of another set of tables; their lengths come with the arena's image. */
  adopt(other: FactTables): void {
    for (const table of ['records', 'batches', 'logBatches', 'incarnations'] as const) {
      const own = this[table] as unknown as Record<string, unknown>;
      for (const [name, column] of Object.entries(other[table])) {
        if (name === 'lengths') continue;
        if (column instanceof Int32Array || column instanceof Float64Array) own[name] = column.slice();
      }
    }
  }
}

/** One row a call of send(). Record numbers are handed out in invocation order. */
export class RecordTable {
  private readonly lengths: Int32Array;
  sentAtMicros = new Float64Array(1024);
  /** Event time in epoch ms, the record's timestamp under CreateTime. */
  eventTimeMs = new Float64Array(1024);
  /** Incarnation of the producer. */
  producer = new Int32Array(1024);
  partition = new Int32Array(1024);
  /** Index of `TraceNames.keys`; -1: null. */
  key = new Int32Array(1024);
  /** At or above 0: the decimal text of that number; below: `TraceNames.texts[-1 - value]`. */
  value = new Int32Array(1024);
  /** Bytes of the serialized value, padding included. */
  sizeBytes = new Int32Array(1024);
  /** The business event; an application that sends again makes a new record of the same intent. */
  intent = new Int32Array(1024);
  /** -1: refused before it reached a batch. */
  batch = new Int32Array(1024);
  /** The record before it in its batch as first built, -1: none. */
  previousInBatch = new Int32Array(1024);

  constructor(arena: Arena) {
    this.lengths = arena.int32(1);
  }

  get length(): number {
    return this.lengths[0]!;
  }

  /** Adds a row and returns its number. */
  append(
    sentAtMicros: number,
    producer: number,
    partition: number,
    key: number,
    value: number,
    sizeBytes: number,
    eventTimeMs: number,
    intent: number,
    batch: number,
    previousInBatch: number,
  ): number {
    const row = this.lengths[0]!++;
    if (row === this.producer.length) this.grow();
    this.sentAtMicros[row] = sentAtMicros;
    this.eventTimeMs[row] = eventTimeMs;
    this.producer[row] = producer;
    this.partition[row] = partition;
    this.key[row] = key;
    this.value[row] = value;
    this.sizeBytes[row] = sizeBytes;
    this.intent[row] = intent < 0 ? row : intent;
    this.batch[row] = batch;
    this.previousInBatch[row] = previousInBatch;
    return row;
  }

  private grow(): void {
    const capacity = this.producer.length * 2;
    this.sentAtMicros = enlarged(this.sentAtMicros, capacity);
    this.eventTimeMs = enlarged(this.eventTimeMs, capacity);
    this.producer = enlarged(this.producer, capacity);
    this.partition = enlarged(this.partition, capacity);
    this.key = enlarged(this.key, capacity);
    this.value = enlarged(this.value, capacity);
    this.sizeBytes = enlarged(this.sizeBytes, capacity);
    this.intent = enlarged(this.intent, capacity);
    this.batch = enlarged(this.batch, capacity);
    this.previousInBatch = enlarged(this.previousInBatch, capacity);
  }
}

/** One row a record batch of a producer; numbered when it is opened, complete when it is closed. */
export class BatchTable {
  /** 0: rows, 1: used places of `recordAt`. */
  private readonly lengths: Int32Array;
  partition = new Int32Array(256);
  /** Incarnation of the producer. */
  producer = new Int32Array(256);
  /** First place in {@link recordAt}; -1 while the batch is open. */
  firstSlot = new Int32Array(256);
  count = new Int32Array(256);
  /** Bytes on the wire, header included. */
  sizeBytes = new Int32Array(256);
  /** The batch that was split to make this one, -1: none (K-PROD-33). */
  splitFrom = new Int32Array(256);
  createdAtMicros = new Float64Array(256);
  /** -1 while the batch is open. */
  closedAtMicros = new Float64Array(256);
  maxTimestampMs = new Float64Array(256);
  /** Records of closed batches, batch by batch, in their order. */
  recordAt = new Int32Array(1024);

  constructor(arena: Arena) {
    this.lengths = arena.int32(2);
  }

  get length(): number {
    return this.lengths[0]!;
  }

  /** Places of {@link recordAt} in use. */
  get slotCount(): number {
    return this.lengths[1]!;
  }

  /** Opens a batch and returns its number. */
  open(partition: number, producer: number, createdAtMicros: number, splitFrom: number): number {
    const row = this.lengths[0]!++;
    if (row === this.partition.length) this.grow();
    this.partition[row] = partition;
    this.producer[row] = producer;
    this.firstSlot[row] = -1;
    this.count[row] = 0;
    this.sizeBytes[row] = 0;
    this.splitFrom[row] = splitFrom;
    this.createdAtMicros[row] = createdAtMicros;
    this.closedAtMicros[row] = -1;
    this.maxTimestampMs[row] = 0;
    return row;
  }

  /** Reserves `count` places of {@link recordAt} and returns the first. */
  reserve(count: number): number {
    const first = this.lengths[1]!;
    this.lengths[1] = first + count;
    while (this.recordAt.length < first + count) this.recordAt = enlarged(this.recordAt, this.recordAt.length * 2);
    return first;
  }

  private grow(): void {
    const capacity = this.partition.length * 2;
    this.partition = enlarged(this.partition, capacity);
    this.producer = enlarged(this.producer, capacity);
    this.firstSlot = enlarged(this.firstSlot, capacity);
    this.count = enlarged(this.count, capacity);
    this.sizeBytes = enlarged(this.sizeBytes, capacity);
    this.splitFrom = enlarged(this.splitFrom, capacity);
    this.createdAtMicros = enlarged(this.createdAtMicros, capacity);
    this.closedAtMicros = enlarged(this.closedAtMicros, capacity);
    this.maxTimestampMs = enlarged(this.maxTimestampMs, capacity);
  }
}

/**
 * One row a batch as appended by a leader: a node of the tree of all logs of a partition. Equal logs share nodes,
 * divergence is a branch, truncation moves a replica's tip back, a follower takes over its leader's tip.
 */
export class LogBatchTable {
  private readonly lengths: Int32Array;
  partition = new Int32Array(256);
  /** The producer's batch, -1: an internal record (a group's commit or metadata). */
  batch = new Int32Array(256);
  baseOffset = new Int32Array(256);
  endOffset = new Int32Array(256);
  leaderEpoch = new Int32Array(256);
  /** The log batch before it, -1: none. */
  parent = new Int32Array(256);
  /** A far ancestor (skew-binary jump pointer), -1: none. */
  jump = new Int32Array(256);
  depth = new Int32Array(256);
  sizeBytes = new Int32Array(256);
  producerId = new Int32Array(256);
  producerEpoch = new Int32Array(256);
  baseSequence = new Int32Array(256);
  /** The same producer's batch before it in this log, -1: none. */
  producerPrevious = new Int32Array(256);
  /** 1: timestamps were overwritten by the leader (LogAppendTime, K-LOG-20). */
  logAppendTime = new Int32Array(256);
  maxTimestampMs = new Float64Array(256);
  appendedAtMicros = new Float64Array(256);
  /** Bytes of the log before this batch, counted from the first batch ever. */
  bytesBefore = new Float64Array(256);

  constructor(arena: Arena) {
    this.lengths = arena.int32(1);
  }

  get length(): number {
    return this.lengths[0]!;
  }

  /** Adds a node below `parent` and returns its number; the caller fills in producer and timestamp columns. */
  append(
    partition: number,
    batch: number,
    count: number,
    leaderEpoch: number,
    parent: number,
    sizeBytes: number,
  ): number {
    const row = this.lengths[0]!++;
    if (row === this.partition.length) this.grow();
    this.partition[row] = partition;
    this.batch[row] = batch;
    this.leaderEpoch[row] = leaderEpoch;
    this.parent[row] = parent;
    this.sizeBytes[row] = sizeBytes;
    if (parent < 0) {
      this.baseOffset[row] = 0;
      this.endOffset[row] = count;
      this.jump[row] = -1;
      this.depth[row] = 0;
      this.bytesBefore[row] = 0;
      return row;
    }
    const base = this.endOffset[parent]!;
    this.baseOffset[row] = base;
    this.endOffset[row] = base + count;
    this.bytesBefore[row] = this.bytesBefore[parent]! + this.sizeBytes[parent]!;
    const depth = this.depth;
    depth[row] = depth[parent]! + 1;
    const near = this.jump[parent]!;
    const far = near < 0 ? -1 : this.jump[near]!;
    const even = near >= 0 && far >= 0 && depth[parent]! - depth[near]! === depth[near]! - depth[far]!;
    this.jump[row] = even ? far : parent;
    return row;
  }

  private grow(): void {
    const capacity = this.partition.length * 2;
    this.partition = enlarged(this.partition, capacity);
    this.batch = enlarged(this.batch, capacity);
    this.baseOffset = enlarged(this.baseOffset, capacity);
    this.endOffset = enlarged(this.endOffset, capacity);
    this.leaderEpoch = enlarged(this.leaderEpoch, capacity);
    this.parent = enlarged(this.parent, capacity);
    this.jump = enlarged(this.jump, capacity);
    this.depth = enlarged(this.depth, capacity);
    this.sizeBytes = enlarged(this.sizeBytes, capacity);
    this.producerId = enlarged(this.producerId, capacity);
    this.producerEpoch = enlarged(this.producerEpoch, capacity);
    this.baseSequence = enlarged(this.baseSequence, capacity);
    this.producerPrevious = enlarged(this.producerPrevious, capacity);
    this.logAppendTime = enlarged(this.logAppendTime, capacity);
    this.maxTimestampMs = enlarged(this.maxTimestampMs, capacity);
    this.appendedAtMicros = enlarged(this.appendedAtMicros, capacity);
    this.bytesBefore = enlarged(this.bytesBefore, capacity);
  }
}

/** One row a life of an actor. The first lives are numbered as the actors are; restarts follow. */
export class IncarnationTable {
  private readonly lengths: Int32Array;
  actor = new Int32Array(64);
  /** 1 for the first life. */
  life = new Int32Array(64);

  constructor(arena: Arena) {
    this.lengths = arena.int32(1);
  }

  get length(): number {
    return this.lengths[0]!;
  }

  append(actor: number, life: number): number {
    const row = this.lengths[0]!++;
    if (row === this.actor.length) {
      this.actor = enlarged(this.actor, row * 2);
      this.life = enlarged(this.life, row * 2);
    }
    this.actor[row] = actor;
    this.life[row] = life;
    return row;
  }
}
