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
export class Replicas implements Checker {
  readonly kinds = ['divergent-replicas', 'watermark-regression'] as const;
  readonly #view: HistoryView;
  readonly #findings: Findings;
  /** 1: an election may have left a replica with another past; by partition. */
  readonly #isSuspect: Uint8Array;
  readonly #highest: Int32Array;
  readonly #told = new Set<string>();

  constructor(view: HistoryView, findings: Findings) {
    this.#view = view;
    this.#findings = findings;
    this.#isSuspect = new Uint8Array(view.names.partitions.length);
    this.#highest = new Int32Array(view.names.partitions.length);
  }

  readonly on = {
    [RowKind.leaderElected]: (row: Row): void => {
      if (row.subject < this.#view.names.userPartitionCount) this.#isSuspect[row.subject] = 1;
    },
    [RowKind.highWatermark]: (row: Row): void => this.#watermark(row),
  };

  finish(): void {
    if (!this.#view.header.audited) return;
    for (let partition = 0; partition < this.#view.names.userPartitionCount; partition++) {
      const members = brokersOf(this.#view.replicas.inSyncReplicas[partition]);
      for (let index = 1; index < members.length; index++) {
        this.#compare(partition, members[0], members[index], Number.MAX_SAFE_INTEGER, null);
      }
    }
  }

  #watermark(row: Row): void {
    const table = this.#view.replicas;
    const partition = row.subject;
    if (partition >= this.#view.names.userPartitionCount) return;
    if (row.b >= 0 && row.b < table.leaderEpoch[partition]) return;
    if (row.a < this.#highest[partition]) this.#regressed(row, this.#highest[partition]);
    else this.#highest[partition] = row.a;
    if (this.#isSuspect[partition] === 0) return;
    let differs = false;
    for (let broker = 0; broker < table.brokerCount; broker++) {
      const served = broker === row.actor ? 0 : table.served[table.at(broker, partition)];
      if (served > 0) {
        differs = this.#compare(partition, row.actor, broker, Math.min(served, row.a), row) || differs;
      }
    }
    if (!differs && row.a >= this.#highest[partition]) this.#isSuspect[partition] = 0;
  }

  /** Whether two replicas differ below `limit`; told once an election. */
  #compare(partition: number, a: number, b: number, limit: number, row: Row | null): boolean {
    const table = this.#view.replicas;
    const log = this.#view.facts.logBatches;
    const common = commonNode(log, table.tip[table.at(a, partition)], table.tip[table.at(b, partition)]);
    const from = common < 0 ? 0 : log.endOffset[common];
    const to = Math.min(limit, table.logEndOffset(a, partition), table.logEndOffset(b, partition));
    if (from >= to) return false;
    const elected = table.electedRow[partition];
    if (!this.#isNews(`${partition}/${Math.min(a, b)}/${Math.max(a, b)}/${elected}`)) return true;
    const at = row?.at ?? this.#view.untilMicros;
    const finding = this.#findings.report({
      kind: 'divergent-replicas',
      guiltyRow: elected,
      at: elected < 0 ? at : this.#view.timeOf(elected),
      decidedRow: row?.row ?? -1,
      decidedAt: at,
      partition,
      detail: { brokers: [this.#view.names.actors[a], this.#view.names.actors[b]] },
    });
    for (let offset = from; offset < to; offset++) this.#findings.addTo(finding, -1, offset, at);
    return true;
  }

  #regressed(row: Row, from: number): void {
    const elected = this.#view.replicas.electedRow[row.subject];
    if (!this.#isNews(`hw/${row.subject}/${elected}`)) return;
    const finding = this.#findings.report({
      kind: 'watermark-regression',
      guiltyRow: row.row,
      at: row.at,
      decidedRow: row.row,
      decidedAt: row.at,
      partition: row.subject,
      rows: [elected],
      detail: { from, to: row.a },
    });
    this.#findings.addTo(finding, -1, row.a, row.at);
  }

  #isNews(key: string): boolean {
    if (this.#told.has(key)) return false;
    this.#told.add(key);
    return true;
  }
}
