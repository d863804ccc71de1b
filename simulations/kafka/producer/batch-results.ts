import { draw, ErrorCode, Purpose, RowKind, SendFlag, type Arena } from '../../kernel';
import { backoffMs, M_CONNECTION, M_FIRST, MESSAGE_WORDS, ENTRY_WORDS } from '../../network';
import { P_BASE_OFFSET, P_BATCH, P_CHECKED_AT, P_KNOWN_STATE, P_PARTITION, P_SLOT, P_STATE } from '../broker/entries';
import { RecordChecks } from '../broker/record-checks';
import type { ClientMetadata } from '../client/client-metadata';
import type { Cluster } from '../cluster/cluster';
import type { Accumulator } from './accumulator';
import { BatchSplits } from './batch-splits';
import { isRetriable, mayBeWritten, wantsMetadata } from './produce-errors';
import {
  FLAG_CLOSED,
  FLAG_DONE,
  FLAG_RETRIED,
  FLAG_SENT,
  FLAG_UNCERTAIN,
  S_ATTEMPTS,
  S_BATCH,
  S_COUNT,
  S_FLAGS,
  S_NEXT_IN_FLIGHT,
  S_PARTITION,
  S_PRODUCER,
  S_SEQUENCE,
  SLOT_WORDS,
  type ProducerColumns,
} from './producer-columns';
import type { Sequences } from './sequences';

/** What the application is told. */
export interface ResultListener {
  /** Records of a batch, or the record itself if `batch` is -1, failed for good. */
  onFailed(producer: number, batch: number, record: number, error: number): void;
  /** A batch is over and its memory is free again. */
  onSettled(producer: number): void;
}

/** What becomes of batches: acknowledged, sent again, split, expired, failed (K-PROD-20 to -26, K-IDEM-8 to -10). */
export class BatchResults {
  private readonly splits: BatchSplits;
  private readonly recordChecks: RecordChecks;

  constructor(
    _arena: Arena,
    private readonly cluster: Cluster,
    private readonly columns: ProducerColumns,
    private readonly metadata: ClientMetadata,
    private readonly accumulator: Accumulator,
    private readonly sequences: Sequences,
    private readonly listener: ResultListener,
    /** Failures by producer and error. */
    readonly countError: (producer: number, error: number, records: number) => void,
  ) {
    this.splits = new BatchSplits(cluster, columns, accumulator);
    this.recordChecks = new RecordChecks(cluster);
  }

  first(message: number): number {
    const entry = this.cluster.messages.words.array[message * MESSAGE_WORDS + M_FIRST]!;
    return entry < 0 ? -1 : entry * ENTRY_WORDS;
  }

  next(place: number): number {
    const entry = this.cluster.messages.entries.array[place]!;
    return entry < 0 ? -1 : entry * ENTRY_WORDS;
  }

  /** The answer to a Produce request. */
  onAnswer(message: number, producer: number): void {
    const { kernel } = this.cluster;
    const cause = kernel.cause;
    let refresh = false;
    for (let place = this.first(message); place >= 0; place = this.next(place)) {
      kernel.cause = cause;
      const entries = this.cluster.messages.entries.array;
      const error = entries[place + P_STATE]!;
      const slot = entries[place + P_SLOT]!;
      const partition = entries[place + P_PARTITION]!;
      if (error === ErrorCode.NOT_LEADER_OR_FOLLOWER) this.takeLeader(producer, partition, place);
      if (wantsMetadata(error)) refresh = true;
      if (!this.isCurrent(slot, entries[place + P_BATCH]!)) continue;
      if (error === ErrorCode.NONE) this.succeed(slot, entries[place + P_BASE_OFFSET]!);
      else if (error === ErrorCode.INVALID_TIMESTAMP || error === ErrorCode.INVALID_RECORD)
        this.failRecords(slot, error, entries[place + P_CHECKED_AT]!);
      else this.attemptFailed(slot, error);
    }
    kernel.cause = cause;
    if (refresh) this.metadata.requestUpdate(producer);
  }

  /** A Produce request ended without an answer: its connection broke or timed out (K-CLI-1). */
  onBroken(message: number, producer: number, error: number): void {
    const { kernel } = this.cluster;
    const cause = kernel.cause;
    for (let place = this.first(message); place >= 0; place = this.next(place)) {
      kernel.cause = cause;
      const entries = this.cluster.messages.entries.array;
      const slot = entries[place + P_SLOT]!;
      if (this.isCurrent(slot, entries[place + P_BATCH]!)) this.attemptFailed(slot, error);
    }
    kernel.cause = cause;
    this.metadata.requestUpdate(producer);
  }

  /** acks=0: written to the socket, hence done, with offset -1 (K-PROD-30). */
  completeUnacknowledged(message: number): void {
    for (let place = this.first(message); place >= 0; place = this.next(place)) {
      this.succeed(this.cluster.messages.entries.array[place + P_SLOT]!, -1);
    }
  }

  /** Step 6 of a pass: ends what is older than `delivery.timeout.ms` (K-PROD-22). Returns when the next one will be. */
  expire(producer: number): number {
    const { shape, kernel, producerSettings } = this.cluster;
    const { columns } = this;
    if (columns.incomplete[producer] === 0) return Infinity;
    if (kernel.now < columns.expiryAt[producer]!) return columns.expiryAt[producer]!;
    const limit = producerSettings.deliveryTimeoutMicros[producer]!;
    const deadline = kernel.now - limit;
    let nearest = Infinity;
    for (let partition = 0; partition < shape.names.userPartitionCount; partition++) {
      const queue = producer * shape.partitionCount + partition;
      for (let slot = columns.queueFirst[queue]!; slot >= 0; slot = columns.queueFirst[queue]!) {
        const created = columns.createdAt.array[slot]!;
        if (created > deadline) {
          if (created + limit < nearest) nearest = created + limit;
          break;
        }
        columns.dequeue(queue);
        this.expireOne(slot, queue);
      }
      let slot = columns.flightFirst[queue]!;
      while (slot >= 0) {
        const words = columns.slots.array;
        const next = words[slot * SLOT_WORDS + S_NEXT_IN_FLIGHT]!;
        const created = columns.createdAt.array[slot]!;
        if (created <= deadline) this.expireOne(slot, queue);
        else if (created + limit < nearest) nearest = created + limit;
        slot = next;
      }
    }
    columns.expiryAt[producer] = nearest;
    return nearest;
  }

  /** The process ended: what has no result is open for ever (C-REC-1). */
  crash(producer: number): void {
    const { shape } = this.cluster;
    const { columns } = this;
    for (let partition = 0; partition < shape.names.userPartitionCount; partition++) {
      const queue = producer * shape.partitionCount + partition;
      while (columns.queueFirst[queue]! >= 0) this.endOpen(columns.dequeue(queue), queue);
      while (columns.flightFirst[queue]! >= 0) this.endOpen(columns.flightFirst[queue]!, queue);
      this.sequences.forget(producer, queue);
    }
    columns.incomplete[producer] = 0;
    columns.expiryAt[producer] = Infinity;
  }

  /** A record failed before it reached a batch (K-PROD-2, K-PROD-4). */
  refuse(producer: number, record: number, error: number): void {
    const { kernel, shape, trace } = this.cluster;
    const partition = trace.facts.records.partition[record]!;
    kernel.row(RowKind.sendFail, shape.firstProducer + producer, SendFlag.record, partition, record, error, 0, 0);
    this.countFailed(producer, error, 1);
    this.listener.onFailed(producer, -1, record, error);
  }

  /** K-CLI-5: the answer names the leader, if the broker knows one. */
  private takeLeader(producer: number, partition: number, place: number): void {
    const { messages, metadata } = this.cluster;
    const known = messages.entries.array[place + P_KNOWN_STATE]!;
    if (known >= 0 && metadata.leader(known) >= 0) this.metadata.take(producer, partition, known);
  }

  private isCurrent(slot: number, batch: number): boolean {
    return this.columns.slots.array[slot * SLOT_WORDS + S_BATCH] === batch;
  }

  private endOpen(slot: number, queue: number): void {
    this.accumulator.close(slot);
    const words = this.columns.slots.array;
    if ((words[slot * SLOT_WORDS + S_FLAGS]! & FLAG_DONE) === 0)
      this.noteEnd(slot, RowKind.sendInfo, ErrorCode.CRASHED, 0);
    this.columns.removeInFlight(queue, slot);
    this.columns.freeSlot(slot);
  }

  private succeed(slot: number, baseOffset: number): void {
    const { columns } = this;
    const words = columns.slots.array;
    const base = slot * SLOT_WORDS;
    const queue = columns.queueOf(slot);
    const producer = words[base + S_PRODUCER]!;
    if ((words[base + S_FLAGS]! & FLAG_DONE) === 0) {
      this.sequences.acknowledged(queue, words[base + S_SEQUENCE]!, words[base + S_COUNT]!);
      columns.acked[producer]! += words[base + S_COUNT]!;
      this.noteEnd(
        slot,
        RowKind.sendOk,
        baseOffset,
        baseOffset < 0 ? -1 : this.leaderEpoch(producer, words[base + S_PARTITION]!),
      );
    }
    this.settle(slot, queue, producer);
  }

  private leaderEpoch(producer: number, partition: number): number {
    return this.metadata.epochOf(producer, partition);
  }

  /** One attempt failed: again, split, or for good (K-PROD-20, K-PROD-26, K-PROD-33). */
  private attemptFailed(slot: number, error: number): void {
    const { columns } = this;
    const words = columns.slots.array;
    const base = slot * SLOT_WORDS;
    const queue = columns.queueOf(slot);
    const producer = words[base + S_PRODUCER]!;
    words[base + S_FLAGS]! &= ~FLAG_SENT;
    if (mayBeWritten(error)) words[base + S_FLAGS]! |= FLAG_UNCERTAIN;
    if ((words[base + S_FLAGS]! & FLAG_DONE) !== 0) {
      this.settle(slot, queue, producer);
      return;
    }
    if (error === ErrorCode.MESSAGE_TOO_LARGE && words[base + S_COUNT]! > 1) {
      this.splits.split(slot, queue, producer);
      return;
    }
    if (this.mayRetry(slot, queue, producer, error)) {
      this.retry(slot, queue, producer, error);
      return;
    }
    this.fail(slot, queue, producer, error);
  }

  private mayRetry(slot: number, queue: number, producer: number, error: number): boolean {
    const { kernel, producerSettings } = this.cluster;
    const { columns } = this;
    const words = columns.slots.array;
    const base = slot * SLOT_WORDS;
    const age = kernel.now - columns.createdAt.array[slot]!;
    if (age >= producerSettings.deliveryTimeoutMicros[producer]!) return false;
    if (words[base + S_ATTEMPTS]! > producerSettings.retries[producer]!) return false;
    if (isRetriable(error)) return true;
    if (error !== ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER || words[base + S_SEQUENCE]! < 0) return false;
    this.sequences.outOfOrder(producer, queue, slot);
    return true;
  }

  private retry(slot: number, queue: number, producer: number, error: number): void {
    const { kernel, producerSettings, shape } = this.cluster;
    const { columns } = this;
    const words = columns.slots.array;
    const base = slot * SLOT_WORDS;
    const attempts = words[base + S_ATTEMPTS]!;
    const uniform = draw(kernel.seed, Purpose.retryBackoff, producer, columns.backoffDraws[producer]!++);
    const wait = backoffMs(
      producerSettings.retryBackoffMs[producer]!,
      producerSettings.retryBackoffMaxMs[producer]!,
      attempts - 1,
      uniform,
    );
    words[base + S_FLAGS]! |= FLAG_RETRIED;
    columns.retryAt.array[slot] = kernel.now + wait * 1000;
    columns.queuedAt.array[slot] = kernel.now;
    const actor = shape.firstProducer + producer;
    kernel.row(RowKind.sendRetry, actor, 0, words[base + S_PARTITION]!, words[base + S_BATCH]!, error, attempts, 0);
    if (words[base + S_SEQUENCE]! < 0) columns.removeInFlight(queue, slot);
    columns.requeue(queue, slot);
  }

  private fail(slot: number, queue: number, producer: number, error: number): void {
    const words = this.columns.slots.array;
    const base = slot * SLOT_WORDS;
    const isUncertain = (words[base + S_FLAGS]! & FLAG_UNCERTAIN) !== 0;
    const batch = words[base + S_BATCH]!;
    this.countFailed(producer, error, words[base + S_COUNT]!);
    this.noteEnd(slot, isUncertain ? RowKind.sendInfo : RowKind.sendFail, error, 0);
    this.endFailed(slot, queue, producer, error);
    this.listener.onFailed(producer, batch, -1, error);
  }

  /**
   * Single records were found invalid at `checkedAtMs`, so nothing of the batch is stored (K-PROD-27). One such record
   * has the answer's error; of several each is an invalid record, as the client cannot tell which is what.
   */
  private failRecords(slot: number, error: number, checkedAtMs: number): void {
    const { columns, recordChecks } = this;
    const { shape, trace, kernel } = this.cluster;
    const words = columns.slots.array;
    const base = slot * SLOT_WORDS;
    const partition = words[base + S_PARTITION]!;
    const batch = words[base + S_BATCH]!;
    const count = words[base + S_COUNT]!;
    recordChecks.check(shape.partitionTopic[partition]!, batch, checkedAtMs);
    const invalid = new Set(recordChecks.invalid);
    const named = invalid.size > 1 ? ErrorCode.INVALID_RECORD : error;
    const isUnclear = (words[base + S_FLAGS]! & (FLAG_UNCERTAIN | FLAG_DONE)) !== 0;
    if (isUnclear || invalid.size === 0 || invalid.size === count) {
      this.attemptFailed(slot, invalid.size === 0 ? error : named);
      return;
    }
    const producer = words[base + S_PRODUCER]!;
    const actor = shape.firstProducer + producer;
    const first = trace.facts.batches.firstSlot[batch]!;
    this.countFailed(producer, named, invalid.size);
    this.countFailed(producer, ErrorCode.INVALID_RECORD_IN_BATCH, count - invalid.size);
    for (let i = 0; i < count; i++) {
      const record = trace.facts.batches.recordAt[first + i]!;
      const own = invalid.has(i) ? named : ErrorCode.INVALID_RECORD_IN_BATCH;
      kernel.row(RowKind.sendFail, actor, SendFlag.record, partition, record, own, 0, 0);
    }
    this.endFailed(slot, columns.queueOf(slot), producer, error);
    this.listener.onFailed(producer, batch, -1, error);
  }

  private countFailed(producer: number, error: number, records: number): void {
    this.columns.failed[producer]! += records;
    this.countError(producer, error, records);
  }

  private endFailed(slot: number, queue: number, producer: number, error: number): void {
    const words = this.columns.slots.array;
    const base = slot * SLOT_WORDS;
    const hadRetriesLeft = words[base + S_ATTEMPTS]! <= this.cluster.producerSettings.retries[producer]!;
    if (words[base + S_SEQUENCE]! >= 0) this.sequences.failed(producer, queue, error, hadRetriesLeft);
    this.settle(slot, queue, producer);
  }

  private expireOne(slot: number, queue: number): void {
    const { columns } = this;
    const words = columns.slots.array;
    const base = slot * SLOT_WORDS;
    const flags = words[base + S_FLAGS]!;
    if ((flags & FLAG_DONE) !== 0) return;
    const producer = words[base + S_PRODUCER]!;
    if ((flags & FLAG_CLOSED) === 0) this.accumulator.close(slot);
    const sequence = words[base + S_SEQUENCE]!;
    if ((flags & FLAG_RETRIED) !== 0 && sequence >= 0)
      this.sequences.markUnresolved(producer, queue, sequence, words[base + S_COUNT]!);
    if ((flags & FLAG_SENT) === 0) {
      this.fail(slot, queue, producer, ErrorCode.DELIVERY_TIMEOUT);
      return;
    }
    // Its request is still in flight: the result is out, the memory stays until the request ends (K-PROD-9).
    this.countFailed(producer, ErrorCode.DELIVERY_TIMEOUT, words[base + S_COUNT]!);
    this.noteEnd(slot, RowKind.sendInfo, ErrorCode.DELIVERY_TIMEOUT, 0);
    words[base + S_FLAGS]! |= FLAG_DONE;
    columns.incomplete[producer]!--;
    columns.removeInFlight(queue, slot);
    this.listener.onFailed(producer, words[base + S_BATCH]!, -1, ErrorCode.DELIVERY_TIMEOUT);
    this.listener.onSettled(producer);
  }

  private settle(slot: number, queue: number, producer: number): void {
    const { columns } = this;
    const isDone = (columns.slots.array[slot * SLOT_WORDS + S_FLAGS]! & FLAG_DONE) !== 0;
    this.accumulator.release(slot, producer);
    columns.removeInFlight(queue, slot);
    if (!isDone) columns.incomplete[producer]!--;
    columns.freeSlot(slot);
    this.listener.onSettled(producer);
  }

  private noteEnd(slot: number, kind: number, b: number, c: number): void {
    const { kernel, shape } = this.cluster;
    const words = this.columns.slots.array;
    const base = slot * SLOT_WORDS;
    const actor = shape.firstProducer + words[base + S_PRODUCER]!;
    kernel.row(kind, actor, 0, words[base + S_PARTITION]!, words[base + S_BATCH]!, b, c, 0);
  }

  /** The client end of a connection, as a producer number. */
  producerOf(message: number): number {
    const { messages, connections, shape } = this.cluster;
    return connections.client[messages.words.array[message * MESSAGE_WORDS + M_CONNECTION]!]! - shape.firstProducer;
  }
}
