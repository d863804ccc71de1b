import type { Arena } from '../../kernel';
import type { ClusterShape } from '../cluster/shape';

/**
 * The replica list of each partition as the controller has it, the preferred leader first, and what a reassignment in
 * progress adds and removes (K-REA-1 to K-REA-7). While one is in progress the list is the union of both (K-REA-2).
 */
export class ReplicaLists {
  /** `partition * maxReplication + place`: a broker. */
  private readonly brokers: Int32Array;
  private readonly counts: Int32Array;
  /** Masks of brokers. */
  readonly adding: Int32Array;
  readonly removing: Int32Array;

  constructor(
    arena: Arena,
    private readonly shape: ClusterShape,
  ) {
    const { partitionCount, maxReplication, firstReplica, replicaBroker, replicasAtFirst } = shape;
    this.brokers = arena.int32(partitionCount * maxReplication);
    this.counts = arena.int32(partitionCount);
    this.adding = arena.int32(partitionCount);
    this.removing = arena.int32(partitionCount);
    for (let partition = 0; partition < partitionCount; partition++) {
      const first = firstReplica[partition]!;
      this.write(partition, [...replicaBroker.subarray(first, first + replicasAtFirst[partition]!)]);
    }
  }

  /** The brokers of a partition's list, in its order. */
  of(partition: number): number[] {
    const first = partition * this.shape.maxReplication;
    return [...this.brokers.subarray(first, first + this.counts[partition]!)];
  }

  mask(partition: number): number {
    return maskOf(this.of(partition));
  }

  count(partition: number): number {
    return this.counts[partition]!;
  }

  /** The preferred leader. */
  preferred(partition: number): number {
    return this.brokers[partition * this.shape.maxReplication]!;
  }

  /** The first member in list order that is in `mask`, -1: none. */
  firstIn(partition: number, mask: number): number {
    const first = partition * this.shape.maxReplication;
    for (let place = first; place < first + this.counts[partition]!; place++) {
      const broker = this.brokers[place]!;
      if ((mask >> broker) & 1) return broker;
    }
    return -1;
  }

  isChanging(partition: number): boolean {
    return (this.adding[partition]! | this.removing[partition]!) !== 0;
  }

  /** Begins a reassignment, or replaces the target of the one in progress (K-REA-2, K-REA-6). */
  begin(partition: number, target: readonly number[]): void {
    const union = this.of(partition);
    const removing = union.filter((broker) => !target.includes(broker)).toSorted((a, b) => a - b);
    const adding = target.filter((broker) => !union.includes(broker));
    if (removing.length > 0) this.removing[partition] = maskOf(removing);
    if (adding.length > 0) this.adding[partition] = maskOf(adding);
    this.write(partition, [...target, ...removing]);
  }

  /** Ends it: the replicas in `mask` leave the list, the others keep their order (K-REA-4, K-REA-7). */
  end(partition: number, mask: number): void {
    this.write(
      partition,
      this.of(partition).filter((broker) => ((mask >> broker) & 1) === 0),
    );
    this.adding[partition] = 0;
    this.removing[partition] = 0;
  }

  private write(partition: number, list: readonly number[]): void {
    this.brokers.set(list, partition * this.shape.maxReplication);
    this.counts[partition] = list.length;
  }
}

function maskOf(brokers: readonly number[]): number {
  return brokers.reduce((mask, broker) => mask | (1 << broker), 0);
}
