import { RowKind, findLogBatch, type FactView } from '../../kernel';
import type { Row } from '../fold';
import { isInLog } from './log-tree';
import type { ReplicaTable } from './replicas';

/** Hears of each log batch that enters or leaves the committed log of a partition. */
export interface CommittedListener {
  enter?(node: number, row: Row): void;
  leave?(node: number, row: Row): void;
}

/**
 * L[p] (spec/checker.md 5): the log batches of a partition below the high watermark of its latest leader, in offset
 * order, kept up as the high watermark moves. Only an unclean election takes something out of it again.
 */
export class CommittedLog {
  readonly listeners: CommittedListener[] = [];
  /** The last log batch in L, by partition, -1: empty. */
  readonly tip: Int32Array;
  /** How often each record stands in L. */
  readonly places: Uint8Array;
  readonly #facts: FactView;
  readonly #replicas: ReplicaTable;
  readonly #userPartitions: number;
  /** The first log batch that ever entered L, by partition. */
  readonly #first: Int32Array;

  constructor(facts: FactView, replicas: ReplicaTable, userPartitions: number) {
    this.#facts = facts;
    this.#replicas = replicas;
    this.#userPartitions = userPartitions;
    this.tip = new Int32Array(replicas.partitionCount).fill(-1);
    this.#first = new Int32Array(replicas.partitionCount).fill(-1);
    this.places = new Uint8Array(facts.records.length);
  }

  /** Where L begins in this history: before it nothing is known. */
  startOffset(partition: number): number {
    const first = this.#first[partition];
    return first < 0 ? 0 : this.#facts.logBatches.baseOffset[first];
  }

  /** The end of L. */
  endOffset(partition: number): number {
    const tip = this.tip[partition];
    return tip < 0 ? 0 : this.#facts.logBatches.endOffset[tip];
  }

  step(row: Row): void {
    if (row.kind !== RowKind.highWatermark || row.subject >= this.#userPartitions) return;
    const partition = row.subject;
    if (row.b >= 0 && row.b < this.#replicas.leaderEpoch[partition]) return;
    const log = this.#facts.logBatches;
    const end = this.#replicas.tip[this.#replicas.at(row.actor, partition)];
    const node = end >= 0 && log.endOffset[end] <= row.a ? end : findLogBatch(log, end, row.a);
    let tip = this.tip[partition];
    if (node === tip) return;
    if (node >= 0 && log.parent[node] === tip && (tip >= 0 || log.baseOffset[node] === 0)) {
      this.tip[partition] = node;
      this.#enter(node, row);
      return;
    }
    // A new leader's high watermark starts lower (K-REP-9): nothing left L because of that.
    if (node < 0 || (tip >= 0 && isInLog(log, node, tip))) return;
    while (tip >= 0 && !isInLog(log, tip, node)) {
      this.#leave(tip, row);
      tip = log.parent[tip];
    }
    const entering: number[] = [];
    for (let at = node; at !== tip && at >= 0; at = log.parent[at]) entering.push(at);
    this.tip[partition] = node;
    for (let index = entering.length - 1; index >= 0; index--) this.#enter(entering[index], row);
  }

  #enter(node: number, row: Row): void {
    if (this.#first[row.subject] < 0) this.#first[row.subject] = node;
    const batch = this.#facts.logBatches.batch[node];
    if (batch < 0) return;
    const { firstSlot, count, recordAt } = this.#facts.batches;
    const first = firstSlot[batch];
    const end = first + count[batch];
    for (let slot = first; slot < end; slot++) {
      const record = recordAt[slot];
      if (this.places[record] < 255) this.places[record]++;
    }
    for (const listener of this.listeners) listener.enter?.(node, row);
  }

  #leave(node: number, row: Row): void {
    const batch = this.#facts.logBatches.batch[node];
    if (batch < 0) return;
    const { firstSlot, count, recordAt } = this.#facts.batches;
    for (let slot = firstSlot[batch]; slot < firstSlot[batch] + count[batch]; slot++) {
      if (this.places[recordAt[slot]] > 0) this.places[recordAt[slot]]--;
    }
    for (const listener of this.listeners) listener.leave?.(node, row);
  }
}
