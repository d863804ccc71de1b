import { RowKind } from '../../kernel';
import type { Findings, Start } from '../findings';
import type { Checker, Row } from '../fold';
import type { HistoryView } from '../view';

/**
 * Verifies: an offset shows one record for ever, to every producer that was acknowledged and to every reader (C-AN
 * inconsistent-offsets).
 * When: at every acknowledgement and every poll.
 * Not verified: sends whose outcome is unknown; what replicas hold and nobody saw.
 */
export function offsets(view: HistoryView, findings: Findings): Checker {
  const { firstSlot, count, recordAt } = view.facts.batches;
  /** The record first seen at each offset plus 1 (0: none), and the row that showed it, by partition. */
  const shown = view.names.partitions.map(() => ({ record: new Int32Array(64), row: new Int32Array(64) }));
  const told = new Set<string>();

  function roomFor(partition: number, end: number): { record: Int32Array; row: Int32Array } {
    const table = shown[partition];
    if (end <= table.record.length) return table;
    const size = Math.max(end, table.record.length * 2);
    const grown = { record: new Int32Array(size), row: new Int32Array(size) };
    grown.record.set(table.record);
    grown.row.set(table.row);
    shown[partition] = grown;
    return grown;
  }

  function show(row: Row, partition: number, from: number, records: Int32Array, first: number, size: number): void {
    const table = roomFor(partition, from + size);
    for (let index = 0; index < size; index++) {
      const record = records[first + index];
      if (record < 0) continue;
      const known = table.record[from + index];
      if (known === record + 1) continue;
      if (known === 0) {
        table.record[from + index] = record + 1;
        table.row[from + index] = row.row;
      } else differs(row, partition, from + index, record, known - 1, table.row[from + index]);
    }
  }

  function differs(row: Row, partition: number, offset: number, record: number, known: number, knownRow: number): void {
    const pair = `${partition}/${offset}/${record}`;
    if (told.has(pair)) return;
    told.add(pair);
    const start: Start = {
      kind: 'inconsistent-offsets',
      guiltyRow: row.row,
      at: row.at,
      decidedRow: row.row,
      decidedAt: row.at,
      partition,
      rows: [knownRow],
      detail: { records: [known, record] },
    };
    findings.record(`${view.replicas.electedRow[partition]}`, start, record, offset);
  }

  return {
    kinds: ['inconsistent-offsets'],
    on: {
      [RowKind.sendOk]: (row) => {
        if (row.b < 0 || firstSlot[row.a] < 0) return;
        show(row, view.facts.batches.partition[row.a], row.b, recordAt, firstSlot[row.a], count[row.a]);
      },
      [RowKind.poll]: (row) => show(row, row.subject, row.a, view.span.records, 0, view.span.count),
    },
  };
}
