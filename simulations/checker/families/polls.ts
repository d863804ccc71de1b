import { RowKind, logBatchHolding } from '../../kernel';
import type { AnomalyKind } from '../anomaly-kinds';
import type { Findings, Start } from '../findings';
import type { Checker, Row } from '../fold';
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
export function polls(view: HistoryView, findings: Findings): Checker {
  const log = view.facts.logBatches;
  const readers = view.deliveries.position.length;
  /** The offset that must come next (-1: any), the log it was read from, and the poll. */
  const next = new Int32Array(readers).fill(-1);
  const readFrom = new Int32Array(readers).fill(-1);
  const lastPoll = new Int32Array(readers).fill(-1);
  const span = new Span(view.facts);
  /** Gaps of a history without logs, judged when everything that was ever seen is known. */
  const gaps: { row: Row; from: number }[] = [];
  const seenAt = view.header.witness === 'wire' ? new Set<string>() : null;

  function polled(row: Row): void {
    const reader = view.deliveries.reader(row.actor, row.subject);
    const expected = next[reader];
    if (expected >= 0 && row.a !== expected) {
      if (row.a > expected) skipped(row, expected, reader);
      else if (isSameLog(reader, expected, row)) report('nonmonotonic-poll', row, reader, row.a, expected - row.a);
    }
    next[reader] = row.b;
    readFrom[reader] = row.d;
    lastPoll[reader] = row.op;
    if (seenAt) for (let offset = row.a; offset < row.b; offset++) seenAt.add(`${row.subject}/${offset}`);
  }

  /** Whether the record delivered last still stands where it stood. */
  function isSameLog(reader: number, expected: number, row: Row): boolean {
    const before = logBatchHolding(log, readFrom[reader], expected - 1);
    if (seenAt) return before >= 0;
    return before >= 0 && logBatchHolding(log, view.committedLog.tip[row.subject], expected - 1) === before;
  }

  function skipped(row: Row, expected: number, reader: number): void {
    if (seenAt) {
      gaps.push({ row: { ...row }, from: expected });
      return;
    }
    if (!isSameLog(reader, expected, row)) return;
    const from = Math.max(expected, view.replicas.logStartOffset[row.subject]);
    if (from >= row.a) return;
    span.load(row.d, from, row.a);
    const missed = span.records.subarray(0, span.count).filter((record) => record >= 0).length;
    if (missed > 0) report('poll-skip', row, reader, from, missed);
  }

  function report(kind: 'poll-skip' | 'nonmonotonic-poll', row: Row, reader: number, offset: number, distance: number) {
    const isInside = row.op >= 0 && row.op === lastPoll[reader];
    const finding = findings.report({
      kind: isInside ? `int-${kind}` : kind,
      guiltyRow: row.row,
      at: row.at,
      decidedRow: row.row,
      decidedAt: row.at,
      partition: row.subject,
      group: view.names.actorGroup[row.actor],
      detail: { member: view.names.actors[row.actor], distance },
    });
    const span = kind === 'poll-skip' ? distance : 1;
    for (let index = 0; index < span; index++) findings.addTo(finding, -1, offset + index, row.at);
  }

  function forget(row: Row): void {
    if (row.subject >= 0) next[view.deliveries.reader(row.actor, row.subject)] = -1;
  }

  function gone(row: Row): void {
    const first = view.deliveries.reader(row.actor, 0);
    next.fill(-1, first, first + view.names.partitions.length);
  }

  function again(kind: Extract<AnomalyKind, 'duplicate-delivery' | 'duplicate-processing'>) {
    return (group: number, record: number, offset: number, row: Row): void => {
      const { episode, rows } = whyAgain(view, group, record, row);
      const at = { guiltyRow: row.row, at: row.at, decidedRow: row.row, decidedAt: row.at };
      const start: Start = {
        kind,
        ...at,
        partition: row.subject,
        group,
        rows,
        detail: { member: view.names.actors[row.actor] },
      };
      findings.record(`${row.actor}/${episode}`, start, record, offset);
    };
  }

  view.deliveries.redelivered.push(again('duplicate-delivery'));
  view.deliveries.redone.push(again('duplicate-processing'));

  return {
    kinds: [
      'poll-skip',
      'int-poll-skip',
      'nonmonotonic-poll',
      'int-nonmonotonic-poll',
      'duplicate-delivery',
      'duplicate-processing',
    ],
    on: {
      [RowKind.poll]: polled,
      [RowKind.positionSet]: forget,
      [RowKind.partitionAssigned]: forget,
      [RowKind.partitionRevoked]: forget,
      [RowKind.partitionLost]: forget,
      [RowKind.actorCrashed]: gone,
      [RowKind.actorStarted]: gone,
      [RowKind.clientClosed]: gone,
    },
    finish(): void {
      for (const { row, from } of gaps) {
        let missed = 0;
        for (let offset = from; offset < row.a; offset++) if (seenAt?.has(`${row.subject}/${offset}`)) missed++;
        const reader = view.deliveries.reader(row.actor, row.subject);
        if (missed > 0) report('poll-skip', row, reader, from, missed);
      }
    },
  };
}
