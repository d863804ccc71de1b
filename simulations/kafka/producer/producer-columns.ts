import { growFloat64, growInt32, type Arena, type Growable } from '../../kernel';
import type { ClusterShape } from '../cluster/shape';

/** Words of a batch slot: a batch that is open, queued or in flight. */
export const S_BATCH = 0;
export const S_NEXT = 1;
export const S_PARTITION = 2;
export const S_PRODUCER = 3;
export const S_COUNT = 4;
/** Last record added. */
export const S_LAST = 5;
export const S_BYTES = 6;
export const S_FLAGS = 7;
export const S_ATTEMPTS = 8;
/** Base sequence, -1: none assigned yet (K-IDEM-2). */
export const S_SEQUENCE = 9;
export const S_EPOCH = 10;
/** Bytes taken from buffer.memory (K-PROD-9). */
export const S_RESERVED = 11;
/** Next slot in the partition's list of batches with a sequence, or in flight. */
export const S_NEXT_IN_FLIGHT = 12;
/** Leader epoch at the last attempt (K-PROD-21). */
export const S_LEADER_EPOCH = 13;
export const SLOT_WORDS = 14;

/** Takes no more records. */
export const FLAG_CLOSED = 1;
/** A request with it is unanswered. */
export const FLAG_SENT = 2;
/** Was queued again at least once, so it may be on the broker (K-IDEM-8). */
export const FLAG_RETRIED = 4;
/** Its result is out (delivery timeout), only its memory is still held. */
export const FLAG_DONE = 8;
/** Some attempt may have been written (C-OUT-2). */
export const FLAG_UNCERTAIN = 16;
/** Made by splitting a batch that was too large (K-PROD-33). */
export const FLAG_SPLIT = 32;
/** Stands in its partition's list of batches with a sequence, or in flight. */
export const FLAG_LISTED = 64;
/** Was numbered anew while a request with its old number is unanswered (K-IDEM-9). */
export const FLAG_RENUMBERED = 128;

/** Batch slots and per-partition queues of all producers. Queue index: producer * partitionCount + partition. */
export class ProducerColumns {
  readonly slots: Growable<Int32Array>;
  /** Of a slot: when its batch was created, and when it was last queued (creation, or again), in µs. */
  readonly createdAt: Growable<Float64Array>;
  readonly queuedAt: Growable<Float64Array>;
  /** Earliest next attempt (backoff), in µs. */
  readonly retryAt: Growable<Float64Array>;
  /** Timestamp of its first record, from which those of the others are told (K-PROD-5). */
  readonly firstTimestampMs: Growable<Float64Array>;
  private readonly heads: Int32Array;

  readonly queueFirst: Int32Array;
  readonly queueLast: Int32Array;
  readonly queueCount: Int32Array;
  /** Batches with a sequence, or in flight, lowest sequence first. */
  readonly flightFirst: Int32Array;
  readonly flightLast: Int32Array;
  readonly flightCount: Int32Array;
  readonly nextSequence: Int32Array;
  /** Sequence of the last record that was acknowledged, -1: none. */
  readonly lastAcked: Int32Array;
  /** Producer epoch under which the partition's sequences run. */
  readonly sequenceEpoch: Int32Array;
  /** 1: a retried batch expired, so a range of sequences is unresolved, and the sequence behind it (K-IDEM-8). */
  readonly isUnresolved: Uint8Array;
  readonly unresolvedNext: Int32Array;
  /** 1: the producer has had a batch for the partition (K-PART-6). */
  readonly wasQueued: Uint8Array;
  /** 1: the partition asked for a new epoch (K-IDEM-10). */
  readonly needsRenumbering: Uint8Array;

  /** Per producer. */
  readonly freeBytes: Float64Array;
  readonly sent: Int32Array;
  readonly acked: Int32Array;
  readonly failed: Int32Array;
  /** Batches without a result. */
  readonly incomplete: Int32Array;
  /** Time of the wake-up that is armed, Infinity: none. */
  readonly wakeAt: Float64Array;
  /** No batch can be older than `delivery.timeout.ms` before this time. */
  readonly expiryAt: Float64Array;
  /** Partitions with an unresolved range of sequences. */
  readonly unresolvedCount: Int32Array;
  /** 1 while flush() or close() makes everything sendable (K-PROD-6). */
  readonly isFlushing: Uint8Array;
  /** `producer * brokerCount + broker`: where the next walk over its partitions begins (K-PROD-8). */
  readonly drainIndex: Int32Array;
  /** `producer * brokerCount + broker`: when it last had data for the broker, and when it last could send it (K-PART-7). */
  readonly readyAt: Float64Array;
  readonly drainedAt: Float64Array;
  readonly backoffDraws: Int32Array;

  constructor(
    arena: Arena,
    private readonly shape: ClusterShape,
  ) {
    const producers = shape.producerCount;
    const queues = producers * shape.partitionCount;
    this.slots = arena.growableInt32(64 * SLOT_WORDS);
    this.createdAt = arena.growableFloat64(64);
    this.queuedAt = arena.growableFloat64(64);
    this.retryAt = arena.growableFloat64(64);
    this.firstTimestampMs = arena.growableFloat64(64);
    this.heads = arena.int32(2, -1);
    this.heads[1] = 0;
    this.queueFirst = arena.int32(queues, -1);
    this.queueLast = arena.int32(queues, -1);
    this.queueCount = arena.int32(queues);
    this.flightFirst = arena.int32(queues, -1);
    this.flightLast = arena.int32(queues, -1);
    this.flightCount = arena.int32(queues);
    this.nextSequence = arena.int32(queues);
    this.lastAcked = arena.int32(queues, -1);
    this.sequenceEpoch = arena.int32(queues);
    this.isUnresolved = arena.uint8(queues);
    this.unresolvedNext = arena.int32(queues);
    this.wasQueued = arena.uint8(queues);
    this.needsRenumbering = arena.uint8(queues);
    this.freeBytes = arena.float64(producers);
    this.sent = arena.int32(producers);
    this.acked = arena.int32(producers);
    this.failed = arena.int32(producers);
    this.incomplete = arena.int32(producers);
    this.wakeAt = arena.float64(producers, Infinity);
    this.expiryAt = arena.float64(producers, Infinity);
    this.unresolvedCount = arena.int32(producers);
    this.isFlushing = arena.uint8(producers);
    this.drainIndex = arena.int32(producers * shape.brokerCount);
    this.readyAt = arena.float64(producers * shape.brokerCount, -1);
    this.drainedAt = arena.float64(producers * shape.brokerCount);
    this.backoffDraws = arena.int32(producers);
  }

  /** A slot for a new batch. */
  newSlot(producer: number, partition: number, batch: number, now: number): number {
    const heads = this.heads;
    let slot = heads[0]!;
    if (slot >= 0) heads[0] = this.slots.array[slot * SLOT_WORDS + S_NEXT]!;
    else {
      slot = heads[1]!++;
      growInt32(this.slots, (slot + 1) * SLOT_WORDS);
      growFloat64(this.createdAt, slot + 1);
      growFloat64(this.queuedAt, slot + 1);
      growFloat64(this.retryAt, slot + 1);
      growFloat64(this.firstTimestampMs, slot + 1);
    }
    const words = this.slots.array;
    const base = slot * SLOT_WORDS;
    words.fill(0, base, base + SLOT_WORDS);
    words[base + S_BATCH] = batch;
    words[base + S_NEXT] = -1;
    words[base + S_PARTITION] = partition;
    words[base + S_PRODUCER] = producer;
    words[base + S_LAST] = -1;
    words[base + S_SEQUENCE] = -1;
    words[base + S_NEXT_IN_FLIGHT] = -1;
    words[base + S_LEADER_EPOCH] = -1;
    this.createdAt.array[slot] = now;
    this.queuedAt.array[slot] = now;
    this.retryAt.array[slot] = 0;
    return slot;
  }

  /** The slot's batch is over. */
  freeSlot(slot: number): void {
    const words = this.slots.array;
    words[slot * SLOT_WORDS + S_BATCH] = -1;
    words[slot * SLOT_WORDS + S_NEXT] = this.heads[0]!;
    this.heads[0] = slot;
  }

  queueOf(slot: number): number {
    const words = this.slots.array;
    const base = slot * SLOT_WORDS;
    return words[base + S_PRODUCER]! * this.shape.partitionCount + words[base + S_PARTITION]!;
  }

  /** Appends to the end of a partition's queue. */
  enqueue(queue: number, slot: number): void {
    const words = this.slots.array;
    const last = this.queueLast[queue]!;
    words[slot * SLOT_WORDS + S_NEXT] = -1;
    if (last < 0) this.queueFirst[queue] = slot;
    else words[last * SLOT_WORDS + S_NEXT] = slot;
    this.queueLast[queue] = slot;
    this.queueCount[queue]!++;
  }

  /** Puts a batch back: at the head, or, with sequences, in their order (K-PROD-20). */
  requeue(queue: number, slot: number): void {
    const words = this.slots.array;
    const sequence = words[slot * SLOT_WORDS + S_SEQUENCE]!;
    let previous = -1;
    let next = this.queueFirst[queue]!;
    while (sequence >= 0 && next >= 0) {
      const other = words[next * SLOT_WORDS + S_SEQUENCE]!;
      if (other < 0 || other > sequence) break;
      previous = next;
      next = words[next * SLOT_WORDS + S_NEXT]!;
    }
    words[slot * SLOT_WORDS + S_NEXT] = next;
    if (previous < 0) this.queueFirst[queue] = slot;
    else words[previous * SLOT_WORDS + S_NEXT] = slot;
    if (next < 0) this.queueLast[queue] = slot;
    this.queueCount[queue]!++;
  }

  /** Takes the head of a partition's queue out. */
  dequeue(queue: number): number {
    const slot = this.queueFirst[queue]!;
    const next = this.slots.array[slot * SLOT_WORDS + S_NEXT]!;
    this.queueFirst[queue] = next;
    if (next < 0) this.queueLast[queue] = -1;
    this.queueCount[queue]!--;
    this.slots.array[slot * SLOT_WORDS + S_NEXT] = -1;
    return slot;
  }

  /** Adds to the list of batches in flight, unless it stands there: at the end, or, with a sequence, in their order. */
  addInFlight(queue: number, slot: number): void {
    const words = this.slots.array;
    if ((words[slot * SLOT_WORDS + S_FLAGS]! & FLAG_LISTED) !== 0) return;
    words[slot * SLOT_WORDS + S_FLAGS]! |= FLAG_LISTED;
    this.flightCount[queue]!++;
    const sequence = words[slot * SLOT_WORDS + S_SEQUENCE]!;
    const last = this.flightLast[queue]!;
    let previous = last;
    if (last >= 0 && sequence >= 0 && words[last * SLOT_WORDS + S_SEQUENCE]! > sequence) {
      previous = -1;
      for (let other = this.flightFirst[queue]!; words[other * SLOT_WORDS + S_SEQUENCE]! < sequence;) {
        previous = other;
        other = words[other * SLOT_WORDS + S_NEXT_IN_FLIGHT]!;
      }
    }
    const next = previous < 0 ? this.flightFirst[queue]! : words[previous * SLOT_WORDS + S_NEXT_IN_FLIGHT]!;
    words[slot * SLOT_WORDS + S_NEXT_IN_FLIGHT] = next;
    if (previous < 0) this.flightFirst[queue] = slot;
    else words[previous * SLOT_WORDS + S_NEXT_IN_FLIGHT] = slot;
    if (next < 0) this.flightLast[queue] = slot;
  }

  /** Takes a batch out of the list of those in flight, if it stands in it. */
  removeInFlight(queue: number, slot: number): void {
    const words = this.slots.array;
    if ((words[slot * SLOT_WORDS + S_FLAGS]! & FLAG_LISTED) === 0) return;
    words[slot * SLOT_WORDS + S_FLAGS]! &= ~FLAG_LISTED;
    let previous = -1;
    let current = this.flightFirst[queue]!;
    while (current !== slot) {
      previous = current;
      current = words[current * SLOT_WORDS + S_NEXT_IN_FLIGHT]!;
    }
    const next = words[slot * SLOT_WORDS + S_NEXT_IN_FLIGHT]!;
    if (previous < 0) this.flightFirst[queue] = next;
    else words[previous * SLOT_WORDS + S_NEXT_IN_FLIGHT] = next;
    if (next < 0) this.flightLast[queue] = previous;
    words[slot * SLOT_WORDS + S_NEXT_IN_FLIGHT] = -1;
    this.flightCount[queue]!--;
  }
}
