import { growInt32, type Arena, type Growable } from '../../kernel';

/** What the controller holds of a broker (K-CTL-2, K-CTL-3). */
export const BROKER_FENCED = 1;
export const BROKER_ACTIVE = 2;
export const BROKER_SHUTTING_DOWN = 3;

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

  /** Adds a state of a partition. `leader` and `lastKnownLeader` are brokers or -1; sets are broker masks. */
  appendPartition(
    partition: number,
    leader: number,
    leaderEpoch: number,
    partitionEpoch: number,
    inSyncReplicas: number,
    eligibleLeaderReplicas: number,
    lastKnownLeader: number,
    isRecovering: boolean,
  ): number {
    const row = this.lengths[0]!++;
    growInt32(this.words, (row + 1) * WORDS);
    const words = this.words.array;
    const base = row * WORDS;
    words[base] = partition;
    words[base + 1] = leader;
    words[base + 2] = leaderEpoch;
    words[base + 3] = partitionEpoch;
    words[base + 4] = inSyncReplicas;
    words[base + 5] = eligibleLeaderReplicas;
    words[base + 6] = lastKnownLeader;
    words[base + 7] = isRecovering ? 1 : 0;
    words[base + 8] = this.latest[partition]!;
    words[base + 9] = -1;
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

const WORDS = 10;

/** Number of members of a broker set. */
export function countOf(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
