import { ErrorCode } from '../../kernel';
import { sequenceAfter } from '../broker/producer-states';
import type { Cluster } from '../cluster/cluster';
import {
  FLAG_RENUMBERED,
  FLAG_SENT,
  S_COUNT,
  S_EPOCH,
  S_FLAGS,
  S_NEXT_IN_FLIGHT,
  S_SEQUENCE,
  SLOT_WORDS,
  type ProducerColumns,
} from './producer-columns';
import type { ProducerIdentity } from './producer-identity';

/** Sequences of idempotent producers after something went wrong: unresolved ranges, new epochs (K-IDEM-8 to K-IDEM-10). */
export class Sequences {
  constructor(
    private readonly cluster: Cluster,
    private readonly columns: ProducerColumns,
    /** Set once by who owns both. */
    private readonly identityOf: () => ProducerIdentity,
  ) {}

  /** A batch was acknowledged. */
  acknowledged(queue: number, sequence: number, count: number): void {
    if (sequence >= 0) this.columns.lastAcked[queue] = sequenceAfter(sequence, count - 1);
  }

  /** Step 1 of a pass: ranges whose batch expired after a retry, once nothing of the partition is in flight (K-IDEM-8). */
  resolve(producer: number): void {
    const { shape } = this.cluster;
    const { columns } = this;
    if (columns.unresolvedCount[producer] === 0) return;
    for (let partition = 0; partition < shape.names.userPartitionCount; partition++) {
      const queue = producer * shape.partitionCount + partition;
      if (columns.isUnresolved[queue] === 0 || columns.flightFirst[queue]! >= 0) continue;
      this.clearUnresolved(producer, queue);
      if (sequenceAfter(columns.lastAcked[queue]!, 1) !== columns.nextSequence[queue]) this.bump(producer, queue);
    }
  }

  /** A batch that was sent more than once expired: nobody knows whether its sequences are taken (K-IDEM-8). */
  markUnresolved(producer: number, queue: number, sequence: number, count: number): void {
    const { columns } = this;
    const next = sequenceAfter(sequence, count);
    if (columns.isUnresolved[queue] === 1) {
      columns.unresolvedNext[queue] = Math.max(columns.unresolvedNext[queue]!, next);
      return;
    }
    columns.isUnresolved[queue] = 1;
    columns.unresolvedNext[queue] = next;
    columns.unresolvedCount[producer]!++;
  }

  /**
   * OUT_OF_ORDER_SEQUENCE_NUMBER for the batch in `slot`: it is sent again in any case. If no batch before it is still
   * to come, there is a gap in the log, and the partition begins a new epoch (K-IDEM-9).
   */
  outOfOrder(producer: number, queue: number, slot: number): void {
    const { columns } = this;
    const words = columns.slots.array;
    const base = slot * SLOT_WORDS;
    const sequence = words[base + S_SEQUENCE]!;
    if ((words[base + S_FLAGS]! & FLAG_RENUMBERED) !== 0) return;
    const isNext = sequence === sequenceAfter(columns.lastAcked[queue]!, 1);
    if (columns.isUnresolved[queue] === 0 ? isNext : sequence === columns.unresolvedNext[queue]) {
      this.bump(producer, queue);
    }
  }

  /** A batch with a sequence failed for good: what of it asks for a new epoch (K-IDEM-10). */
  failed(producer: number, queue: number, error: number, hadRetriesLeft: boolean): void {
    if (error === ErrorCode.DELIVERY_TIMEOUT) return;
    if (hadRetriesLeft || error === ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER) this.bump(producer, queue);
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
      if (columns.isUnresolved[queue] === 1) this.clearUnresolved(producer, queue);
      columns.sequenceEpoch[queue] = epoch;
      columns.lastAcked[queue] = -1;
      let sequence = 0;
      const words = columns.slots.array;
      for (let slot = columns.flightFirst[queue]!; slot >= 0; slot = words[slot * SLOT_WORDS + S_NEXT_IN_FLIGHT]!) {
        const base = slot * SLOT_WORDS;
        words[base + S_SEQUENCE] = sequence;
        words[base + S_EPOCH] = epoch;
        if ((words[base + S_FLAGS]! & FLAG_SENT) !== 0) words[base + S_FLAGS]! |= FLAG_RENUMBERED;
        sequence = sequenceAfter(sequence, words[base + S_COUNT]!);
      }
      columns.nextSequence[queue] = sequence;
    }
  }

  /** The process ended. */
  forget(producer: number, queue: number): void {
    const { columns } = this;
    columns.isUnresolved[queue] = 0;
    columns.needsRenumbering[queue] = 0;
    columns.nextSequence[queue] = 0;
    columns.lastAcked[queue] = -1;
    columns.sequenceEpoch[queue] = 0;
    columns.unresolvedCount[producer] = 0;
  }

  private clearUnresolved(producer: number, queue: number): void {
    this.columns.isUnresolved[queue] = 0;
    this.columns.unresolvedCount[producer]!--;
  }

  private bump(producer: number, queue: number): void {
    this.columns.needsRenumbering[queue] = 1;
    this.identityOf().requestBump(producer);
  }
}
