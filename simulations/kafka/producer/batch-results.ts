import { draw, ErrorCode, Purpose, RowKind, SendFlag, type Arena } from '../../kernel';
import { backoffMs, M_CONNECTION, M_FIRST, MESSAGE_WORDS, ENTRY_WORDS } from '../../network';
import { P_BASE_OFFSET, P_BATCH, P_KNOWN_STATE, P_PARTITION, P_SLOT, P_STATE } from '../broker/entries';
import { sequenceAfter } from '../broker/producer-states';
import type { ClientMetadata } from '../client/client-metadata';
import type { Cluster } from '../cluster/cluster';
import type { Accumulator } from './accumulator';
import { isRetriable, mayBeWritten, wantsMetadata } from './produce-errors';
import {
  FLAG_CLOSED,
  FLAG_DONE,
  FLAG_RETRIED,
  FLAG_SENT,
  FLAG_SPLIT,
  FLAG_UNCERTAIN,
  S_ATTEMPTS,
  S_BATCH,
  S_COUNT,
  S_EPOCH,
  S_FLAGS,
  S_NEXT,
  S_NEXT_IN_FLIGHT,
  S_PARTITION,
  S_PRODUCER,
  S_SEQUENCE,
  SLOT_WORDS,
  type ProducerColumns,
} from './producer-columns';
import type { ProducerIdentity } from './producer-identity';

/** What the application is told. */
export interface ResultListener {
  /** Records of a batch, or the record itself if `batch` is -1, failed for good. */
  onFailed(producer: number, batch: number, record: number, error: number): void;
  /** A batch is over and its memory is free again. */
  onSettled(producer: number): void;
}

/** What becomes of batches: acknowledged, sent again, split, expired, failed (K-PROD-20 to -26, K-IDEM-8 to -10). */
export class BatchResults {
  constructor(
    _arena: Arena,
    private readonly cluster: Cluster,
    private readonly columns: ProducerColumns,
    private readonly metadata: ClientMetadata,
    private readonly accumulator: Accumulator,
    /** Set once by who owns both. */
    private readonly identityOf: () => ProducerIdentity,
    private readonly listener: ResultListener,
    /** Failures by producer and error. */
    readonly countError: (producer: number, error: number, records: number) => void,
  ) {}

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
      if (error === ErrorCode.NOT_LEADER_OR_FOLLOWER)
        this.metadata.take(producer, partition, entries[place + P_KNOWN_STATE]!);
      if (wantsMetadata(error)) refresh = true;
      if (!this.isCurrent(slot, entries[place + P_BATCH]!)) continue;
      if (error === ErrorCode.NONE) this.succeed(slot, entries[place + P_BASE_OFFSET]!);
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

  /** Step 1 of a pass: ranges of sequences whose batch expired after a retry (K-IDEM-8). */
  resolveSequences(producer: number): void {
    const { shape } = this.cluster;
    const { columns } = this;
    if (columns.unresolvedCount[producer] === 0) return;
    for (let partition = 0; partition < shape.names.userPartitionCount; partition++) {
      const queue = producer * shape.partitionCount + partition;
      if (columns.isUnresolved[queue] === 0 || columns.flightFirst[queue]! >= 0) continue;
      columns.isUnresolved[queue] = 0;
      columns.unresolvedCount[producer]!--;
      if (sequenceAfter(columns.lastAcked[queue]!, 1) !== columns.nextSequence[queue]) this.bump(producer, queue);
    }
  }

  /** Numbers the batches of partitions that asked for it anew from 0, under the present epoch (K-IDEM-10). */
  renumber(producer: number): void {
    const { shape } = this.cluster;
    const { columns } = this;
    const epoch = this.identityOf().producerEpoch(producer);
    for (let partition = 0; partition < shape.names.userPartitionCount; partition++) {
      const queue = producer * shape.partitionCount + partition;
      if (columns.needsRenumbering[queue] === 0) continue;
      columns.needsRenumbering[queue] = 0;
      columns.sequenceEpoch[queue] = epoch;
      columns.lastAcked[queue] = -1;
      let sequence = 0;
      const words = columns.slots.array;
      for (let slot = columns.flightFirst[queue]!; slot >= 0; slot = words[slot * SLOT_WORDS + S_NEXT_IN_FLIGHT]!) {
        words[slot * SLOT_WORDS + S_SEQUENCE] = sequence;
        words[slot * SLOT_WORDS + S_EPOCH] = epoch;
        sequence = sequenceAfter(sequence, words[slot * SLOT_WORDS + S_COUNT]!);
      }
      columns.nextSequence[queue] = sequence;
    }
  }

  /** The process ended: what has no result is open for ever (C-REC-1). */
  crash(producer: number): void {
    const { shape } = this.cluster;
    const { columns } = this;
    for (let partition = 0; partition < shape.names.userPartitionCount; partition++) {
      const queue = producer * shape.partitionCount + partition;
      while (columns.queueFirst[queue]! >= 0) this.endOpen(columns.dequeue(queue), queue);
      while (columns.flightFirst[queue]! >= 0) this.endOpen(columns.flightFirst[queue]!, queue);
      columns.isUnresolved[queue] = 0;
      columns.needsRenumbering[queue] = 0;
      columns.nextSequence[queue] = 0;
      columns.lastAcked[queue] = -1;
      columns.sequenceEpoch[queue] = 0;
    }
    columns.incomplete[producer] = 0;
    columns.unresolvedCount[producer] = 0;
    columns.expiryAt[producer] = Infinity;
  }

  /** A record failed before it reached a batch (K-PROD-2, K-PROD-4). */
  refuse(producer: number, record: number, error: number): void {
    const { kernel, shape, trace } = this.cluster;
    const partition = trace.facts.records.partition[record]!;
    kernel.row(RowKind.sendFail, shape.firstProducer + producer, SendFlag.record, partition, record, error, 0, 0);
    this.columns.failed[producer]!++;
    this.countError(producer, error, 1);
    this.listener.onFailed(producer, -1, record, error);
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
      const sequence = words[base + S_SEQUENCE]!;
      if (sequence >= 0) columns.lastAcked[queue] = sequenceAfter(sequence, words[base + S_COUNT]! - 1);
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
      this.splitBatch(slot, queue, producer);
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
    // K-IDEM-9: wait for the batch before it, or begin a new epoch.
    if (words[base + S_SEQUENCE] === sequenceAfter(columns.lastAcked[queue]!, 1)) this.bump(producer, queue);
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

  private splitBatch(slot: number, queue: number, producer: number): void {
    const { producerSettings, kernel, shape } = this.cluster;
    const { columns, accumulator } = this;
    const words = columns.slots.array;
    const base = slot * SLOT_WORDS;
    const partition = words[base + S_PARTITION]!;
    const batch = words[base + S_BATCH]!;
    const size = this.cluster.trace.facts.batches.sizeBytes[batch]!;
    const wasSplit = (words[base + S_FLAGS]! & FLAG_SPLIT) !== 0;
    // Batches of batch.size; one that was split already, or is not above it, is halved.
    const whole = producerSettings.batchBytes[producer]!;
    const limit = wasSplit || size <= whole ? Math.max(1, Math.floor(size / 2)) : whole;
    const actor = shape.firstProducer + producer;
    kernel.row(
      RowKind.sendRetry,
      actor,
      0,
      partition,
      batch,
      ErrorCode.MESSAGE_TOO_LARGE,
      words[base + S_ATTEMPTS]!,
      0,
    );
    const created = columns.createdAt.array[slot]!;
    const parts = accumulator.split(slot, producer, partition, limit);
    if (columns.slots.array[base + S_SEQUENCE]! >= 0) this.unnumber(slot, queue);
    columns.removeInFlight(queue, slot);
    for (const part of parts.toReversed()) {
      columns.createdAt.array[part] = created;
      columns.requeue(queue, part);
    }
    accumulator.release(slot, producer);
    columns.incomplete[producer]!--;
    columns.freeSlot(slot);
  }

  /** The parts of a split batch take its sequences; what was numbered behind it is numbered again. */
  private unnumber(slot: number, queue: number): void {
    const { columns } = this;
    const words = columns.slots.array;
    const from = words[slot * SLOT_WORDS + S_SEQUENCE]!;
    columns.nextSequence[queue] = from;
    let other = columns.queueFirst[queue]!;
    while (other >= 0) {
      if (words[other * SLOT_WORDS + S_SEQUENCE]! > from) {
        words[other * SLOT_WORDS + S_SEQUENCE] = -1;
        columns.removeInFlight(queue, other);
        words[other * SLOT_WORDS + S_ATTEMPTS] = 0;
      }
      other = words[other * SLOT_WORDS + S_NEXT]!;
    }
  }

  private fail(slot: number, queue: number, producer: number, error: number): void {
    const { columns } = this;
    const words = columns.slots.array;
    const base = slot * SLOT_WORDS;
    const isUncertain = (words[base + S_FLAGS]! & FLAG_UNCERTAIN) !== 0;
    columns.failed[producer]! += words[base + S_COUNT]!;
    this.countError(producer, error, words[base + S_COUNT]!);
    const hadSequence = words[base + S_SEQUENCE]! >= 0;
    const batch = words[base + S_BATCH]!;
    const hadRetriesLeft = words[base + S_ATTEMPTS]! <= this.cluster.producerSettings.retries[producer]!;
    this.noteEnd(slot, isUncertain ? RowKind.sendInfo : RowKind.sendFail, error, 0);
    // K-IDEM-10: the final failure of a batch that still had retries left needs a new epoch.
    if (hadSequence && hadRetriesLeft && !isRetriable(error) && error !== ErrorCode.DELIVERY_TIMEOUT)
      this.bump(producer, queue);
    this.settle(slot, queue, producer);
    this.listener.onFailed(producer, batch, -1, error);
  }

  private expireOne(slot: number, queue: number): void {
    const { columns } = this;
    const words = columns.slots.array;
    const base = slot * SLOT_WORDS;
    const flags = words[base + S_FLAGS]!;
    if ((flags & FLAG_DONE) !== 0) return;
    const producer = words[base + S_PRODUCER]!;
    if ((flags & FLAG_CLOSED) === 0) this.accumulator.close(slot);
    if ((flags & FLAG_RETRIED) !== 0 && words[base + S_SEQUENCE]! >= 0 && columns.isUnresolved[queue] === 0) {
      columns.isUnresolved[queue] = 1;
      columns.unresolvedCount[producer]!++;
    }
    if ((flags & FLAG_SENT) === 0) {
      this.fail(slot, queue, producer, ErrorCode.DELIVERY_TIMEOUT);
      return;
    }
    // Its request is still in flight: the result is out, the memory stays until the request ends (K-PROD-9).
    columns.failed[producer]! += words[base + S_COUNT]!;
    this.countError(producer, ErrorCode.DELIVERY_TIMEOUT, words[base + S_COUNT]!);
    this.noteEnd(slot, RowKind.sendInfo, ErrorCode.DELIVERY_TIMEOUT, 0);
    words[base + S_FLAGS]! |= FLAG_DONE;
    columns.incomplete[producer]!--;
    columns.removeInFlight(queue, slot);
    this.listener.onFailed(producer, words[base + S_BATCH]!, -1, ErrorCode.DELIVERY_TIMEOUT);
  }

  private bump(producer: number, queue: number): void {
    this.columns.needsRenumbering[queue] = 1;
    this.identityOf().requestBump(producer);
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
