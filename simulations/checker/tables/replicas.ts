import { AppendFlag, ElectionFlag, RowKind, findLogBatch, type FactView, type TraceNames } from '../../kernel';
import type { Row } from '../fold';

/**
 * Every replica's log (as its last log batch) and what the controller said of each partition, as the rows tell it.
 * Index of a replica: broker * partitionCount + partition.
 */
export class ReplicaTable {
  readonly partitionCount: number;
  readonly brokerCount: number;
  readonly tip: Int32Array;
  /** Highest high watermark that this replica ever served as leader. */
  readonly served: Int32Array;
  /** By partition; leader -1: nobody. */
  readonly leader: Int32Array;
  readonly leaderEpoch: Int32Array;
  /** The leader before the present one, or the last one if nobody leads. */
  readonly previousLeader: Int32Array;
  readonly inSyncReplicas: Int32Array;
  readonly eligibleLeaderReplicas: Int32Array;
  readonly lastKnownLeader: Int32Array;
  readonly highWatermark: Int32Array;
  readonly logStartOffset: Int32Array;
  /** Rows, -1: never: the last election, the last row that left it without a leader, the last truncation. */
  readonly electedRow: Int32Array;
  readonly leaderlessRow: Int32Array;
  readonly truncatedRow: Int32Array;
  /** µs of the elections that took leadership from one broker to another, and of the unclean ones. */
  readonly leaderChangeAt: number[] = [];
  readonly uncleanElectionAt: number[] = [];
  readonly #log: FactView['logBatches'];
  readonly #userPartitions: number;

  constructor(names: TraceNames, log: FactView['logBatches']) {
    this.#log = log;
    this.#userPartitions = names.userPartitionCount;
    this.partitionCount = names.partitions.length;
    this.brokerCount = names.actorKinds.filter((kind) => kind === 'broker').length;
    const partitions = this.partitionCount;
    const replicas = this.brokerCount * partitions;
    this.tip = new Int32Array(replicas).fill(-1);
    this.served = new Int32Array(replicas);
    this.leader = new Int32Array(partitions).fill(-1);
    this.leaderEpoch = new Int32Array(partitions).fill(-1);
    this.previousLeader = new Int32Array(partitions).fill(-1);
    this.inSyncReplicas = new Int32Array(partitions);
    this.eligibleLeaderReplicas = new Int32Array(partitions);
    this.lastKnownLeader = new Int32Array(partitions).fill(-1);
    this.highWatermark = new Int32Array(partitions);
    this.logStartOffset = new Int32Array(partitions);
    this.electedRow = new Int32Array(partitions).fill(-1);
    this.leaderlessRow = new Int32Array(partitions).fill(-1);
    this.truncatedRow = new Int32Array(partitions).fill(-1);
  }

  /** Index of a broker's replica. */
  at(broker: number, partition: number): number {
    return broker * this.partitionCount + partition;
  }

  /** The end of a replica's log. */
  logEndOffset(broker: number, partition: number): number {
    const tip = this.tip[this.at(broker, partition)];
    return tip < 0 ? 0 : this.#log.endOffset[tip];
  }

  /**
   * Who could lead without an unclean election (C-PH-6), as a broker set: the leader of the latest epoch, the in-sync
   * set and the eligible leader replicas, running or down; once both sets are empty, the last known leader (K-REP-35).
   */
  electable(partition: number): number {
    const sets = this.inSyncReplicas[partition] | this.eligibleLeaderReplicas[partition];
    const leader = this.leader[partition];
    const mask = leader >= 0 ? sets | (1 << leader) : sets;
    const last = this.lastKnownLeader[partition];
    return mask === 0 && last >= 0 ? 1 << last : mask;
  }

  step(row: Row): void {
    switch (row.kind) {
      case RowKind.append:
        this.tip[this.at(row.actor, row.subject)] = row.a;
        break;
      case RowKind.truncate: {
        const replica = this.at(row.actor, row.subject);
        this.tip[replica] = findLogBatch(this.#log, this.tip[replica], row.a);
        this.truncatedRow[row.subject] = row.row;
        break;
      }
      case RowKind.highWatermark:
        this.#watermark(row);
        break;
      case RowKind.logStart:
        if (row.a > this.logStartOffset[row.subject]) this.logStartOffset[row.subject] = row.a;
        break;
      case RowKind.leaderElected:
        this.#elected(row);
        break;
      case RowKind.leaderNone:
        if (this.leader[row.subject] >= 0) this.previousLeader[row.subject] = this.leader[row.subject];
        this.leader[row.subject] = -1;
        this.lastKnownLeader[row.subject] = row.a;
        this.leaderEpoch[row.subject] = Math.max(this.leaderEpoch[row.subject], row.b);
        this.inSyncReplicas[row.subject] = row.c;
        this.leaderlessRow[row.subject] = row.row;
        break;
      case RowKind.isrChanged:
        this.inSyncReplicas[row.subject] = row.a;
        this.eligibleLeaderReplicas[row.subject] = row.b;
        this.lastKnownLeader[row.subject] = row.c;
        break;
    }
  }

  #watermark(row: Row): void {
    if (row.b >= 0 && row.b < this.leaderEpoch[row.subject]) return;
    this.highWatermark[row.subject] = row.a;
    const replica = this.at(row.actor, row.subject);
    if (row.a > this.served[replica]) this.served[replica] = row.a;
  }

  #elected(row: Row): void {
    const partition = row.subject;
    const before = this.leader[partition] >= 0 ? this.leader[partition] : this.previousLeader[partition];
    if (before >= 0 && before !== row.a && partition < this.#userPartitions) this.leaderChangeAt.push(row.at);
    // The last known leader is elected like an unclean one, and yet everything committed is its own (K-REP-35).
    if ((row.flags & ElectionFlag.unclean) !== 0 && (row.flags & ElectionFlag.lastKnown) === 0) {
      this.uncleanElectionAt.push(row.at);
    }
    if (before >= 0) this.previousLeader[partition] = before;
    this.leader[partition] = row.a;
    this.leaderEpoch[partition] = row.b;
    this.inSyncReplicas[partition] = row.c;
    // A member elected out of the eligible set is the in-sync set alone; it is eligible no more (K-REP-34).
    this.eligibleLeaderReplicas[partition] &= ~row.c;
    this.electedRow[partition] = row.row;
  }
}

/** Whether an append row is a leader's. */
export function isLeaderAppend(row: Row): boolean {
  return (row.flags & AppendFlag.follower) === 0;
}
