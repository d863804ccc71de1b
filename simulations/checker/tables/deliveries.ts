import { RowKind, type TraceNames } from '../../kernel';
import type { Row } from '../fold';
import type { ActorTable } from './actors';
import type { Span } from './span';

/** Records an incarnation has in hand of a partition: delivered and not done. */
const NOBODY = -1;

/** Hears of a record that a group gets or does again; `index` is its place in the row's span. */
export type RepeatListener = (group: number, record: number, offset: number, row: Row) => void;

/**
 * What each group was handed and has done, by group and record, and where each member stands in each partition.
 *
 * Index of a group's record: group * recordCount + record; of a reader: actor * partitionCount + partition.
 */
export class DeliveryTable {
  readonly recordCount: number;
  readonly partitionCount: number;
  /** How often delivered, and completely processed; 255: or more. */
  readonly seen: Uint8Array;
  readonly done: Uint8Array;
  /** The incarnation that was handed it last and has not done it, -1: nobody. */
  readonly holder: Int32Array;
  /** How many living incarnations have it in hand. */
  readonly hands: Uint8Array;
  /** The client believes that it owns the partition. */
  readonly believes: Uint8Array;
  readonly position: Int32Array;
  /** Rows, -1: none: the last position.set, and the last poll. */
  readonly positionRow: Int32Array;
  readonly pollRow: Int32Array;
  /** By group * partitionCount + partition: the last accepted commit, and the last time that a reader was torn away. */
  readonly commitRow: Int32Array;
  readonly partedRow: Int32Array;
  /** Offsets in hand lie in [handFrom, handTo) of the log that ends with `handTip`. */
  readonly handFrom: Int32Array;
  readonly handTo: Int32Array;
  readonly handTip: Int32Array;
  /** Groups with any delivery or processing. */
  readonly isActive: Uint8Array;
  /** Distinct records delivered, delivered again and done, by group. */
  readonly deliveredCount: Int32Array;
  readonly againCount: Int32Array;
  readonly doneCount: Int32Array;
  readonly redelivered: RepeatListener[] = [];
  readonly redone: RepeatListener[] = [];
  readonly #actorGroup: readonly number[];
  /** The records of the row at hand. */
  #span: Span;
  readonly #actors: ActorTable;
  readonly #released: ((group: number, partition: number, row: Row) => void)[] = [];

  constructor(names: TraceNames, recordCount: number, actors: ActorTable, span: Span) {
    this.recordCount = recordCount;
    this.partitionCount = names.partitions.length;
    const places = names.groups.length * recordCount;
    this.seen = new Uint8Array(places);
    this.done = new Uint8Array(places);
    this.holder = new Int32Array(places).fill(NOBODY);
    this.hands = new Uint8Array(places);
    const readers = names.actors.length * this.partitionCount;
    this.believes = new Uint8Array(readers);
    this.position = new Int32Array(readers).fill(-1);
    this.positionRow = new Int32Array(readers).fill(-1);
    this.pollRow = new Int32Array(readers).fill(-1);
    this.commitRow = new Int32Array(names.groups.length * this.partitionCount).fill(-1);
    this.partedRow = new Int32Array(names.groups.length * this.partitionCount).fill(-1);
    this.handFrom = new Int32Array(readers);
    this.handTo = new Int32Array(readers);
    this.handTip = new Int32Array(readers).fill(-1);
    this.isActive = new Uint8Array(names.groups.length);
    this.deliveredCount = new Int32Array(names.groups.length);
    this.againCount = new Int32Array(names.groups.length);
    this.doneCount = new Int32Array(names.groups.length);
    this.#actorGroup = names.actorGroup;
    this.#span = span;
    this.#actors = actors;
  }

  /** Reads the next row's records from `span`. */
  use(span: Span): void {
    this.#span = span;
  }

  /** Index of a reader. */
  reader(actor: number, partition: number): number {
    return actor * this.partitionCount + partition;
  }

  /** Called when records may have lost their last holder or reader. */
  onReleased(listener: (group: number, partition: number, row: Row) => void): void {
    this.#released.push(listener);
  }

  step(row: Row): void {
    switch (row.kind) {
      case RowKind.poll:
        return this.#poll(row);
      case RowKind.processEnd:
        return this.#processed(row);
      case RowKind.processFail:
        return this.#failed(row);
      case RowKind.positionSet: {
        const reader = this.reader(row.actor, row.subject);
        this.position[reader] = row.a;
        this.positionRow[reader] = row.row;
        this.believes[reader] = 1;
        return this.#notify(row.actor, row.subject, row);
      }
      case RowKind.partitionAssigned:
        if (row.subject >= 0) {
          const reader = this.reader(row.actor, row.subject);
          this.believes[reader] = 1;
          this.position[reader] = -1;
        }
        return;
      case RowKind.partitionRevoked:
      case RowKind.partitionLost:
        if (row.subject >= 0) {
          this.believes[this.reader(row.actor, row.subject)] = 0;
          this.#notify(row.actor, row.subject, row);
        }
        return;
      case RowKind.commitOk: {
        const group = this.#actorGroup[row.actor];
        if (group >= 0) this.commitRow[group * this.partitionCount + row.subject] = row.row;
        return;
      }
      case RowKind.memberLeft:
        return this.#parted(row.a, row);
      case RowKind.actorCrashed:
      case RowKind.clientClosed:
        this.#parted(row.actor, row);
        return this.#gone(row);
    }
  }

  /** A member is out: what it was reading is read by another, or by itself again. */
  #parted(actor: number, row: Row): void {
    const group = actor < 0 ? -1 : this.#actorGroup[actor];
    if (group < 0) return;
    for (let partition = 0; partition < this.partitionCount; partition++) {
      if (this.believes[this.reader(actor, partition)] === 1)
        this.partedRow[group * this.partitionCount + partition] = row.row;
    }
  }

  #poll(row: Row): void {
    const group = this.#actorGroup[row.actor];
    const reader = this.reader(row.actor, row.subject);
    this.position[reader] = row.c;
    this.pollRow[reader] = row.row;
    if (group < 0) return;
    this.isActive[group] = 1;
    const base = group * this.recordCount;
    const { records, count } = this.#span;
    const { seen, holder, hands } = this;
    let fresh = 0;
    for (let index = 0; index < count; index++) {
      const record = records[index];
      if (record < 0) continue;
      const at = base + record;
      if (holder[at] !== row.incarnation) {
        holder[at] = row.incarnation;
        hands[at]++;
      }
      if (seen[at] > 0) {
        if (seen[at] === 1) this.againCount[group]++;
        if (seen[at] < 255) seen[at]++;
        for (const listener of this.redelivered) listener(group, record, row.a + index, row);
      } else {
        seen[at] = 1;
        fresh++;
      }
    }
    this.deliveredCount[group] += fresh;
    if (this.handTip[reader] < 0 || row.a < this.handFrom[reader]) this.handFrom[reader] = row.a;
    if (row.b > this.handTo[reader] || this.handTip[reader] < 0) this.handTo[reader] = row.b;
    this.handTip[reader] = row.d;
  }

  #processed(row: Row): void {
    const group = this.#actorGroup[row.actor];
    if (group < 0) return;
    this.isActive[group] = 1;
    const base = group * this.recordCount;
    const { records, count } = this.#span;
    const { done, holder, hands } = this;
    let fresh = 0;
    for (let index = 0; index < count; index++) {
      const record = records[index];
      if (record < 0) continue;
      const at = base + record;
      if (holder[at] === row.incarnation) holder[at] = NOBODY;
      if (hands[at] > 0) hands[at]--;
      if (done[at] > 0) {
        if (done[at] < 255) done[at]++;
        for (const listener of this.redone) listener(group, record, row.a + index, row);
      } else {
        done[at] = 1;
        fresh++;
      }
    }
    this.doneCount[group] += fresh;
    const reader = this.reader(row.actor, row.subject);
    if (row.a <= this.handFrom[reader] && row.b > this.handFrom[reader]) this.handFrom[reader] = row.b;
    if (this.handFrom[reader] >= this.handTo[reader]) this.handTip[reader] = -1;
  }

  /** A record that the application skipped is in nobody's hand. */
  #failed(row: Row): void {
    const group = this.#actorGroup[row.actor];
    const reader = this.reader(row.actor, row.subject);
    const tip = this.handTip[reader];
    const skips = 2;
    if (group < 0 || tip < 0 || row.b !== skips) return;
    this.#span.load(tip, row.a, row.a + 1);
    this.#release(group, row.incarnation);
    this.#notify(row.actor, row.subject, row);
  }

  #gone(row: Row): void {
    const group = this.#actorGroup[row.actor];
    if (group < 0) return;
    for (let partition = 0; partition < this.partitionCount; partition++) {
      const reader = this.reader(row.actor, partition);
      const tip = this.handTip[reader];
      const had = this.believes[reader] === 1 || tip >= 0;
      if (tip >= 0) {
        this.#span.load(tip, this.handFrom[reader], this.handTo[reader]);
        this.#release(group, row.incarnation);
      }
      this.believes[reader] = 0;
      this.position[reader] = -1;
      this.handTip[reader] = -1;
      if (had) this.#notify(row.actor, partition, row);
    }
  }

  #release(group: number, incarnation: number): void {
    const base = group * this.recordCount;
    for (let index = 0; index < this.#span.count; index++) {
      const record = this.#span.records[index];
      if (record < 0 || this.holder[base + record] !== incarnation) continue;
      this.holder[base + record] = NOBODY;
      if (this.hands[base + record] > 0) this.hands[base + record]--;
    }
  }

  /** Whether a living member will read from `offset` or before it. */
  willBeRead(group: number, partition: number, offset: number): boolean {
    for (let actor = 0; actor < this.#actorGroup.length; actor++) {
      if (this.#actorGroup[actor] !== group) continue;
      const reader = this.reader(actor, partition);
      if (this.believes[reader] === 0 || this.#actors.isUp[actor] === 0) continue;
      if (this.position[reader] >= 0 && this.position[reader] <= offset) return true;
    }
    return false;
  }

  #notify(actor: number, partition: number, row: Row): void {
    const group = this.#actorGroup[actor];
    if (group < 0) return;
    for (const listener of this.#released) listener(group, partition, row);
  }
}
