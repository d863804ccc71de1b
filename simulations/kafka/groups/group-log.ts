import { growInt32, type Arena, type Growable } from '../../kernel';
import type { Cluster } from '../cluster/cluster';
import { PayloadTable } from './payloads';
import type { GroupRecord } from './group-record';

/** What is kept of a group in the log: enough for another coordinator to go on without a rebalance (K-GRP-24). */
export interface StoredGroup {
  readonly generationId: number;
  readonly record: GroupRecord;
}

const WORDS = 5;
const FIRST_ROWS = 64;
/** In the partition word of a row: the rest is the number of a {@link StoredGroup}. */
const METADATA = -1;

/** Hears what a log batch of `__consumer_offsets` holds. */
export interface GroupLogReader {
  onCommit(group: number, partition: number, offset: number, leaderEpoch: number): void;
  onGroup(group: number, stored: StoredGroup): void;
}

/**
 * What each internal log batch holds, the keys and values of `__consumer_offsets`: committed offsets and groups.
 * Append-only, in the order of log batches, so a log is read by walking its batches (K-ERR-3).
 */
export class GroupLog {
  /** Rows of log batch, group, partition, offset, leader epoch. */
  private readonly words: Growable<Int32Array>;
  private readonly lengths: Int32Array;
  private readonly groups: PayloadTable<StoredGroup>;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
  ) {
    this.words = arena.growableInt32(FIRST_ROWS * WORDS);
    this.lengths = arena.int32(1);
    this.groups = new PayloadTable(arena);
  }

  addCommit(logBatch: number, group: number, partition: number, offset: number, leaderEpoch: number): void {
    this.add(logBatch, group, partition, offset, leaderEpoch);
  }

  addGroup(logBatch: number, group: number, stored: StoredGroup): void {
    this.add(logBatch, group, METADATA, this.groups.add(stored), 0);
  }

  /** Tells `reader` what the log that ends with `tip` holds, oldest first. */
  replay(tip: number, reader: GroupLogReader): void {
    const { log } = this.cluster;
    const batches: number[] = [];
    for (let node = tip; node >= 0; node = log.parent[node]!) batches.push(node);
    for (let i = batches.length - 1; i >= 0; i--) this.read(batches[i]!, reader);
  }

  private read(logBatch: number, reader: GroupLogReader): void {
    const words = this.words.array;
    for (let row = this.firstRow(logBatch); row < this.lengths[0]! && words[row * WORDS] === logBatch; row++) {
      const base = row * WORDS;
      const group = words[base + 1]!;
      const partition = words[base + 2]!;
      const offset = words[base + 3]!;
      const leaderEpoch = words[base + 4]!;
      if (partition === METADATA) reader.onGroup(group!, this.groups.get(offset!));
      else reader.onCommit(group!, partition!, offset!, leaderEpoch!);
    }
  }

  /** Log batches are numbered in the order of their appends, so the rows ascend. */
  private firstRow(logBatch: number): number {
    let low = 0;
    let high = this.lengths[0]!;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.words.array[middle * WORDS]! < logBatch) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private add(logBatch: number, group: number, partition: number, offset: number, leaderEpoch: number): void {
    const row = this.lengths[0]!++;
    growInt32(this.words, (row + 1) * WORDS);
    const words = this.words.array;
    const base = row * WORDS;
    words[base] = logBatch;
    words[base + 1] = group;
    words[base + 2] = partition;
    words[base + 3] = offset;
    words[base + 4] = leaderEpoch;
  }
}
