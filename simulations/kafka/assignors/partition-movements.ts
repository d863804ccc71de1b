import { javaHash } from '../partitioners';
import { hashOrder } from './j-order';
import { numberOf } from './partition-space';
import type { PartitionSpace } from './partition-space';

interface Movement {
  readonly from: number;
  readonly to: number;
}

/** Partitions that went the same way, with the most that there ever were at once. */
interface Movers {
  readonly partitions: Set<number>;
  peak: number;
}

/**
 * Who moved where since the balancing began (K-ASG-6, step 7): of each partition that is not at its first owner the
 * pair first owner → present owner. It spares a topic's partitions from crossing each other between two members.
 */
export class PartitionMovements {
  private readonly space: PartitionSpace;
  private readonly movementOf = new Map<number, Movement>();
  private readonly movers = new Map<string, Movers>();

  constructor(space: PartitionSpace) {
    this.space = space;
  }

  /** The partition that should move to `to` in place of `partition`, which `owner` holds: itself, or one to go back. */
  actuallyMoved(partition: number, owner: number, to: number): number {
    const from = this.movementOf.get(partition)?.from ?? owner;
    const backwards = this.movers.get(this.keyOf(partition, { from: to, to: from }));
    if (!backwards) return partition;
    const topicHash = javaHash(this.space.topics[this.space.topicOf[partition]]);
    const hashOf = (mover: number): number => (Math.imul(31, 31 + numberOf(this.space, mover)) + topicHash) | 0;
    return hashOrder(backwards.partitions, hashOf, backwards.peak)[0];
  }

  /** Records that `partition` went from `owner` to `to`. */
  record(partition: number, owner: number, to: number): void {
    const before = this.movementOf.get(partition);
    if (before) this.forget(partition, before);
    const from = before?.from ?? owner;
    if (from === to) return;
    const movement = { from, to };
    this.movementOf.set(partition, movement);
    const key = this.keyOf(partition, movement);
    const movers = this.movers.get(key) ?? { partitions: new Set<number>(), peak: 0 };
    movers.partitions.add(partition);
    movers.peak = Math.max(movers.peak, movers.partitions.size);
    this.movers.set(key, movers);
  }

  private forget(partition: number, movement: Movement): void {
    const key = this.keyOf(partition, movement);
    const movers = this.movers.get(key)!;
    movers.partitions.delete(partition);
    if (movers.partitions.size === 0) this.movers.delete(key);
    this.movementOf.delete(partition);
  }

  private keyOf(partition: number, movement: Movement): string {
    return `${this.space.topicOf[partition]}:${movement.from}:${movement.to}`;
  }
}
