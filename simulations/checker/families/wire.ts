import { RowKind } from '../../kernel';
import type { Findings, Start } from '../findings';
import type { Checker, Row } from '../fold';
import { Outcome } from '../outcomes';
import type { HistoryView } from '../view';

const AUDIT = 3;

/**
 * What clients alone can prove, as in a history recorded from a real cluster: a record that was acknowledged and that
 * every reader passed (C-AN lost-write, spec/checker.md 8.4), a record read at two places (C-AN duplicate-append), and
 * one that was read although its send certainly failed (C-AN ghost-write).
 * When: lost-write after the reads of the audit, the others as they are read.
 * Not verified: the last records of a partition that nobody ever read; silence of the wire proves nothing.
 */
export function wire(view: HistoryView, findings: Findings): Checker {
  const { partition, batch } = view.facts.records;
  const { firstSlot, count, recordAt } = view.facts.batches;
  const records = view.facts.records.length;
  /** The lowest and the highest offset at which a record was seen, -1: never; and whether a poll saw it. */
  const first = new Int32Array(records).fill(-1);
  const last = new Int32Array(records).fill(-1);
  const isPolled = new Uint8Array(records);
  const isTold = new Uint8Array(records);
  let audited = view.header.audited;

  function seen(record: number, offset: number): void {
    if (first[record] < 0 || offset < first[record]) first[record] = offset;
    if (offset > last[record]) last[record] = offset;
  }

  function report(
    kind: 'lost-write' | 'duplicate-append' | 'ghost-write',
    record: number,
    offset: number,
    row: Row | null,
  ): void {
    if (isTold[record] === 1) return;
    isTold[record] = 1;
    const done = view.sends.doneRow[record];
    const at = row?.at ?? view.untilMicros;
    const start: Start = {
      kind,
      guiltyRow: row?.row ?? done,
      at: row?.at ?? (done < 0 ? at : view.timeOf(done)),
      decidedRow: row?.row ?? -1,
      decidedAt: at,
      partition: partition[record],
      rows: [done],
      detail: kind === 'lost-write' ? { sub: 'never-seen' } : {},
    };
    findings.record(`${batch[record]}`, start, record, offset);
  }

  return {
    kinds: ['lost-write', 'duplicate-append', 'ghost-write'],
    on: {
      [RowKind.phase]: (row) => {
        if (row.a === AUDIT) audited = true;
      },
      [RowKind.sendOk]: (row) => {
        if (row.b < 0) return;
        for (let index = 0; index < count[row.a]; index++) seen(recordAt[firstSlot[row.a] + index], row.b + index);
      },
      [RowKind.poll]: (row) => {
        for (let index = 0; index < view.span.count; index++) {
          const record = view.span.records[index];
          if (record < 0) continue;
          seen(record, row.a + index);
          isPolled[record] = 1;
          if (first[record] !== last[record]) report('duplicate-append', record, row.a + index, row);
          if (view.sends.outcome[record] === Outcome.fail) report('ghost-write', record, row.a + index, row);
        }
      },
    },
    finish(): void {
      if (!audited) return;
      const bound = new Int32Array(view.names.partitions.length).fill(-1);
      for (let record = 0; record < records; record++) {
        if (isPolled[record] === 1) bound[partition[record]] = Math.max(bound[partition[record]], first[record]);
      }
      for (let record = 0; record < records; record++) {
        if (isPolled[record] === 1 || view.sends.isPromised[record] === 0) continue;
        if (last[record] <= bound[partition[record]]) report('lost-write', record, last[record], null);
      }
    },
  };
}
