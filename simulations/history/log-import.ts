import { findLogBatch, type Trace } from '../kernel';

/** Where a record stood, as a key of a map. */
const place = (partition: number, offset: number, record: number) => `${partition}/${offset}/${record}`;

/**
 * Rebuilds the tree of logs (one node a record) from appends and polls of single records. Replicas that appended the
 * same records under the same epochs share nodes; a replica that appended something else is a branch.
 */
export class LogImport {
  readonly #trace: Trace;
  /** The last node of each replica, by broker and partition. */
  readonly #tips = new Map<string, number>();
  readonly #children = new Map<string, number>();
  readonly #places = new Map<string, number>();

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** A replica appends one record; returns its node. `leaderEpoch` undefined: that of the copy it replicates. */
  append(
    broker: number,
    partition: number,
    offset: number,
    record: number,
    batch: number,
    leaderEpoch?: number,
  ): number {
    const log = this.#trace.facts.logBatches;
    const replica = `${broker}/${partition}`;
    let tip = this.#tips.get(replica) ?? -1;
    // A log that is written at an offset ended there.
    if (tip >= 0 && log.endOffset[tip] > offset) tip = findLogBatch(log, tip, offset);
    const known = this.#places.get(place(partition, offset, record));
    const isGap = tip < 0 || log.endOffset[tip] !== offset;
    let node: number;
    if (known !== undefined && isGap && (leaderEpoch === undefined || log.leaderEpoch[known] === leaderEpoch)) {
      // What came before is not part of this history, so nothing speaks against its being the same log.
      node = known;
    } else {
      const epoch = leaderEpoch ?? (known === undefined ? 0 : log.leaderEpoch[known]);
      node = this.#child(tip, partition, offset, record, batch, epoch);
    }
    this.#tips.set(replica, node);
    return node;
  }

  /** The replica's log now ends at `logEndOffset`. Returns where it ended before. */
  truncate(broker: number, partition: number, logEndOffset: number): number {
    const log = this.#trace.facts.logBatches;
    const replica = `${broker}/${partition}`;
    const tip = this.#tips.get(replica) ?? -1;
    const before = tip < 0 ? logEndOffset : log.endOffset[tip];
    this.#tips.set(replica, findLogBatch(log, tip, logEndOffset));
    return before;
  }

  /** The end of a replica's log. */
  logEndOffset(broker: number, partition: number): number {
    const tip = this.#tips.get(`${broker}/${partition}`) ?? -1;
    return tip < 0 ? 0 : this.#trace.facts.logBatches.endOffset[tip];
  }

  /** The node of a record that was read at an offset; one of its own if no append of it is known. */
  seen(partition: number, offset: number, record: number, batch: number): number {
    const known = this.#places.get(place(partition, offset, record));
    return known ?? this.#child(-1, partition, offset, record, batch, 0);
  }

  #child(parent: number, partition: number, offset: number, record: number, batch: number, epoch: number): number {
    const key = `${parent}/${place(partition, offset, record)}/${epoch}`;
    const known = this.#children.get(key);
    if (known !== undefined) return known;
    const log = this.#trace.facts.logBatches;
    const node = log.append(partition, batch, 1, epoch, parent, 1);
    log.baseOffset[node] = offset;
    log.endOffset[node] = offset + 1;
    log.producerId[node] = -1;
    log.producerPrevious[node] = -1;
    this.#children.set(key, node);
    if (!this.#places.has(place(partition, offset, record))) this.#places.set(place(partition, offset, record), node);
    return node;
  }
}
