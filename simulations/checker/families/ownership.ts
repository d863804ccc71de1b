import { RowKind } from '../../kernel';
import type { Findings, Start } from '../findings';
import type { Checker, Row } from '../fold';
import type { HistoryView } from '../view';

/**
 * Verifies: the coordinator never gives one partition to two members of a generation (C-AN double-ownership); notes
 * members that work on a partition which is another's by now (C-AN zombie-processing), and what they did to a sink (C-AN
 * zombie-effect).
 * When: as ownership changes, and as records are processed and effects applied.
 * Not verified: overlap of belief without work: fetching is never fenced (K-GRP-23), so belief alone harms nobody.
 */
export function ownership(view: HistoryView, findings: Findings): Checker {
  const partitions = view.names.partitions.length;
  const { actorGroup } = view.names;
  const places = view.names.groups.length * partitions;
  const owner = new Int32Array(places).fill(-1);
  const since = new Int32Array(places).fill(-1);
  const generation = new Int32Array(places).fill(-1);

  function changed(row: Row): void {
    const group = row.a >= 0 ? actorGroup[row.a] : row.c;
    if (group < 0 || group >= view.names.groups.length) return;
    const place = group * partitions + row.subject;
    const before = owner[place];
    if (before >= 0 && row.a >= 0 && before !== row.a && generation[place] === row.b) {
      const finding = findings.report({
        kind: 'double-ownership',
        guiltyRow: row.row,
        at: row.at,
        decidedRow: row.row,
        decidedAt: row.at,
        partition: row.subject,
        group,
        rows: [since[place]],
        detail: { members: [view.names.actors[before], view.names.actors[row.a]] },
      });
      findings.addTo(finding, -1, -1, row.at);
    }
    owner[place] = row.a;
    since[place] = row.row;
    generation[place] = row.b;
  }

  function start(kind: 'zombie-processing' | 'zombie-effect', row: Row, group: number, place: number): Start {
    return {
      kind,
      guiltyRow: row.row,
      at: row.at,
      decidedRow: row.row,
      decidedAt: row.at,
      partition: row.subject,
      group,
      rows: [view.deliveries.partedRow[place], since[place]],
      detail: { member: view.names.actors[row.actor], owner: view.names.actors[owner[place]] },
    };
  }

  /** The place that belongs to another member, -1: it is the actor's, or nobody's. */
  function taken(row: Row): number {
    const group = actorGroup[row.actor];
    if (group < 0 || row.subject < 0) return -1;
    const place = group * partitions + row.subject;
    return owner[place] >= 0 && owner[place] !== row.actor ? place : -1;
  }

  return {
    kinds: ['double-ownership', 'zombie-processing', 'zombie-effect'],
    on: {
      [RowKind.ownership]: changed,
      [RowKind.processEnd]: (row) => {
        const place = taken(row);
        if (place < 0) return;
        const found = start('zombie-processing', row, actorGroup[row.actor], place);
        for (let index = 0; index < view.span.count; index++) {
          findings.record(`${row.actor}/${since[place]}`, found, view.span.records[index], row.a + index);
        }
      },
      [RowKind.effectApplied]: (row) => {
        const place = taken(row);
        if (place < 0) return;
        const found = start('zombie-effect', row, actorGroup[row.actor], place);
        findings.record(`${row.actor}/${since[place]}`, found, row.b, row.a);
      },
    },
  };
}
