import { RowKind, type FactView } from '../../kernel';
import type { Row } from '../fold';
import { isInLog } from './log-tree';
import type { ReplicaTable } from './replicas';

/** Where the copies of a log batch stand (C-PH-6). */
export const Fate = { present: 0, gone: 1, unreachable: 2 } as const;

/** Hears of a log batch whose fate changed; `row` is what changed it. */
export type FateListener = (node: number, fate: number, before: number, row: number, at: number) => void;

/**
 * The fate of every log batch while the cluster changes (C-PH-6): present while an electable replica holds it; gone once
 * a leader of a newer epoch lacks it and every other copy would be truncated on return, or once no copy is left;
 * unreachable while neither holds. What retention removed is none of these and stays `present` here.
 *
 * Judged after all rows of one instant, because the in-sync set and the leader of one change stand in two rows.
 */
export class SurvivalTable {
  readonly fate: Uint8Array;
  readonly listeners: FateListener[] = [];
  readonly #log: FactView['logBatches'];
  readonly #replicas: ReplicaTable;
  readonly #userPartitions: number;
  /** 1: some leader of a newer epoch was elected without it. */
  readonly #isLacked: Uint8Array;
  /** Log batches that were not present when last looked at, and those that a truncation took from a replica. */
  readonly #doubtful: Set<number>[];
  /** Log batches that alone need a look, by partition; null: the whole partition does. */
  readonly #fresh: (number[] | null)[];
  /** The row that made a partition worth another look, -1: none; and its time. */
  readonly #dirtyRow: Int32Array;
  readonly #dirty: number[] = [];
  #dirtyAt = 0;
  /** Log batches of a producer's batch, newest first: -1 ends the chain. */
  readonly nodeOfBatch: Int32Array;
  readonly previousNode: Int32Array;
  /** The row in which a leader appended it, -1: not seen. */
  readonly appendRow: Int32Array;

  constructor(facts: FactView, replicas: ReplicaTable, userPartitions: number) {
    this.#log = facts.logBatches;
    this.#replicas = replicas;
    this.#userPartitions = userPartitions;
    this.fate = new Uint8Array(facts.logBatches.length);
    this.#isLacked = new Uint8Array(facts.logBatches.length);
    this.#doubtful = Array.from({ length: replicas.partitionCount }, () => new Set());
    this.#fresh = Array.from({ length: replicas.partitionCount }, () => []);
    this.#dirtyRow = new Int32Array(replicas.partitionCount).fill(-1);
    this.nodeOfBatch = new Int32Array(facts.batches.length).fill(-1);
    this.previousNode = new Int32Array(facts.logBatches.length).fill(-1);
    this.appendRow = new Int32Array(facts.logBatches.length).fill(-1);
  }

  /** Before the replica table takes a row in: what it will change. */
  before(row: Row): void {
    if (this.#dirty.length > 0 && row.at > this.#dirtyAt) this.settle();
    if (row.kind !== RowKind.truncate || row.subject >= this.#userPartitions) return;
    const { endOffset, parent } = this.#log;
    const doubtful = this.#doubtful[row.subject];
    let node = this.#replicas.tip[this.#replicas.at(row.actor, row.subject)];
    for (; node >= 0 && endOffset[node] > row.a; node = parent[node]) doubtful.add(node);
    this.#look(row.subject, row);
  }

  /** After the replica table took it in. */
  after(row: Row): void {
    if (row.kind === RowKind.append) this.#appended(row);
    if (row.subject >= this.#userPartitions) return;
    if (row.kind === RowKind.leaderElected) this.#elected(row);
    if (row.kind === RowKind.leaderElected || row.kind === RowKind.leaderNone || row.kind === RowKind.isrChanged) {
      this.#look(row.subject, row);
    }
  }

  /** Judges the partitions that changed since the last look. */
  settle(): void {
    for (const partition of this.#dirty) {
      const row = this.#dirtyRow[partition];
      const fresh = this.#fresh[partition];
      this.#dirtyRow[partition] = -1;
      this.#fresh[partition] = [];
      this.#judge(partition, row, this.#dirtyAt, fresh);
    }
    this.#dirty.length = 0;
  }

  /** Notes that a partition is worth a look; `node`: that log batch alone. */
  #look(partition: number, row: Row, node = -1): void {
    if (node < 0) this.#fresh[partition] = null;
    else this.#fresh[partition]?.push(node);
    if (this.#dirtyRow[partition] < 0) this.#dirty.push(partition);
    // An election explains a loss better than the change of the in-sync set beside it.
    if (this.#dirtyRow[partition] < 0 || row.kind !== RowKind.isrChanged) this.#dirtyRow[partition] = row.row;
    this.#dirtyAt = row.at;
  }

  #appended(row: Row): void {
    const node = row.a;
    const batch = this.#log.batch[node];
    if (batch < 0 || row.subject >= this.#userPartitions) return;
    // Nodes are numbered as leaders append them, so a replicated copy is never newer than the newest known.
    if (node > this.nodeOfBatch[batch]) {
      this.previousNode[node] = this.nodeOfBatch[batch];
      this.nodeOfBatch[batch] = node;
      this.appendRow[node] = row.row;
    }
    if (this.fate[node] !== Fate.present) {
      this.#look(row.subject, row);
      return;
    }
    // A leader that was deposed and does not know it appends what nobody will keep (K-REP-38).
    const leader = this.#replicas.leader[row.subject];
    if (leader < 0 || leader === row.actor || this.#log.leaderEpoch[node] >= this.#replicas.leaderEpoch[row.subject])
      return;
    const tip = this.#replicas.tip[this.#replicas.at(leader, row.subject)];
    if (isInLog(this.#log, node, tip)) return;
    for (let at = node; at >= 0 && this.#log.endOffset[at] > row.b; at = this.#log.parent[at]) {
      this.#isLacked[at] = 1;
      this.#doubtful[row.subject].add(at);
      this.#look(row.subject, row, at);
    }
  }

  #elected(row: Row): void {
    const { leaderEpoch, parent } = this.#log;
    const tip = this.#replicas.tip[this.#replicas.at(row.a, row.subject)];
    for (let broker = 0; broker < this.#replicas.brokerCount; broker++) {
      if (broker === row.a) continue;
      let node = this.#replicas.tip[this.#replicas.at(broker, row.subject)];
      for (; node >= 0 && !isInLog(this.#log, node, tip); node = parent[node]) {
        if (leaderEpoch[node] < row.b) this.#isLacked[node] = 1;
      }
    }
  }

  #judge(partition: number, row: number, at: number, fresh: readonly number[] | null): void {
    const electable = this.#replicas.electable(partition);
    const doubtful = this.#doubtful[partition];
    const electableTips: number[] = [];
    const otherTips: number[] = [];
    for (let broker = 0; broker < this.#replicas.brokerCount; broker++) {
      const tip = this.#replicas.tip[this.#replicas.at(broker, partition)];
      if (tip >= 0) ((electable & (1 << broker)) !== 0 ? electableTips : otherTips).push(tip);
    }
    const isIn = (node: number, tips: readonly number[]) => tips.some((tip) => isInLog(this.#log, node, tip));
    for (const tip of fresh ? [] : otherTips) {
      for (let node = tip; node >= 0 && !isIn(node, electableTips); node = this.#log.parent[node]) doubtful.add(node);
    }
    // In the order of the log, so that findings list offsets in order.
    for (const node of [...(fresh ?? doubtful)].toSorted((a, b) => a - b)) {
      let fate: number = Fate.present;
      if (!this.#isExpired(partition, node) && !isIn(node, electableTips)) {
        fate = this.#isLacked[node] === 1 || !isIn(node, otherTips) ? Fate.gone : Fate.unreachable;
      }
      const before = this.fate[node];
      this.fate[node] = fate;
      if (fate === Fate.present) doubtful.delete(node);
      if (fate !== before && this.#log.batch[node] >= 0) {
        for (const listener of this.listeners) listener(node, fate, before, row, at);
      }
    }
  }

  #isExpired(partition: number, node: number): boolean {
    return this.#log.endOffset[node] <= this.#replicas.logStartOffset[partition];
  }

  /** Whether some replica still holds the log batch. */
  hasCopy(node: number): boolean {
    const partition = this.#log.partition[node];
    for (let broker = 0; broker < this.#replicas.brokerCount; broker++) {
      if (isInLog(this.#log, node, this.#replicas.tip[this.#replicas.at(broker, partition)])) return true;
    }
    return false;
  }
}
