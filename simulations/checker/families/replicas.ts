import { RowKind } from '../../kernel';
import type { Findings } from '../findings';
import type { Checker, Row } from '../fold';
import { brokersOf, commonNode } from '../tables/log-tree';
import type { HistoryView } from '../view';

/**
 * Verifies: two replicas agree below both their high watermarks, and at the audit the in-sync set agrees up to the
 * shorter log (C-AN divergent-replicas); notes when a served high watermark falls (C-AN watermark-regression).
 * When: at every high watermark after an election, and at the end of an audited run.
 * Not verified: what lies above a high watermark: there replicas may differ until the next fetch (K-REP-30).
 */
export function replicas(view: HistoryView, findings: Findings): Checker {
  const table = view.replicas;
  const log = view.facts.logBatches;
  const partitions = view.names.partitions.length;
  const user = view.names.userPartitionCount;
  /** 1: an election may have left a replica with another past. */
  const isSuspect = new Uint8Array(partitions);
  const highest = new Int32Array(partitions);
  const told = new Set<string>();

  function compare(partition: number, a: number, b: number, limit: number, row: Row | null): boolean {
    const tipA = table.tip[table.at(a, partition)];
    const tipB = table.tip[table.at(b, partition)];
    const common = commonNode(log, tipA, tipB);
    const from = common < 0 ? 0 : log.endOffset[common];
    const to = Math.min(limit, table.logEndOffset(a, partition), table.logEndOffset(b, partition));
    if (from >= to) return false;
    const pair = `${partition}/${Math.min(a, b)}/${Math.max(a, b)}/${table.electedRow[partition]}`;
    if (told.has(pair)) return true;
    told.add(pair);
    const at = row?.at ?? view.untilMicros;
    const finding = findings.report({
      kind: 'divergent-replicas',
      guiltyRow: table.electedRow[partition],
      at: table.electedRow[partition] < 0 ? at : view.timeOf(table.electedRow[partition]),
      decidedRow: row?.row ?? -1,
      decidedAt: at,
      partition,
      detail: { brokers: [view.names.actors[a], view.names.actors[b]] },
    });
    for (let offset = from; offset < to; offset++) findings.addTo(finding, -1, offset, at);
    return true;
  }

  function watermark(row: Row): void {
    const partition = row.subject;
    if (partition >= user || (row.b >= 0 && row.b < table.leaderEpoch[partition])) return;
    if (row.a < highest[partition]) regressed(row, highest[partition]);
    else highest[partition] = row.a;
    if (isSuspect[partition] === 0) return;
    let differs = false;
    for (let broker = 0; broker < table.brokerCount; broker++) {
      const served = broker === row.actor ? 0 : table.served[table.at(broker, partition)];
      if (served > 0) differs = compare(partition, row.actor, broker, Math.min(served, row.a), row) || differs;
    }
    if (!differs && row.a >= highest[partition]) isSuspect[partition] = 0;
  }

  function regressed(row: Row, from: number): void {
    const key = `hw/${row.subject}/${table.electedRow[row.subject]}`;
    if (told.has(key)) return;
    told.add(key);
    const finding = findings.report({
      kind: 'watermark-regression',
      guiltyRow: row.row,
      at: row.at,
      decidedRow: row.row,
      decidedAt: row.at,
      partition: row.subject,
      rows: [table.electedRow[row.subject]],
      detail: { from, to: row.a },
    });
    findings.addTo(finding, -1, row.a, row.at);
  }

  return {
    kinds: ['divergent-replicas', 'watermark-regression'],
    on: {
      [RowKind.leaderElected]: (row) => {
        if (row.subject < user) isSuspect[row.subject] = 1;
      },
      [RowKind.highWatermark]: watermark,
    },
    finish(): void {
      if (!view.header.audited) return;
      for (let partition = 0; partition < user; partition++) {
        const members = brokersOf(table.inSyncReplicas[partition]);
        for (let index = 1; index < members.length; index++) {
          compare(partition, members[0], members[index], Number.MAX_SAFE_INTEGER, null);
        }
      }
    },
  };
}
