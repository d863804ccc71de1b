import { RowKind } from '../../kernel';
import type { Findings, Start } from '../findings';
import type { Checker, Row } from '../fold';
import type { HistoryView } from '../view';

const PAGE_SHIFT = 12;
const PAGE_SIZE = 1 << PAGE_SHIFT;

/** The record first seen at each offset (-1: none) and the row that showed it. */
interface Page {
  record: Int32Array;
  row: Int32Array;
}

/**
 * Verifies: an offset shows one record for ever, to every producer that was acknowledged and to every reader (C-AN
 * inconsistent-offsets).
 * When: at every acknowledgement and every poll.
 * Not verified: sends whose outcome is unknown; what replicas hold and nobody saw.
 */
export function offsets(view: HistoryView, findings: Findings): Checker {
  const { firstSlot, count, recordAt } = view.facts.batches;
  /** What each offset showed, by partition, in pages: a real history may begin at any offset. */
  const shown = view.names.partitions.map(() => new Map<number, Page>());
  const told = new Set<string>();

  function pageOf(partition: number, offset: number): Page {
    const number = offset >> PAGE_SHIFT;
    const known = shown[partition].get(number);
    if (known) return known;
    const page = { record: new Int32Array(PAGE_SIZE).fill(-1), row: new Int32Array(PAGE_SIZE) };
    shown[partition].set(number, page);
    return page;
  }

  function show(row: Row, partition: number, from: number, records: Int32Array, first: number, size: number): void {
    let page = pageOf(partition, from);
    for (let index = 0; index < size; index++) {
      const place = (from + index) & (PAGE_SIZE - 1);
      if (place === 0 && index > 0) page = pageOf(partition, from + index);
      const record = records[first + index];
      if (record < 0 || page.record[place] === record) continue;
      if (page.record[place] < 0) {
        page.record[place] = record;
        page.row[place] = row.row;
      } else differs(row, partition, from + index, record, page.record[place], page.row[place]);
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
