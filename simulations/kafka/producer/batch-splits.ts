import { ErrorCode, RowKind } from '../../kernel';
import type { Cluster } from '../cluster/cluster';
import type { Accumulator } from './accumulator';
import {
  FLAG_SPLIT,
  S_ATTEMPTS,
  S_BATCH,
  S_COUNT,
  S_EPOCH,
  S_FLAGS,
  S_PARTITION,
  S_SEQUENCE,
  SLOT_WORDS,
  type ProducerColumns,
} from './producer-columns';
import { sequenceAfter } from '../broker/producer-states';

/**
 * Batches that the broker found too large: cut into batches of `batch.size`, and the second time into halves. The parts
 * share the sequences of the whole, stand in its place, and have not used up a retry (K-PROD-33).
 */
export class BatchSplits {
  constructor(
    private readonly cluster: Cluster,
    private readonly columns: ProducerColumns,
    private readonly accumulator: Accumulator,
  ) {}

  /** Splits the batch in `slot`, which is in flight no more, and frees the slot. */
  split(slot: number, queue: number, producer: number): void {
    const { producerSettings, kernel, shape, trace } = this.cluster;
    const { columns, accumulator } = this;
    const words = columns.slots.array;
    const base = slot * SLOT_WORDS;
    const partition = words[base + S_PARTITION]!;
    const batch = words[base + S_BATCH]!;
    const attempts = words[base + S_ATTEMPTS]!;
    const half = Math.floor(trace.facts.batches.sizeBytes[batch]! / 2);
    const limit = (words[base + S_FLAGS]! & FLAG_SPLIT) !== 0 ? half : producerSettings.batchBytes[producer]!;
    const actor = shape.firstProducer + producer;
    kernel.row(RowKind.sendRetry, actor, 0, partition, batch, ErrorCode.MESSAGE_TOO_LARGE, attempts, 0);
    const created = columns.createdAt.array[slot]!;
    const parts = accumulator.split(slot, producer, partition, limit);
    columns.removeInFlight(queue, slot);
    this.number(slot, queue, parts);
    for (const part of parts.toReversed()) {
      columns.createdAt.array[part] = created;
      columns.requeue(queue, part);
    }
    accumulator.release(slot, producer);
    columns.incomplete[producer]!--;
    columns.freeSlot(slot);
  }

  private number(slot: number, queue: number, parts: readonly number[]): void {
    const words = this.columns.slots.array;
    let sequence = words[slot * SLOT_WORDS + S_SEQUENCE]!;
    if (sequence < 0) return;
    for (const part of parts) {
      words[part * SLOT_WORDS + S_SEQUENCE] = sequence;
      words[part * SLOT_WORDS + S_EPOCH] = words[slot * SLOT_WORDS + S_EPOCH]!;
      sequence = sequenceAfter(sequence, words[part * SLOT_WORDS + S_COUNT]!);
      this.columns.addInFlight(queue, part);
    }
  }
}
