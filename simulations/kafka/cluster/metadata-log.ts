import { growInt32, type Arena, type Growable } from '../../kernel';

/** What the controller holds of a broker (K-CTL-2, K-CTL-3). */
export const BROKER_FENCED = 1;
export const BROKER_ACTIVE = 2;
export const BROKER_SHUTTING_DOWN = 3;

/** What the controller holds of a partition. `leader` and `lastKnownLeader` are brokers or -1; sets are broker masks. */
export interface PartitionState {
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  readonly inSyncReplicas: number;
  readonly eligibleLeaderReplicas: number;
  readonly lastKnownLeader: number;
  readonly isRecovering: boolean;
  readonly replicas: number;
  readonly addingReplicas: number;
  readonly removingReplicas: number;
}

/**
 * The metadata log: every state that the controller ever gave a partition or a broker, one row a change, append-only.
 * A metadata image is a number, the rows that somebody knows, so a stale view costs nothing (K-CTL-1).
 */
export class MetadataLog {
  private readonly lengths: Int32Array;
  private readonly words: Growable<Int32Array>;
  /** Newest row of each partition, committed or not. */
  readonly latest: Int32Array;

  constructor(arena: Arena, partitionCount: number) {
    this.lengths = arena.int32(1);
    this.words = arena.growableInt32(64 * WORDS);
    this.latest = arena.int32(partitionCount, -1);
  }

  get length(): number {
    return this.lengths[0]!;
  }

  /** Adds a state of a partition. */
  appendPartition(partition: number, state: PartitionState): number {
    const row = this.lengths[0]!++;
    growInt32(this.words, (row + 1) * WORDS);
    const words = this.words.array;
    const base = row * WORDS;
    words[base] = partition;
    words[base + 1] = state.leader;
    words[base + 2] = state.leaderEpoch;
    words[base + 3] = state.partitionEpoch;
    words[base + 4] = state.inSyncReplicas;
    words[base + 5] = state.eligibleLeaderReplicas;
    words[base + 6] = state.lastKnownLeader;
    words[base + 7] = state.isRecovering ? 1 : 0;
    words[base + 8] = this.latest[partition]!;
    words[base + 9] = -1;
    words[base + 10] = state.replicas;
    words[base + 11] = state.addingReplicas;
    words[base + 12] = state.removingReplicas;
    this.latest[partition] = row;
    return row;
  }

  /** The row of the trace that tells of row `row`. */
  noteTraceRow(row: number, traceRow: number): void {
    this.words.array[row * WORDS + 9] = traceRow;
  }

  traceRow(row: number): number {
    return this.words.array[row * WORDS + 9]!;
  }

  /** Adds a state of a broker. */
  appendBroker(broker: number, state: number, brokerEpoch: number): number {
    const row = this.lengths[0]!++;
    growInt32(this.words, (row + 1) * WORDS);
    const words = this.words.array;
    const base = row * WORDS;
    words[base] = -1 - broker;
    words[base + 1] = state;
    words[base + 2] = brokerEpoch;
    words[base + 9] = -1;
    return row;
  }

  /** Partition of a row, or -1 - broker if the row is a broker's. */
  subject(row: number): number {
    return this.words.array[row * WORDS]!;
  }
  brokerState(row: number): number {
    return this.words.array[row * WORDS + 1]!;
  }
  brokerEpoch(row: number): number {
    return this.words.array[row * WORDS + 2]!;
  }
  leader(row: number): number {
    return this.words.array[row * WORDS + 1]!;
  }
  leaderEpoch(row: number): number {
    return this.words.array[row * WORDS + 2]!;
  }
  partitionEpoch(row: number): number {
    return this.words.array[row * WORDS + 3]!;
  }
  inSyncReplicas(row: number): number {
    return this.words.array[row * WORDS + 4]!;
  }
  eligibleLeaderReplicas(row: number): number {
    return this.words.array[row * WORDS + 5]!;
  }
  lastKnownLeader(row: number): number {
    return this.words.array[row * WORDS + 6]!;
  }
  /** All replicas of the partition; while it is reassigned the old and the new ones (K-REA-2). */
  replicas(row: number): number {
    return this.words.array[row * WORDS + 10]!;
  }
  addingReplicas(row: number): number {
    return this.words.array[row * WORDS + 11]!;
  }
  removingReplicas(row: number): number {
    return this.words.array[row * WORDS + 12]!;
  }
  isRecovering(row: number): boolean {
    return this.words.array[row * WORDS + 7] === 1;
  }

  /** The state of `partition` in the image of `offset` rows, -1 if it has none there. */
  stateAt(partition: number, offset: number): number {
    let row = this.latest[partition]!;
    while (row >= offset) row = this.words.array[row * WORDS + 8]!;
    return row;
  }
}

const WORDS = 13;

/** Number of members of a broker set. */
export function countOf(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
