import { ErrorCode, growInt32, type Arena, type Growable } from '../../kernel';
import type { Cluster } from '../cluster/cluster';

/** Batches of one producer that a partition remembers (K-IDEM-3). */
const REMEMBERED_BATCHES = 5;
const MAX_SEQUENCE = 2147483647;

/** The sequence after `count` records from `sequence` on (K-IDEM-2: wraps to 0). */
export function sequenceAfter(sequence: number, count: number): number {
  const next = sequence + count;
  return next > MAX_SEQUENCE ? next - MAX_SEQUENCE - 1 : next;
}

/** What the check of a batch says. */
export interface SequenceCheck {
  error: number;
  /** Log batch of which this one is a repetition, -1: none. */
  duplicateOf: number;
}

/**
 * What leaders remember of idempotent producers, per leader replica and producer id: the last log batch; the ones before
 * it follow by `producerPrevious`.
 */
export class ProducerStates {
  private readonly last: Growable<Int32Array>;
  private readonly counts: Int32Array;
  /** Start of each broker's process: its checks for idle producers count from there (K-IDEM-13). */
  private readonly startedAt: Float64Array;
  private readonly result: SequenceCheck = { error: ErrorCode.NONE, duplicateOf: -1 };

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
  ) {
    this.last = arena.growableInt32(cluster.shape.replicaCount * 4, -1);
    this.counts = arena.int32(1);
    this.startedAt = arena.float64(cluster.shape.brokerCount);
  }

  /** A broker's process began. */
  started(broker: number): void {
    this.startedAt[broker] = this.cluster.kernel.now;
  }

  /** A producer id that nobody had before (K-IDEM-1). */
  newProducerId(): number {
    const producerId = this.counts[0]!++;
    growInt32(this.last, (producerId + 1) * this.cluster.shape.replicaCount);
    return producerId;
  }

  /** The last log batch of `producerId` that `replica` remembers, -1: none. */
  lastOf(replica: number, producerId: number): number {
    const index = producerId * this.cluster.shape.replicaCount + replica;
    const last = this.last.array[index]!;
    if (last < 0 || !this.isExpired(replica, last)) return last;
    this.last.array[index] = -1;
    return -1;
  }

  /** A batch of `producerId` was appended. */
  appended(replica: number, producerId: number, logBatch: number): void {
    this.last.array[producerId * this.cluster.shape.replicaCount + replica] = logBatch;
  }

  /**
   * The check of a client's batch on the leader, K-IDEM-4 in its order (a, b, e, c, d); the transactional cases do not
   * arise. The result is valid until the next call.
   */
  check(replica: number, producerId: number, producerEpoch: number, sequence: number, count: number): SequenceCheck {
    const { log } = this.cluster;
    const result = this.result;
    result.error = ErrorCode.NONE;
    result.duplicateOf = -1;
    const last = this.lastOf(replica, producerId);
    if (last < 0) return result;
    if (log.producerEpoch[last] === producerEpoch) {
      const duplicate = this.findDuplicate(replica, last, producerEpoch, sequence, count);
      if (duplicate >= 0) {
        result.duplicateOf = duplicate;
        return result;
      }
    }
    if (producerEpoch < log.producerEpoch[last]!) {
      result.error = ErrorCode.INVALID_PRODUCER_EPOCH;
    } else if (producerEpoch > log.producerEpoch[last]!) {
      if (sequence !== 0) result.error = ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER;
    } else {
      const size = log.endOffset[last]! - log.baseOffset[last]!;
      const expected = sequenceAfter(log.baseSequence[last]!, size);
      if (sequence !== expected) result.error = ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER;
    }
    return result;
  }

  /** Rebuilds what `replica` remembers from its log, when it becomes leader (K-IDEM-14). */
  rebuild(replica: number): void {
    const { log, replicas, shape } = this.cluster;
    const last = this.last.array;
    const stride = shape.replicaCount;
    const known = this.counts[0]!;
    for (let producerId = 0; producerId < known; producerId++) last[producerId * stride + replica] = -1;
    const start = replicas.logStartOffset[replica]!;
    let left = known;
    for (let node = replicas.tip[replica]!; node >= 0 && left > 0; node = log.parent[node]!) {
      if (log.endOffset[node]! <= start) break;
      const producerId = log.producerId[node]!;
      if (producerId < 0 || last[producerId * stride + replica]! >= 0) continue;
      last[producerId * stride + replica] = node;
      left--;
    }
  }

  /**
   * True if a check since the producer's last batch found it idle for `producer.id.expiration.ms` (K-IDEM-13). The checks
   * change nothing else, so they are made up for when somebody asks.
   */
  private isExpired(replica: number, last: number): boolean {
    const { brokerSettings, kernel, shape, log } = this.cluster;
    const broker = shape.replicaBroker[replica]!;
    const startedAt = this.startedAt[broker]!;
    const every = brokerSettings.producerCheckMicros[broker]!;
    const checks = Math.floor((kernel.now - startedAt) / every);
    const checkedAt = startedAt + checks * every;
    if (checks < 1 || checkedAt <= log.appendedAtMicros[last]!) return false;
    const idleMs = shape.names.clockMs + Math.floor(checkedAt / 1000) - log.maxTimestampMs[last]!;
    return idleMs >= brokerSettings.producerExpirationMs[broker]!;
  }

  private findDuplicate(replica: number, last: number, producerEpoch: number, sequence: number, count: number): number {
    const { log, replicas } = this.cluster;
    const floor = replicas.producerStateFloor[replica]!;
    let node = last;
    let isLast = false;
    for (let remembered = 0; remembered < REMEMBERED_BATCHES && node >= 0 && !isLast; remembered++) {
      if (log.producerEpoch[node] !== producerEpoch) return -1;
      // Of the batches before the snapshot it holds the last one only (K-IDEM-13).
      isLast = log.baseOffset[node]! < floor;
      if (log.baseSequence[node] === sequence && log.endOffset[node]! - log.baseOffset[node]! === count) return node;
      node = log.producerPrevious[node]!;
    }
    return -1;
  }
}
