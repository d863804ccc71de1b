import { RowKind, logBatchHolding } from '../../kernel';
import type { Findings, Start } from '../findings';
import type { Checker, Row } from '../fold';
import type { RepeatListener } from '../tables/deliveries';
import { whyAgain } from '../tables/repeats';
import { Span } from '../tables/span';
import type { HistoryView } from '../view';

/**
 * Verifies: within one life, one ownership and without a new position, a partition's records are delivered one after the
 * other (C-AN poll-skip, nonmonotonic-poll, and their int- forms inside one poll); how often a group gets and does a
 * record (C-AN duplicate-delivery, duplicate-processing).
 * When: at every poll and process.end.
 * Not verified: what lies between two lives or after position.set. Records that are expired, not visible or no longer in
 * the log do not count as skipped.
 */
export class Polls implements Checker {
  readonly kinds = [
    'poll-skip',
    'int-poll-skip',
    'nonmonotonic-poll',
    'int-nonmonotonic-poll',
    'duplicate-delivery',
    'duplicate-processing',
  ] as const;
  readonly #view: HistoryView;
  readonly #findings: Findings;
  readonly #span: Span;
  /** By reader: the offset that must come next (-1: any), the log it was read from, and the poll. */
  readonly #next: Int32Array;
  readonly #readFrom: Int32Array;
  readonly #lastPoll: Int32Array;
  /** Gaps of a history without logs, judged when everything that was ever seen is known. */
  readonly #gaps: { row: Row; from: number; isInside: boolean }[] = [];
  readonly #seenAt: Set<string> | null;

  constructor(view: HistoryView, findings: Findings) {
    this.#view = view;
    this.#findings = findings;
    this.#span = new Span(view.facts);
    const readers = view.deliveries.position.length;
    this.#next = new Int32Array(readers).fill(-1);
    this.#readFrom = new Int32Array(readers).fill(-1);
    this.#lastPoll = new Int32Array(readers).fill(-1);
    this.#seenAt = view.header.witness === 'wire' ? new Set() : null;
    view.deliveries.redelivered.push(this.#again('duplicate-delivery'));
    view.deliveries.redone.push(this.#again('duplicate-processing'));
  }

  readonly #forget = (row: Row): void => {
    if (row.subject >= 0) this.#next[this.#view.deliveries.reader(row.actor, row.subject)] = -1;
  };

  readonly #gone = (row: Row): void => {
    if (row.actor < 0) return;
    const first = this.#view.deliveries.reader(row.actor, 0);
    this.#next.fill(-1, first, first + this.#view.names.partitions.length);
  };

  readonly on = {
    [RowKind.poll]: (row: Row): void => this.#polled(row),
    [RowKind.positionSet]: this.#forget,
    [RowKind.partitionAssigned]: this.#forget,
    [RowKind.partitionRevoked]: this.#forget,
    [RowKind.partitionLost]: this.#forget,
    [RowKind.actorCrashed]: this.#gone,
    [RowKind.actorStarted]: this.#gone,
    [RowKind.clientClosed]: this.#gone,
  };

  finish(): void {
    for (const { row, from, isInside } of this.#gaps) {
      let missed = 0;
      for (let offset = from; offset < row.a; offset++) if (this.#seenAt?.has(`${row.subject}/${offset}`)) missed++;
      if (missed > 0) this.#report('poll-skip', row, isInside, from, missed);
    }
  }

  #polled(row: Row): void {
    const reader = this.#view.deliveries.reader(row.actor, row.subject);
    const expected = this.#next[reader];
    if (expected >= 0 && row.a !== expected) {
      const isInside = row.op >= 0 && row.op === this.#lastPoll[reader];
      if (row.a > expected) this.#skipped(row, expected, reader, isInside);
      else if (this.#isSameLog(reader, expected, row)) {
        this.#report('nonmonotonic-poll', row, isInside, row.a, expected - row.a);
      }
    }
    this.#next[reader] = row.b;
    this.#readFrom[reader] = row.d;
    this.#lastPoll[reader] = row.op;
    if (this.#seenAt) for (let offset = row.a; offset < row.b; offset++) this.#seenAt.add(`${row.subject}/${offset}`);
  }

  /** Whether the record delivered last still stands where it stood. */
  #isSameLog(reader: number, expected: number, row: Row): boolean {
    const log = this.#view.facts.logBatches;
    const before = logBatchHolding(log, this.#readFrom[reader], expected - 1);
    if (before < 0 || this.#seenAt) return before >= 0;
    return logBatchHolding(log, this.#view.committedLog.tip[row.subject], expected - 1) === before;
  }

  #skipped(row: Row, expected: number, reader: number, isInside: boolean): void {
    if (this.#seenAt) {
      this.#gaps.push({ row: { ...row }, from: expected, isInside });
      return;
    }
    if (!this.#isSameLog(reader, expected, row)) return;
    const from = Math.max(expected, this.#view.replicas.logStartOffset[row.subject]);
    if (from >= row.a) return;
    // What was read may lie on a log of its own, if the history begins behind it: the committed log has the rest.
    this.#span.load(this.#view.committedLog.tip[row.subject], from, row.a);
    let missed = 0;
    for (let index = 0; index < this.#span.count; index++) if (this.#span.records[index] >= 0) missed++;
    if (missed > 0) this.#report('poll-skip', row, isInside, from, missed);
  }

  #report(
    kind: 'poll-skip' | 'nonmonotonic-poll',
    row: Row,
    isInside: boolean,
    offset: number,
    distance: number,
  ): void {
    const finding = this.#findings.report({
      kind: isInside ? `int-${kind}` : kind,
      guiltyRow: row.row,
      at: row.at,
      decidedRow: row.row,
      decidedAt: row.at,
      partition: row.subject,
      group: this.#view.names.actorGroup[row.actor],
      detail: { member: this.#view.names.actors[row.actor], distance },
    });
    const count = kind === 'poll-skip' ? distance : 1;
    for (let index = 0; index < count; index++) this.#findings.addTo(finding, -1, offset + index, row.at);
  }

  #again(kind: 'duplicate-delivery' | 'duplicate-processing'): RepeatListener {
    return (group, record, offset, row) => {
      const { episode, rows } = whyAgain(this.#view, group, record, row);
      const at = { guiltyRow: row.row, at: row.at, decidedRow: row.row, decidedAt: row.at };
      const detail = { member: this.#view.names.actors[row.actor] };
      const start: Start = { kind, ...at, partition: row.subject, group, rows, detail };
      this.#findings.record(`${row.actor}/${episode}`, start, record, offset);
    };
  }
}
