import { RowKind, type Arena } from '../../kernel';
import type { Cluster } from '../cluster/cluster';
import {
  FLAG_CLOSED,
  FLAG_SPLIT,
  S_BATCH,
  S_BYTES,
  S_COUNT,
  S_FLAGS,
  S_LAST,
  S_RESERVED,
  SLOT_WORDS,
  type ProducerColumns,
} from './producer-columns';

/** Bytes of a batch header (K-PROD-5, format v2). */
export const BATCH_HEADER_BYTES = 61;
/** Largest overhead of one record, for estimates (K-PROD-4). */
const RECORD_OVERHEAD_BYTES = 21;

/** Bytes of a zig-zag varint. */
export function varintBytes(value: number): number {
  let rest = ((value << 1) ^ (value >> 31)) >>> 0;
  let bytes = 1;
  while (rest >= 0x80) {
    rest >>>= 7;
    bytes++;
  }
  return bytes;
}

/** Bytes of a zig-zag varint of up to 64 bits. */
function varlongBytes(value: number): number {
  let rest = value >= 0 ? value * 2 : -value * 2 - 1;
  let bytes = 1;
  while (rest >= 0x80) {
    rest = Math.floor(rest / 128);
    bytes++;
  }
  return bytes;
}

/** Outcome of an append. */
export const APPENDED = 0;
export const APPENDED_NEW_BATCH = 1;
export const APPENDED_FULL = 2;
export const NO_MEMORY = 3;

/** The buffer of unsent records: per partition a queue of batches, of which only the last takes records (K-PROD-5, K-PROD-9). */
export class Accumulator {
  /** Of the record appended last: its number, and by how many bytes its batch grew, a new batch's header included. */
  lastRecord = -1;
  lastBytes = 0;

  constructor(
    _arena: Arena,
    private readonly cluster: Cluster,
    private readonly columns: ProducerColumns,
    /** Bytes of a key and its length on the wire, by key number. */
    private readonly keyBytes: Int32Array,
  ) {}

  /** Upper bound of a batch that holds this record alone (K-PROD-4). `key` -1: null. */
  estimate(key: number, valueBytes: number): number {
    const bytes = key < 0 ? 0 : this.keyBytes[key]!;
    return BATCH_HEADER_BYTES + RECORD_OVERHEAD_BYTES + bytes + Math.max(0, valueBytes);
  }

  /**
   * Adds a record to its partition's last batch, or to a new one. `valueBytes` -1: null. Returns one of the outcomes
   * above; with {@link NO_MEMORY} nothing happened.
   */
  append(
    producer: number,
    partition: number,
    key: number,
    value: number,
    valueBytes: number,
    eventTimeMs: number,
    intent: number,
  ): number {
    const { shape, kernel, producerSettings, trace } = this.cluster;
    const { columns } = this;
    const queue = producer * shape.partitionCount + partition;
    const batchBytes = producerSettings.batchBytes[producer]!;
    const { records, batches } = trace.facts;
    let slot = this.openSlot(queue);
    let isNew = false;
    let closedOne = false;
    if (slot >= 0 && !this.hasRoom(slot, batchBytes, key, valueBytes, eventTimeMs)) {
      this.close(slot);
      closedOne = true;
      slot = -1;
    }
    if (slot < 0) {
      const reserved = Math.max(batchBytes, this.estimate(key, valueBytes));
      if (columns.freeBytes[producer]! < reserved) return NO_MEMORY;
      slot = this.open(producer, partition, reserved);
      columns.enqueue(queue, slot);
      isNew = true;
    }
    const words = columns.slots.array;
    const base = slot * SLOT_WORDS;
    const batch = words[base + S_BATCH]!;
    const count = words[base + S_COUNT]!;
    const incarnation = kernel.incarnation[shape.firstProducer + producer]!;
    if (count === 0) columns.firstTimestampMs.array[slot] = eventTimeMs;
    if (count === 0 || eventTimeMs > batches.maxTimestampMs[batch]!) batches.maxTimestampMs[batch] = eventTimeMs;
    const bytes = this.recordBytes(slot, key, valueBytes, eventTimeMs);
    this.lastBytes = count === 0 ? BATCH_HEADER_BYTES + bytes : bytes;
    words[base + S_BYTES]! += bytes;
    words[base + S_COUNT] = count + 1;
    const record = records.append(
      kernel.now,
      incarnation,
      partition,
      key,
      value,
      valueBytes,
      eventTimeMs,
      intent,
      batch,
      words[base + S_LAST]!,
    );
    words[base + S_LAST] = record;
    this.lastRecord = record;
    kernel.tell(RowKind.sendInvoke, shape.firstProducer + producer);
    if (words[base + S_BYTES]! >= batchBytes || closedOne) return APPENDED_FULL;
    return isNew ? APPENDED_NEW_BATCH : APPENDED;
  }

  /**
   * Closes the last batch of a partition if this record does not fit into it; true if it did that. The sticky partition
   * is then looked at again, before a new batch is made (K-PART-3).
   */
  closeIfFull(producer: number, partition: number, key: number, valueBytes: number, eventTimeMs: number): boolean {
    const { shape, producerSettings } = this.cluster;
    const slot = this.openSlot(producer * shape.partitionCount + partition);
    if (slot < 0 || this.hasRoom(slot, producerSettings.batchBytes[producer]!, key, valueBytes, eventTimeMs))
      return false;
    this.close(slot);
    return true;
  }

  /** The batch takes no more records: its row and its list of records are final. */
  close(slot: number): void {
    const words = this.columns.slots.array;
    const base = slot * SLOT_WORDS;
    if ((words[base + S_FLAGS]! & FLAG_CLOSED) !== 0) return;
    words[base + S_FLAGS]! |= FLAG_CLOSED;
    const { batches, records } = this.cluster.trace.facts;
    const batch = words[base + S_BATCH]!;
    const count = words[base + S_COUNT]!;
    const first = batches.reserve(count);
    batches.firstSlot[batch] = first;
    batches.count[batch] = count;
    batches.sizeBytes[batch] = words[base + S_BYTES]!;
    batches.closedAtMicros[batch] = this.cluster.kernel.now;
    const { recordAt } = batches;
    const { previousInBatch } = records;
    let record = words[base + S_LAST]!;
    for (let i = count - 1; i >= 0; i--) {
      recordAt[first + i] = record;
      record = previousInBatch[record]!;
    }
  }

  /** Gives back what the batch had reserved (K-PROD-9). */
  release(slot: number, producer: number): void {
    const base = slot * SLOT_WORDS;
    this.columns.freeBytes[producer]! += this.columns.slots.array[base + S_RESERVED]!;
    this.columns.slots.array[base + S_RESERVED] = 0;
  }

  /**
   * Splits a batch that the broker found too large into batches of at most `limitBytes` each (K-PROD-33); they take its
   * place at the head of the queue and are returned in order.
   */
  split(slot: number, producer: number, partition: number, limitBytes: number): number[] {
    const { trace } = this.cluster;
    const { batches, records } = trace.facts;
    const batch = this.columns.slots.array[slot * SLOT_WORDS + S_BATCH]!;
    const first = batches.firstSlot[batch]!;
    const parts: number[] = [];
    let part = -1;
    for (let i = 0; i < batches.count[batch]!; i++) {
      const record = batches.recordAt[first + i]!;
      const key = records.key[record]!;
      const valueBytes = records.sizeBytes[record]!;
      const eventTimeMs = records.eventTimeMs[record]!;
      if (part >= 0 && !this.hasRoom(part, limitBytes, key, valueBytes, eventTimeMs)) part = -1;
      if (part < 0) {
        part = this.open(producer, partition, 0, batch);
        this.columns.slots.array[part * SLOT_WORDS + S_FLAGS]! |= FLAG_SPLIT | FLAG_CLOSED;
        batches.firstSlot[this.batchOf(part)] = batches.reserve(0);
        parts.push(part);
        this.columns.firstTimestampMs.array[part] = eventTimeMs;
      }
      const words = this.columns.slots.array;
      const base = part * SLOT_WORDS;
      words[base + S_BYTES]! += this.recordBytes(part, key, valueBytes, eventTimeMs);
      words[base + S_COUNT]!++;
      words[base + S_LAST] = record;
      const target = words[base + S_BATCH]!;
      batches.recordAt[batches.reserve(1)] = record;
      batches.count[target] = words[base + S_COUNT]!;
      batches.sizeBytes[target] = words[base + S_BYTES]!;
      batches.closedAtMicros[target] = this.cluster.kernel.now;
      batches.maxTimestampMs[target] = Math.max(batches.maxTimestampMs[target]!, eventTimeMs);
    }
    return parts;
  }

  private batchOf(slot: number): number {
    return this.columns.slots.array[slot * SLOT_WORDS + S_BATCH]!;
  }

  private open(producer: number, partition: number, reserved: number, splitFrom = -1): number {
    const { kernel, shape, trace, producerSettings } = this.cluster;
    const { columns } = this;
    const incarnation = kernel.incarnation[shape.firstProducer + producer]!;
    const batch = trace.facts.batches.open(partition, incarnation, kernel.now, splitFrom);
    const slot = columns.newSlot(producer, partition, batch, kernel.now);
    columns.slots.array[slot * SLOT_WORDS + S_BYTES] = BATCH_HEADER_BYTES;
    columns.slots.array[slot * SLOT_WORDS + S_RESERVED] = reserved;
    columns.freeBytes[producer]! -= reserved;
    columns.incomplete[producer]!++;
    columns.wasQueued[producer * shape.partitionCount + partition] = 1;
    const expiry = kernel.now + producerSettings.deliveryTimeoutMicros[producer]!;
    if (expiry < columns.expiryAt[producer]!) columns.expiryAt[producer] = expiry;
    return slot;
  }

  /** The batch of a partition that takes records, -1: none. */
  private openSlot(queue: number): number {
    const last = this.columns.queueLast[queue]!;
    if (last < 0) return -1;
    return (this.columns.slots.array[last * SLOT_WORDS + S_FLAGS]! & FLAG_CLOSED) === 0 ? last : -1;
  }

  private hasRoom(slot: number, limitBytes: number, key: number, valueBytes: number, eventTimeMs: number): boolean {
    const bytes = this.columns.slots.array[slot * SLOT_WORDS + S_BYTES]!;
    return bytes + this.recordBytes(slot, key, valueBytes, eventTimeMs) <= limitBytes;
  }

  /** Bytes of one more record of a batch (K-PROD-5). */
  private recordBytes(slot: number, key: number, valueBytes: number, eventTimeMs: number): number {
    const count = this.columns.slots.array[slot * SLOT_WORDS + S_COUNT]!;
    const sinceFirst = count === 0 ? 0 : eventTimeMs - this.columns.firstTimestampMs.array[slot]!;
    const keyPart = key < 0 ? 1 : this.keyBytes[key]! + varintBytes(this.keyBytes[key]!);
    const valuePart = valueBytes < 0 ? 1 : valueBytes + varintBytes(valueBytes);
    const body = 1 + varlongBytes(sinceFirst) + varintBytes(count) + keyPart + valuePart + 1;
    return body + varintBytes(body);
  }
}
