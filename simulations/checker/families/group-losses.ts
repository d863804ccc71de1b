import { PositionReason, RowKind } from '../../kernel';
import type { Finding, Findings, Start } from '../findings';
import type { Checker, Row } from '../fold';
import { Span } from '../tables/span';
import type { HistoryView } from '../view';

/** A visible record that an accepted commit passed while nobody had done it. */
interface Uncovered {
  record: number;
  offset: number;
  commitRow: number;
}

/**
 * Verifies: a group does every visible record (C-AN lost-to-group, by spec/checker.md 8.5; expired-unread;
 * skipped-by-reset). A record counts under the first of them that befell it.
 * When: at accepted commits, and whenever a record may have lost its last holder or reader; at resets; at retention.
 * Not verified: groups that never process; what a commit passed while someone alive may still do it: that is pending.
 */
export class GroupLosses implements Checker {
  readonly kinds = ['lost-to-group', 'expired-unread', 'skipped-by-reset'] as const;
  readonly #view: HistoryView;
  readonly #findings: Findings;
  readonly #span: Span;
  readonly #partitions: number;
  /** By group * partitions + partition; -1: nothing. */
  readonly #committed: Int32Array;
  /** Everything below was looked at when a commit passed it; -1: the group has not begun. */
  readonly #swept: Int32Array;
  readonly #uncovered: Uncovered[][];
  /** Offsets of commits without an answer, by reader index: offset to row. */
  readonly #unanswered = new Map<number, Map<number, number>>();
  /** Where each reader stood before the row at hand. */
  readonly #stood: Int32Array;
  /** 1: counted as lost, by group and record; the findings of those that might come back. */
  readonly #isLost: Uint8Array;
  readonly #standing = new Map<number, Finding>();
  readonly #logStart: Int32Array;

  constructor(view: HistoryView, findings: Findings) {
    this.#view = view;
    this.#findings = findings;
    this.#span = new Span(view.facts);
    this.#partitions = view.names.partitions.length;
    const places = view.names.groups.length * this.#partitions;
    this.#committed = new Int32Array(places).fill(-1);
    this.#swept = new Int32Array(places).fill(-1);
    this.#uncovered = Array.from({ length: places }, () => []);
    this.#stood = new Int32Array(view.deliveries.position.length).fill(-1);
    this.#isLost = new Uint8Array(view.deliveries.done.length);
    this.#logStart = new Int32Array(this.#partitions);
    view.deliveries.onReleased((group, partition, row) => this.#settle(group, partition, row.row, row.at));
  }

  readonly on = {
    [RowKind.commitInvoke]: (row: Row): void => this.#invoked(row),
    [RowKind.commitOk]: (row: Row): void => this.#accepted(row, row.row),
    [RowKind.commitFail]: (row: Row): void => this.#answered(row),
    [RowKind.positionSet]: (row: Row): void => this.#positioned(row),
    [RowKind.poll]: (row: Row): void => {
      this.#stood[this.#view.deliveries.reader(row.actor, row.subject)] = row.c;
    },
    [RowKind.partitionAssigned]: (row: Row): void => {
      if (row.subject >= 0) this.#stood[this.#view.deliveries.reader(row.actor, row.subject)] = -1;
    },
    [RowKind.processEnd]: (row: Row): void => this.#processed(row),
    [RowKind.logStart]: (row: Row): void => this.#expired(row),
  };

  /** Records that a commit passed and that only the future can save. */
  pending(): number {
    let count = 0;
    this.#uncovered.forEach((list, place) => {
      count += list.filter((it) => this.#isOpen(Math.floor(place / this.#partitions), place, it)).length;
    });
    return count;
  }

  finish(): void {
    if (!this.#view.header.audited) return;
    const { hands, recordCount } = this.#view.deliveries;
    // The drain is over: what was passed and is in nobody's hand is lost. What a living member is still busy with is not.
    this.#uncovered.forEach((list, place) => {
      const group = Math.floor(place / this.#partitions);
      const isHeld = ({ record }: Uncovered): boolean => hands[group * recordCount + record] > 0;
      for (const it of list) {
        if (this.#isOpen(group, place, it) && !isHeld(it)) this.#lose(group, place, it, -1, this.#view.untilMicros);
      }
      this.#uncovered[place] = list.filter(isHeld);
    });
  }

  #isOpen(group: number, place: number, it: Uncovered): boolean {
    const { done, recordCount } = this.#view.deliveries;
    return this.#committed[place] > it.offset && done[group * recordCount + it.record] === 0;
  }

  #invoked(row: Row): void {
    const reader = this.#view.deliveries.reader(row.actor, row.subject);
    let rows = this.#unanswered.get(reader);
    if (!rows) this.#unanswered.set(reader, (rows = new Map()));
    rows.set(row.a, row.row);
  }

  #answered(row: Row): void {
    this.#unanswered.get(this.#view.deliveries.reader(row.actor, row.subject))?.delete(row.a);
  }

  #accepted(row: Row, commitRow: number): void {
    this.#answered(row);
    const group = this.#view.names.actorGroup[row.actor];
    if (group >= 0) this.#commit(group, row.subject, row.a, commitRow, row);
  }

  #commit(group: number, partition: number, offset: number, commitRow: number, row: Row): void {
    const place = group * this.#partitions + partition;
    this.#committed[place] = offset;
    const { done, recordCount, isActive } = this.#view.deliveries;
    const list = this.#uncovered[place];
    if (offset < this.#swept[place]) {
      // The commit went back: what lies at or above it will be read again, and judged again.
      while (list.length > 0 && list[list.length - 1].offset >= offset) list.pop();
      this.#swept[place] = offset;
    }
    const from = Math.max(this.#swept[place], this.#firstOffset(partition));
    const to = Math.min(offset, this.#view.committedLog.endOffset(partition));
    if (to > from) {
      this.#span.load(this.#view.committedLog.tip[partition], from, to);
      const base = group * recordCount;
      for (let index = 0; index < this.#span.count; index++) {
        const record = this.#span.records[index];
        if (record < 0 || done[base + record] > 0 || this.#isLost[base + record] === 1) continue;
        list.push({ record, offset: from + index, commitRow });
      }
    }
    if (offset > this.#swept[place]) this.#swept[place] = offset;
    if (list.length > 0 && isActive[group] === 1) this.#settle(group, partition, row.row, row.at);
  }

  /** Decides what can be decided of the records that commits have passed. */
  #settle(group: number, partition: number, row: number, at: number): void {
    const place = group * this.#partitions + partition;
    const list = this.#uncovered[place];
    if (list.length === 0) return;
    const { done, hands, recordCount } = this.#view.deliveries;
    const base = group * recordCount;
    const keep: Uncovered[] = [];
    for (const it of list) {
      if (done[base + it.record] > 0 || this.#committed[place] <= it.offset) continue;
      const isHeld = hands[base + it.record] > 0;
      if (isHeld || this.#view.deliveries.willBeRead(group, partition, it.offset)) keep.push(it);
      else this.#lose(group, place, it, row, at);
    }
    this.#uncovered[place] = keep;
  }

  #lose(group: number, place: number, it: Uncovered, row: number, at: number): void {
    const key = group * this.#view.deliveries.recordCount + it.record;
    const start: Start = {
      kind: 'lost-to-group',
      guiltyRow: it.commitRow,
      at: this.#view.timeOf(it.commitRow),
      decidedRow: row,
      decidedAt: at,
      partition: place % this.#partitions,
      group,
      detail: { delivered: this.#view.deliveries.seen[key] > 0 },
    };
    this.#isLost[key] = 1;
    this.#standing.set(key, this.#findings.record(`${it.commitRow}/${row}`, start, it.record, it.offset));
  }

  /** A record counted as lost that someone does after all: a seek, or a commit that went back. */
  #processed(row: Row): void {
    if (this.#standing.size === 0) return;
    const group = this.#view.names.actorGroup[row.actor];
    if (group < 0) return;
    const { span, deliveries } = this.#view;
    for (let index = 0; index < span.count; index++) {
      const key = group * deliveries.recordCount + span.records[index];
      const finding = this.#standing.get(key);
      if (!finding) continue;
      this.#findings.withdraw(finding, span.records[index], row.at);
      this.#standing.delete(key);
      this.#isLost[key] = 0;
    }
  }

  #positioned(row: Row): void {
    const group = this.#view.names.actorGroup[row.actor];
    const reader = this.#view.deliveries.reader(row.actor, row.subject);
    const stood = this.#stood[reader];
    this.#stood[reader] = row.a;
    if (group < 0 || row.subject >= this.#view.names.userPartitionCount) return;
    const place = group * this.#partitions + row.subject;
    if (row.b === PositionReason.reset) this.#reset(group, place, stood, row);
    else if (row.b === PositionReason.assigned && row.a > this.#committed[place]) {
      // It starts from a commit that was accepted, though its sender may not have lived to hear so.
      const commitRow = this.#unansweredRow(group, row);
      if (commitRow >= 0) this.#commit(group, row.subject, row.a, commitRow, row);
    }
    if (this.#swept[place] < 0) this.#swept[place] = row.a;
  }

  #unansweredRow(group: number, row: Row): number {
    for (let actor = 0; actor < this.#view.names.actors.length; actor++) {
      if (this.#view.names.actorGroup[actor] !== group) continue;
      const found = this.#unanswered.get(this.#view.deliveries.reader(actor, row.subject))?.get(row.a);
      if (found !== undefined) return found;
    }
    return -1;
  }

  #reset(group: number, place: number, stood: number, row: Row): void {
    const from = Math.max(stood >= 0 ? stood : this.#committed[place], this.#firstOffset(row.subject));
    this.#jumpOver(group, row, row.subject, from, row.a, 'skipped-by-reset');
    if (row.a > this.#swept[place]) this.#swept[place] = row.a;
  }

  #expired(row: Row): void {
    const partition = row.subject;
    if (partition >= this.#view.names.userPartitionCount) return;
    const from = this.#logStart[partition];
    const to = this.#view.replicas.logStartOffset[partition];
    if (to <= from) return;
    this.#logStart[partition] = to;
    for (let group = 0; group < this.#view.names.groups.length; group++) {
      const place = group * this.#partitions + partition;
      const begun = this.#committed[place] >= 0 ? this.#committed[place] : this.#swept[place];
      if (begun >= 0)
        this.#jumpOver(
          group,
          row,
          partition,
          Math.max(from, begun, this.#view.committedLog.startOffset(partition)),
          to,
          'expired-unread',
        );
    }
  }

  /** Where the visible log begins. */
  #firstOffset(partition: number): number {
    return Math.max(this.#view.replicas.logStartOffset[partition], this.#view.committedLog.startOffset(partition));
  }

  /** What the group will not be given of [from, to). */
  #jumpOver(
    group: number,
    row: Row,
    partition: number,
    from: number,
    to: number,
    kind: 'skipped-by-reset' | 'expired-unread',
  ): void {
    const end = Math.min(to, this.#view.committedLog.endOffset(partition));
    if (end <= from) return;
    const { done, hands, recordCount } = this.#view.deliveries;
    this.#span.load(this.#view.committedLog.tip[partition], from, end);
    const start: Start = {
      kind,
      guiltyRow: row.row,
      at: row.at,
      decidedRow: row.row,
      decidedAt: row.at,
      partition,
      group,
    };
    for (let index = 0; index < this.#span.count; index++) {
      const record = this.#span.records[index];
      const key = group * recordCount + record;
      if (record < 0 || done[key] > 0 || hands[key] > 0 || this.#isLost[key] === 1) continue;
      this.#isLost[key] = 1;
      this.#standing.set(key, this.#findings.record(`${row.row}`, start, record, from + index));
    }
  }
}
