import { RowKind, SendFlag } from '../../kernel';
import type { Finding, Findings, Start } from '../findings';
import type { Checker, Row } from '../fold';
import { Outcome } from '../outcomes';
import type { HistoryView } from '../view';

/**
 * Verifies: a record stands once in the committed log (C-AN duplicate-append), an intent under one record (C-AN
 * duplicate-intent), and nothing that certainly failed stands there (C-AN ghost-write).
 * When: as log batches enter the committed log, and when a send fails.
 * Not verified: copies above the high watermark; records whose outcome nobody knows.
 */
export class LogCopies implements Checker {
  readonly kinds = ['duplicate-append', 'duplicate-intent', 'ghost-write'] as const;
  readonly #view: HistoryView;
  readonly #findings: Findings;
  /** The first record of an intent that stands in the log, -1: none. */
  readonly #firstOfIntent: Int32Array;
  readonly #again = new Map<number, Finding>();
  readonly #ghosts = new Map<number, Finding>();

  constructor(view: HistoryView, findings: Findings) {
    this.#view = view;
    this.#findings = findings;
    this.#firstOfIntent = new Int32Array(view.facts.records.length).fill(-1);
    view.committedLog.listeners.push({
      enter: (node, row) => this.#enter(node, row),
      leave: (node, row) => this.#leave(node, row),
    });
  }

  readonly on = {
    [RowKind.sendFail]: (row: Row): void => {
      if ((row.flags & SendFlag.record) === 0) this.#failed(row);
    },
  };

  #enter(node: number, row: Row): void {
    const { batches, records, logBatches } = this.#view.facts;
    const { places } = this.#view.committedLog;
    const batch = logBatches.batch[node];
    const first = batches.firstSlot[batch];
    const end = first + batches.count[batch];
    for (let slot = first; slot < end; slot++) {
      const record = batches.recordAt[slot];
      if (places[record] > 1) this.#repeated(node, slot, row);
      else {
        const before = this.#firstOfIntent[records.intent[record]];
        if (before < 0) this.#firstOfIntent[records.intent[record]] = record;
        else if (before !== record) this.#resent(node, slot, before, row);
      }
      if (this.#view.sends.outcome[record] === Outcome.fail) this.#ghost(record, node, slot, row);
    }
  }

  #start(kind: (typeof this.kinds)[number], node: number, row: Row): Start {
    const guiltyRow = node < 0 ? -1 : this.#view.survival.appendRow[node];
    const at = guiltyRow < 0 ? row.at : this.#view.timeOf(guiltyRow);
    const partition = node < 0 ? -1 : this.#view.facts.logBatches.partition[node];
    return { kind, guiltyRow, at, decidedRow: row.row, decidedAt: row.at, partition };
  }

  #repeated(node: number, slot: number, row: Row): void {
    const { facts, sends } = this.#view;
    const record = facts.batches.recordAt[slot];
    const retry = sends.retryRow[facts.logBatches.batch[node]];
    const start = { ...this.#start('duplicate-append', node, row), rows: [retry] };
    // What one broken connection sends again is one story.
    const episode = retry < 0 ? `${node}` : `${this.#view.timeOf(retry)}`;
    this.#again.set(record, this.#findings.record(episode, start, record, this.#view.offsetIn(node, slot)));
  }

  #resent(node: number, slot: number, before: number, row: Row): void {
    const { facts, sends } = this.#view;
    const start = { ...this.#start('duplicate-intent', node, row), rows: [sends.doneRow[before]] };
    const producer = facts.batches.producer[facts.logBatches.batch[node]];
    this.#findings.record(`${producer}`, start, facts.batches.recordAt[slot], this.#view.offsetIn(node, slot));
  }

  #ghost(record: number, node: number, slot: number, row: Row): void {
    if (this.#ghosts.has(record)) return;
    const done = this.#view.sends.doneRow[record];
    const start = { ...this.#start('ghost-write', node, row), rows: [done] };
    const offset = node < 0 ? -1 : this.#view.offsetIn(node, slot);
    this.#ghosts.set(record, this.#findings.record(`${done}`, start, record, offset));
  }

  #leave(node: number, row: Row): void {
    const { batches, records, logBatches } = this.#view.facts;
    const { places } = this.#view.committedLog;
    const batch = logBatches.batch[node];
    for (let slot = batches.firstSlot[batch]; slot < batches.firstSlot[batch] + batches.count[batch]; slot++) {
      const record = batches.recordAt[slot];
      const intent = records.intent[record];
      if (places[record] === 0 && this.#firstOfIntent[intent] === record) this.#firstOfIntent[intent] = -1;
      if (places[record] <= 1) this.#undo(this.#again, record, row.at);
      if (places[record] === 0) this.#undo(this.#ghosts, record, row.at);
    }
  }

  #undo(found: Map<number, Finding>, record: number, at: number): void {
    const finding = found.get(record);
    if (!finding) return;
    this.#findings.withdraw(finding, record, at);
    found.delete(record);
  }

  #failed(row: Row): void {
    const { batches } = this.#view.facts;
    const first = batches.firstSlot[row.a];
    if (first < 0) return;
    for (let slot = first; slot < first + batches.count[row.a]; slot++) {
      const record = batches.recordAt[slot];
      const isStored = this.#view.committedLog.places[record] > 0;
      if (!isStored || this.#view.sends.outcome[record] !== Outcome.fail) continue;
      this.#ghost(record, this.#view.survival.nodeOfBatch[row.a], slot, row);
    }
  }
}
