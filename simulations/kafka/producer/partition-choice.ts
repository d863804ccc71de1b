import { draw, Purpose, type Arena } from '../../kernel';
import { adaptiveWeights, drawWeighted } from '../partitioners';
import type { ClientMetadata } from '../client/client-metadata';
import type { Cluster } from '../cluster/cluster';
import { PARTITIONER_ROUND_ROBIN } from '../cluster/settings';
import { FLAG_CLOSED, S_BYTES, S_FLAGS, SLOT_WORDS, type ProducerColumns } from './producer-columns';

/**
 * Which partition a record goes to (K-PART-1 to K-PART-8). Index of the sticky state: producer * topicCount + topic.
 */
export class PartitionChoice {
  /** The sticky partition (number within its topic), -1: none drawn yet; and bytes appended to it (K-PART-3). */
  private readonly sticky: Int32Array;
  private readonly stickyBytes: Int32Array;
  private readonly draws: Int32Array;
  private readonly roundRobin: Int32Array;
  /** True if the partition chosen last is the sticky one. */
  isSticky = false;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly metadata: ClientMetadata,
    private readonly columns: ProducerColumns,
    /** murmur2 of each key, by key number. */
    private readonly keyHash: Int32Array,
    /** For librdkafka's partitioners: the partition of a key out of so many, or -1 for a random one; by producer. */
    private readonly clientPartitioner: readonly (((key: number, partitions: number) => number) | null)[],
  ) {
    const count = cluster.shape.producerCount * cluster.shape.topicCount;
    this.sticky = arena.int32(count, -1);
    this.stickyBytes = arena.int32(count);
    this.draws = arena.int32(count);
    this.roundRobin = arena.int32(count);
  }

  /** The partition for a record without one of its own. `key` -1: null. */
  choose(producer: number, topic: number, key: number): number {
    const { shape, producerSettings } = this.cluster;
    const first = shape.topicFirst[topic]!;
    const count = this.metadata.partitionsOf(producer, topic);
    this.isSticky = false;
    const foreign = this.clientPartitioner[producer];
    if (foreign) {
      const number = foreign(key, count);
      return first + (number >= 0 ? number : this.uniform(producer, topic, count));
    }
    if (producerSettings.partitioner[producer] === PARTITIONER_ROUND_ROBIN) return this.next(producer, topic);
    if (key >= 0 && producerSettings.ignoresKeys[producer] === 0) {
      return first + ((this.keyHash[key]! & 0x7fffffff) % count);
    }
    this.isSticky = true;
    const index = producer * shape.topicCount + topic;
    if (this.sticky[index]! < 0) this.switchSticky(producer, topic, index);
    else if (this.mustSwitch(producer, index, first)) this.switchSticky(producer, topic, index);
    return first + this.sticky[index]!;
  }

  /** `bytes` were appended for a record that went to the sticky partition (K-PART-3). */
  appended(producer: number, topic: number, partition: number, bytes: number): void {
    const { shape, producerSettings } = this.cluster;
    const index = producer * shape.topicCount + topic;
    if (this.sticky[index] !== partition - shape.topicFirst[topic]!) return;
    this.stickyBytes[index]! += bytes;
    const limit = producerSettings.batchBytes[producer]!;
    if (this.stickyBytes[index]! >= 2 * limit) this.switchSticky(producer, topic, index);
    else if (this.mustSwitch(producer, index, shape.topicFirst[topic]!)) this.switchSticky(producer, topic, index);
  }

  /** A process began. */
  reset(producer: number): void {
    const { topicCount } = this.cluster.shape;
    this.sticky.fill(-1, producer * topicCount, (producer + 1) * topicCount);
    this.stickyBytes.fill(0, producer * topicCount, (producer + 1) * topicCount);
  }

  private mustSwitch(producer: number, index: number, first: number): boolean {
    if (this.stickyBytes[index]! < this.cluster.producerSettings.batchBytes[producer]!) return false;
    return !this.hasUnfilledBatch(producer, first + this.sticky[index]!);
  }

  private hasUnfilledBatch(producer: number, partition: number): boolean {
    const { shape, producerSettings } = this.cluster;
    const last = this.columns.queueLast[producer * shape.partitionCount + partition]!;
    if (last < 0) return false;
    const words = this.columns.slots.array;
    const isClosed = (words[last * SLOT_WORDS + S_FLAGS]! & FLAG_CLOSED) !== 0;
    return !isClosed && words[last * SLOT_WORDS + S_BYTES]! < producerSettings.batchBytes[producer]!;
  }

  private switchSticky(producer: number, topic: number, index: number): void {
    const { shape, producerSettings } = this.cluster;
    const first = shape.topicFirst[topic]!;
    const count = this.metadata.partitionsOf(producer, topic);
    this.stickyBytes[index] = 0;
    const available: number[] = [];
    const lengths: number[] = [];
    let hasAll = true;
    for (let number = 0; number < count; number++) {
      const queue = producer * shape.partitionCount + first + number;
      lengths.push(this.columns.queueCount[queue]!);
      if (this.columns.wasQueued[queue] === 0) hasAll = false;
      if (this.metadata.leaderOf(producer, first + number) >= 0) available.push(number);
    }
    let candidates = available.length > 0 ? available : lengths.map((_, number) => number);
    const r = this.random(producer, index);
    let place = -1;
    if (producerSettings.isAdaptive[producer] === 1 && hasAll) {
      const willing = candidates.filter((number) => !this.isUnavailable(producer, first + number));
      const queueLengths = willing.map((number) => lengths[number]!);
      const weights = adaptiveWeights(queueLengths, count);
      if (weights !== null) {
        candidates = willing;
        place = drawWeighted(weights.cumulative, r);
      }
    }
    this.sticky[index] = candidates[place < 0 ? r % candidates.length : place]!;
  }

  /** K-PART-7: its broker has had data waiting, but took none, for longer than `partitioner.availability.timeout.ms`. */
  private isUnavailable(producer: number, partition: number): boolean {
    const { shape, producerSettings } = this.cluster;
    const { columns } = this;
    const limit = producerSettings.availabilityTimeoutMicros[producer]!;
    if (limit <= 0 || columns.queueFirst[producer * shape.partitionCount + partition]! < 0) return false;
    const leader = this.metadata.leaderOf(producer, partition);
    if (leader < 0) return false;
    const index = producer * shape.brokerCount + leader;
    return columns.readyAt[index]! - columns.drainedAt[index]! > limit;
  }

  /** K-PART-8: a fixed cycle over the partitions with a leader. */
  private next(producer: number, topic: number): number {
    const { shape } = this.cluster;
    const first = shape.topicFirst[topic]!;
    const index = producer * shape.topicCount + topic;
    const turn = this.roundRobin[index]!++;
    const available: number[] = [];
    const count = this.metadata.partitionsOf(producer, topic);
    for (let number = 0; number < count; number++) {
      if (this.metadata.leaderOf(producer, first + number) >= 0) available.push(number);
    }
    if (available.length === 0) return first + (turn % count);
    return first + available[turn % available.length]!;
  }

  private uniform(producer: number, topic: number, count: number): number {
    return this.random(producer, producer * this.cluster.shape.topicCount + topic) % count;
  }

  /** A random 31-bit number of the producer's own stream (K-PART-5). */
  private random(_producer: number, index: number): number {
    return draw(this.cluster.kernel.seed, Purpose.stickyPartition, index, this.draws[index]!++) & 0x7fffffff;
  }
}
