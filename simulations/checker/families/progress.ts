import { LeaveReason, RowKind } from '../../kernel';
import type { Findings } from '../findings';
import type { Checker, Row } from '../fold';
import { brokersOf } from '../tables/log-tree';
import type { HistoryView } from '../view';

/** Without `recoverWithin`: longer than a broker's session with its detection, and than one request timeout. */
const UNAVAILABLE_AFTER_MICROS = 60_000_000;
const STORM_WINDOW_MICROS = 60_000_000;
const STORM_REBALANCES = 3;
const POISON_BEGINNINGS = 5;

/** Actions that stand in the way for as long as they last. */
const lasting: ReadonlySet<string> = new Set([
  'isolate',
  'slow',
  'pause',
  'clog',
  'dropPackets',
  'diskFull',
  'slowDisk',
]);

/** Rows that are about one actor's failure; a rebalance after one of them is no surprise. */
const expulsions: ReadonlySet<number> = new Set([
  LeaveReason.pollTimeout,
  LeaveReason.sessionExpired,
  LeaveReason.rebalanceTimeout,
  LeaveReason.syncTimeout,
]);

/**
 * Verifies: writes go on while enough replicas run (C-AN unavailable); groups do not rebalance again and again though
 * nobody touched their members (C-AN rebalance-storm); no record is begun five times without end (C-AN poison-loop).
 * When: as sends complete, members are expelled, and processing begins.
 * Not verified: while fewer brokers run than min.insync.replicas demands; in a plain run an outage counts only in its last
 * stretch without actions.
 */
export function progress(view: HistoryView, findings: Findings): Checker {
  const outages = new Outages(view, findings);
  const storms = new Storms(view, findings);
  const begun = new Map<number, { offset: number; times: number; row: number }>();

  function beginning(row: Row): void {
    const reader = view.deliveries.reader(row.actor, row.subject);
    const before = begun.get(reader);
    if (before?.offset !== row.a) {
      begun.set(reader, { offset: row.a, times: 1, row: row.row });
      return;
    }
    before.times++;
    if (before.times !== POISON_BEGINNINGS) return;
    const group = view.names.actorGroup[row.actor];
    const finding = findings.report({
      kind: 'poison-loop',
      guiltyRow: before.row,
      at: view.timeOf(before.row),
      decidedRow: row.row,
      decidedAt: row.at,
      partition: row.subject,
      group,
      detail: { member: view.names.actors[row.actor] },
    });
    findings.addTo(finding, view.span.count > 0 ? view.span.records[0] : -1, row.a, row.at);
  }

  return {
    kinds: ['unavailable', 'rebalance-storm', 'poison-loop'],
    on: {
      [RowKind.sendAttempt]: (row) => outages.waiting(row),
      [RowKind.sendOk]: (row) => outages.succeeded(row),
      [RowKind.actionBegin]: (row) => outages.action(row, 1),
      [RowKind.actionEnd]: (row) => outages.action(row, -1),
      [RowKind.memberLeft]: (row) => storms.left(row),
      [RowKind.processBegin]: beginning,
      [RowKind.processEnd]: (row) => void begun.delete(view.deliveries.reader(row.actor, row.subject)),
    },
    finish(): void {
      outages.finish();
    },
  };
}

/** Stretches in which a partition had sends waiting and none came through. */
class Outages {
  readonly #view: HistoryView;
  readonly #findings: Findings;
  readonly #limit: number;
  /** µs since when a send has been waiting, -1: none is; by partition. */
  readonly #since: Float64Array;
  readonly #sinceRow: Int32Array;
  readonly #total: Float64Array;
  #calmSince = 0;
  /** Cuts and the like that go on. */
  #running = 0;

  constructor(view: HistoryView, findings: Findings) {
    this.#view = view;
    this.#findings = findings;
    const asked = view.header.scenario.guarantees?.recoverWithin;
    this.#limit = asked === undefined ? UNAVAILABLE_AFTER_MICROS : asked * 1000;
    this.#since = new Float64Array(view.names.partitions.length).fill(-1);
    this.#sinceRow = new Int32Array(view.names.partitions.length).fill(-1);
    this.#total = new Float64Array(view.names.partitions.length);
  }

  waiting(row: Row): void {
    if (row.subject < 0 || this.#since[row.subject] >= 0) return;
    this.#since[row.subject] = row.at;
    this.#sinceRow[row.subject] = row.row;
  }

  succeeded(row: Row): void {
    const partition = this.#view.facts.batches.partition[row.a];
    if (partition >= 0) this.#over(partition, row.at);
  }

  action(row: Row, change: 1 | -1): void {
    this.#calmSince = row.at;
    if (lasting.has(this.#view.header.scenario.actions[row.subject]?.do ?? '')) this.#running += change;
  }

  finish(): void {
    for (let partition = 0; partition < this.#since.length; partition++) this.#over(partition, this.#view.untilMicros);
  }

  #over(partition: number, at: number): void {
    const since = this.#since[partition];
    this.#since[partition] = -1;
    if (since < 0) return;
    const asked = this.#view.header.scenario.guarantees?.recoverWithin !== undefined;
    // Asked for, recovery is measured from the fault on; else only what lasts after the last action is blamed.
    const from = asked ? since : Math.max(since, this.#calmSince);
    const longest = at - from;
    if (longest <= this.#limit || (!asked && this.#running > 0) || !this.#isWritable(partition)) return;
    this.#total[partition] += longest;
    const finding = this.#findings.report({
      kind: 'unavailable',
      guiltyRow: this.#sinceRow[partition],
      at: from,
      decidedRow: -1,
      decidedAt: Math.min(at, from + this.#limit),
      partition,
      rows: [this.#view.replicas.leaderlessRow[partition]],
      detail: { longestMs: longest / 1000, totalMs: this.#total[partition] / 1000 },
    });
    this.#findings.addTo(finding, -1, -1, finding.decidedAt);
  }

  /** Whether the brokers that run could take a write. */
  #isWritable(partition: number): boolean {
    const topic = this.#view.names.topics[this.#view.names.partitionTopic[partition]];
    const minimum = Number(this.#view.header.settings[`topics.${topic}`]?.['min.insync.replicas'] ?? 1);
    const { isUp, isPaused } = this.#view.actors;
    const running = this.#view.names.partitionReplicas[partition].filter((it) => isUp[it] === 1 && isPaused[it] === 0);
    const electable = brokersOf(this.#view.replicas.electable(partition));
    return running.length >= minimum && electable.some((it) => isUp[it] === 1);
  }
}

/** Expulsions of members that run: what a group does to itself. */
class Storms {
  readonly #view: HistoryView;
  readonly #findings: Findings;
  readonly #recent = new Map<number, { at: number; row: number }[]>();
  readonly #told = new Map<number, number>();

  constructor(view: HistoryView, findings: Findings) {
    this.#view = view;
    this.#findings = findings;
  }

  left(row: Row): void {
    const member = row.a;
    const { isUp, isPaused } = this.#view.actors;
    const isStruck = member >= 0 && (isUp[member] === 0 || isPaused[member] === 1);
    if (!expulsions.has(row.b) || isStruck) return;
    const recent = (this.#recent.get(row.subject) ?? []).filter(({ at }) => row.at - at <= STORM_WINDOW_MICROS);
    recent.push({ at: row.at, row: row.row });
    this.#recent.set(row.subject, recent);
    if (recent.length < STORM_REBALANCES) return;
    // One storm is one finding, however long it lasts.
    const last = this.#told.get(row.subject);
    this.#told.set(row.subject, row.at);
    if (last !== undefined && row.at - last <= STORM_WINDOW_MICROS) return;
    const finding = this.#findings.report({
      kind: 'rebalance-storm',
      guiltyRow: recent[0].row,
      at: recent[0].at,
      decidedRow: row.row,
      decidedAt: row.at,
      group: row.subject,
      rows: recent.map((it) => it.row),
      detail: { rebalances: recent.length, windowMs: (row.at - recent[0].at) / 1000 },
    });
    this.#findings.addTo(finding, -1, -1, row.at);
  }
}
