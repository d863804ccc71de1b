import type { ClusterView } from '../../../simulations/history';

/** How the replicas of one broker stand in its row. */
export interface BarLevel {
  /** A bar is a replica, or a shade stands for several. */
  kind: 'bars' | 'shades';
  /** Replicas of one bar or shade. */
  each: number;
  /** Px from one to the next. */
  pitch: number;
}

const leastPitch = 2.5;
const greatestPitch = 8;

/** Bars while each has 2.5 px, else shades. */
export function barLevel(replicas: number, width: number): BarLevel {
  const pitch = width / Math.max(1, replicas);
  if (pitch >= leastPitch) return { kind: 'bars', each: 1, pitch: Math.min(greatestPitch, pitch) };
  const each = Math.ceil((replicas * leastPitch) / Math.max(leastPitch, width));
  return { kind: 'shades', each, pitch: width / Math.ceil(replicas / each) };
}

/** What a bar says beside its height. */
export const BarTone = { leader: 0, follower: 1, behind: 2 } as const;

/** Heights of bars, 0 to this. */
export const fullBar = 63;

/** Partitions that have a replica on each broker, in their order. */
export function partitionsByBroker({ names, columns }: ClusterView): Int32Array[] {
  const lists: number[][] = Array.from({ length: columns.brokerCount }, () => []);
  for (let partition = 0; partition < names.userPartitionCount; partition++) {
    for (const broker of names.partitionReplicas[partition]!) lists[broker]?.push(partition);
  }
  return lists.map((list) => Int32Array.from(list));
}

/** A log length that all bars are measured by: it grows in steps, so that bars seldom move for another log's sake. */
export function fullLength(view: ClusterView): number {
  const { columns, names } = view;
  let newest = 1;
  for (let partition = 0; partition < names.userPartitionCount; partition++) {
    newest = Math.max(newest, columns.highWatermark[partition]!);
  }
  return Math.ceil(2 ** (Math.ceil(Math.log2(newest) * 2) / 2));
}

/**
 * One broker's replicas at the view's time, what it leads first, longest first: `partitions[i]`, and `bars[i]` with the
 * height (0 to {@link fullBar}) in its upper bits and a {@link BarTone} in its lower two. No object is made.
 */
export class BarReader {
  private readonly led: Float64Array;
  private readonly followed: Float64Array;
  readonly partitions: Int32Array;
  readonly bars: Uint8Array;
  count = 0;
  leaders = 0;

  constructor(mostReplicas: number) {
    this.led = new Float64Array(mostReplicas);
    this.followed = new Float64Array(mostReplicas);
    this.partitions = new Int32Array(mostReplicas);
    this.bars = new Uint8Array(mostReplicas);
  }

  read({ columns }: ClusterView, broker: number, partitions: Int32Array, full: number): void {
    let led = 0;
    let followed = 0;
    for (const partition of partitions) {
      // Length and partition in one number: the longest first, and none made for the sorting.
      const end = columns.logEndOffset[columns.replicaAt(partition, broker)]!;
      const packed = -end * packing + partition;
      if (columns.leader[partition] === broker) this.led[led++] = packed;
      else this.followed[followed++] = packed;
    }
    this.leaders = led;
    this.count = led + followed;
    this.led.subarray(0, led).sort();
    this.followed.subarray(0, followed).sort();
    for (let i = 0; i < this.count; i++) {
      const packed = i < led ? this.led[i]! : this.followed[i - led]!;
      const length = -Math.floor(packed / packing);
      const partition = packed + length * packing;
      this.partitions[i] = partition;
      const height = Math.min(fullBar, Math.ceil((length / full) * fullBar));
      const isInSync = (columns.inSyncReplicas[partition]! & (1 << broker)) !== 0;
      const tone = !isInSync ? BarTone.behind : i < led ? BarTone.leader : BarTone.follower;
      this.bars[i] = (height << 2) | tone;
    }
  }
}

const packing = 4096;
