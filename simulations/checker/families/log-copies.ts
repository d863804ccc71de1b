import { RowKind } from '../../kernel';
import type { Finding, Findings } from '../findings';
import type { Checker, Row } from '../fold';
import { Outcome } from '../outcomes';
import type { HistoryView } from '../view';

/**
 * Verifies: a record stands once in the committed log (C-AN duplicate-append), an intent under one record (C-AN
 * duplicate-intent), and nothing that certainly failed stands there (C-AN ghost-write).
 * When: as log batches enter the committed log, and when a send fails.
 * Not verified: copies above the high watermark; records whose outcome nobody knows.
 */
export function logCopies(view: HistoryView, findings: Findings): Checker {
  const { facts, committedLog, sends, survival } = view;
  const { firstSlot, count, recordAt } = facts.batches;
  const { intent } = facts.records;
  const places = committedLog.places;
  const firstOfIntent = new Int32Array(facts.records.length).fill(-1);
  const again = new Map<number, Finding>();
  const ghosts = new Map<number, Finding>();

  function enter(node: number, row: Row): void {
    const batch = facts.logBatches.batch[node];
    const first = firstSlot[batch];
    const end = first + count[batch];
    for (let slot = first; slot < end; slot++) {
      const record = recordAt[slot];
      if (places[record] > 1) repeated(node, slot, row);
      else {
        const before = firstOfIntent[intent[record]];
        if (before < 0) firstOfIntent[intent[record]] = record;
        else if (before !== record) resent(node, slot, before, row);
      }
      if (sends.outcome[record] === Outcome.fail)
        ghost(record, view.offsetIn(node, slot), row, survival.appendRow[node]);
    }
  }

  function start(
    kind: 'duplicate-append' | 'duplicate-intent' | 'ghost-write',
    guiltyRow: number,
    row: Row,
    batch: number,
  ) {
    const at = guiltyRow < 0 ? row.at : view.timeOf(guiltyRow);
    const partition = facts.batches.partition[batch];
    return { kind, guiltyRow, at, decidedRow: row.row, decidedAt: row.at, partition };
  }

  function repeated(node: number, slot: number, row: Row): void {
    const batch = facts.logBatches.batch[node];
    const retry = sends.retryRow[batch];
    const found = { ...start('duplicate-append', survival.appendRow[node], row, batch), rows: [retry] };
    // What one broken connection sends again is one story.
    const episode = retry < 0 ? `${node}` : `${view.timeOf(retry)}`;
    again.set(recordAt[slot], findings.record(episode, found, recordAt[slot], view.offsetIn(node, slot)));
  }

  function resent(node: number, slot: number, before: number, row: Row): void {
    const batch = facts.logBatches.batch[node];
    const found = { ...start('duplicate-intent', survival.appendRow[node], row, batch), rows: [sends.doneRow[before]] };
    findings.record(`${facts.batches.producer[batch]}`, found, recordAt[slot], view.offsetIn(node, slot));
  }

  function ghost(record: number, offset: number, row: Row, guiltyRow: number): void {
    if (ghosts.has(record)) return;
    const found = {
      ...start('ghost-write', guiltyRow, row, facts.records.batch[record]),
      rows: [sends.doneRow[record]],
    };
    ghosts.set(record, findings.record(`${sends.doneRow[record]}`, found, record, offset));
  }

  function leave(node: number, row: Row): void {
    const batch = facts.logBatches.batch[node];
    for (let slot = firstSlot[batch]; slot < firstSlot[batch] + count[batch]; slot++) {
      const record = recordAt[slot];
      if (places[record] === 0 && firstOfIntent[intent[record]] === record) firstOfIntent[intent[record]] = -1;
      undo(again, record, places[record] <= 1, row.at);
      undo(ghosts, record, places[record] === 0, row.at);
    }
  }

  function undo(found: Map<number, Finding>, record: number, isOver: boolean, at: number): void {
    const finding = isOver ? found.get(record) : undefined;
    if (!finding) return;
    findings.withdraw(finding, record, at);
    found.delete(record);
  }

  committedLog.listeners.push({ enter, leave });

  function failed(row: Row): void {
    if (firstSlot[row.a] < 0) return;
    for (let slot = firstSlot[row.a]; slot < firstSlot[row.a] + count[row.a]; slot++) {
      const record = recordAt[slot];
      if (places[record] > 0 && sends.outcome[record] === Outcome.fail) {
        const node = survival.nodeOfBatch[row.a];
        ghost(record, node < 0 ? -1 : view.offsetIn(node, slot), row, node < 0 ? -1 : survival.appendRow[node]);
      }
    }
  }

  return {
    kinds: ['duplicate-append', 'duplicate-intent', 'ghost-write'],
    on: { [RowKind.sendFail]: (row) => ((row.flags & 1) === 0 ? failed(row) : undefined) },
  };
}
