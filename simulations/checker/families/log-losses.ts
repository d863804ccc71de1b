import { RowKind } from '../../kernel';
import type { Finding, Findings, Start } from '../findings';
import type { Checker, Row } from '../fold';
import { isLeaderAppend } from '../tables/replicas';
import { Fate } from '../tables/survival';
import type { HistoryView } from '../view';

/**
 * Verifies: what a broker acknowledged stays on a replica that can lead (C-AN lost-write, unreachable-write), by the rules
 * of C-PH-6.
 * When: at every election, change of the in-sync set, truncation, and at every acknowledgement.
 * Not verified: acks=0 (nothing was promised); records that retention removed; records whose outcome nobody knows.
 */
export class LogLosses implements Checker {
  readonly kinds = ['lost-write', 'unreachable-write'] as const;
  readonly #view: HistoryView;
  readonly #findings: Findings;
  /** The finding that counts a record now, by record. */
  readonly #standing = new Map<number, Finding>();
  readonly #lost: Finding[] = [];

  constructor(view: HistoryView, findings: Findings) {
    this.#view = view;
    this.#findings = findings;
    const { batch } = view.facts.logBatches;
    view.survival.listeners.push((node, _fate, _before, row, at) => this.#judge(batch[node], row, at, false));
  }

  readonly on = {
    [RowKind.sendOk]: (row: Row): void => this.#acknowledged(row),
    // What became of the place afterwards: the first record that took it, and the truncation of what was left.
    [RowKind.append]: (row: Row): void => {
      if (this.#lost.length > 0 && isLeaderAppend(row)) this.#aftermath(row, row.b, row.c);
    },
    [RowKind.truncate]: (row: Row): void => {
      if (this.#lost.length > 0) this.#aftermath(row, row.a, row.b);
    },
  };

  finish(): void {
    for (const finding of this.#lost) {
      // An unclean election could still bring it back, so it is certain only at the end (C-PH-6).
      if (finding.withdrawnAt >= 0 || !allowsUnclean(this.#view, finding.partition)) continue;
      const batches = new Set(finding.records.map((record) => this.#view.facts.records.batch[record]));
      const hasCopy = [...batches].some((batch) => batch >= 0 && hasCopyOf(this.#view, batch));
      if (hasCopy) finding.decidedAt = this.#view.untilMicros;
    }
  }

  #acknowledged(row: Row): void {
    if (row.b < 0 || this.#view.facts.batches.firstSlot[row.a] < 0) return;
    const node = this.#view.survival.nodeOfBatch[row.a];
    if (node >= 0 && this.#view.survival.fate[node] === Fate.present) return;
    this.#judge(row.a, row.row, row.at, true);
  }

  #judge(batch: number, row: number, at: number, isAck: boolean): void {
    const fate = fateOf(this.#view, batch);
    const kind = fate === Fate.gone ? 'lost-write' : 'unreachable-write';
    const { firstSlot, count, recordAt } = this.#view.facts.batches;
    for (let slot = firstSlot[batch]; slot < firstSlot[batch] + count[batch]; slot++) {
      const record = recordAt[slot];
      if (this.#view.sends.isPromised[record] === 0) continue;
      const before = this.#standing.get(record);
      if (before && (fate === Fate.present || before.kind !== kind)) {
        this.#findings.withdraw(before, record, at);
        this.#standing.delete(record);
      }
      if (fate !== Fate.present && before?.kind !== kind) this.#report(kind, { batch, slot }, row, at, isAck);
    }
  }

  #report(
    kind: 'lost-write' | 'unreachable-write',
    { batch, slot }: { batch: number; slot: number },
    row: number,
    at: number,
    isAck: boolean,
  ): void {
    const { sends, survival, facts, replicas } = this.#view;
    const record = facts.batches.recordAt[slot];
    const partition = facts.batches.partition[batch];
    const node = survival.nodeOfBatch[batch];
    const fault = faultOf(this.#view, node, row);
    const guiltyRow = Math.max(fault, sends.doneRow[record]);
    const sub = kind === 'unreachable-write' ? null : wasSeen(this.#view, record) ? 'vanished' : 'never-seen';
    const start: Start = {
      kind,
      guiltyRow,
      at: guiltyRow < 0 ? at : this.#view.timeOf(guiltyRow),
      decidedRow: row,
      decidedAt: at,
      partition,
      rows: [fault, sends.doneRow[record], node < 0 ? -1 : survival.appendRow[node], ...turns(this.#view, node, row)],
      detail: { ...(sub ? { sub } : {}), ...leaderEnd(this.#view, partition) },
    };
    // What a deposed leader goes on acknowledging is one story.
    const episode = isAck ? `late/${replicas.electedRow[partition]}` : `${row}`;
    const offset = node < 0 ? -1 : this.#view.offsetIn(node, slot);
    const finding = this.#findings.record(`${episode}/${sub}`, start, record, offset);
    this.#standing.set(record, finding);
    if (kind === 'lost-write' && !this.#lost.includes(finding)) this.#lost.push(finding);
  }

  #aftermath(row: Row, from: number, to: number): void {
    for (const finding of this.#lost) {
      const [first] = finding.offsets;
      if (finding.partition !== row.subject || first < from || first >= to) continue;
      if (!finding.aftermath.some((it) => this.#view.kindOf(it) === row.kind)) finding.aftermath.push(row.row);
    }
  }
}

/** The best of a batch's copies decides. */
function fateOf({ survival }: HistoryView, batch: number): number {
  let best: number = Fate.gone;
  for (let node = survival.nodeOfBatch[batch]; node >= 0; node = survival.previousNode[node]) {
    const fate = survival.fate[node];
    if (fate === Fate.present) return Fate.present;
    if (fate === Fate.unreachable) best = Fate.unreachable;
  }
  return best;
}

/** Whether any group had it. */
function wasSeen({ deliveries }: HistoryView, record: number): boolean {
  const { seen, recordCount } = deliveries;
  for (let at = record; at < seen.length; at += recordCount) if (seen[at] > 0) return true;
  return false;
}

/** What doomed it: the last thing that befell the broker that appended it, -1: nothing did. */
function faultOf(view: HistoryView, node: number, decidedRow: number): number {
  if (node < 0) return -1;
  const appendRow = view.survival.appendRow[node];
  const broker = appendRow < 0 ? -1 : view.actorOfRow(appendRow);
  if (broker < 0) return -1;
  const { downRow, actionRow, pauseRow } = view.actors;
  const blows = [downRow[broker], pauseRow[broker]].filter((row) => row > appendRow && row <= decidedRow);
  if (blows.length > 0) return Math.max(...blows);
  // A cut may have begun long before the record was written.
  const action = actionRow[broker] < 0 ? undefined : view.header.scenario.actions[view.subjectOf(actionRow[broker])];
  return action?.do === 'isolate' || action?.do === 'slow' ? actionRow[broker] : -1;
}

/** The fencing of the broker that had it, and the election after which nobody could save it. */
function turns(view: HistoryView, node: number, decidedRow: number): number[] {
  if (node < 0 || view.survival.appendRow[node] < 0) return [];
  const broker = view.actorOfRow(view.survival.appendRow[node]);
  const partition = view.facts.logBatches.partition[node];
  const since = view.survival.appendRow[node];
  return [view.actors.fencedRow[broker], view.replicas.electedRow[partition]].filter(
    (row) => row > since && row <= decidedRow,
  );
}

/** Where the log of the present leader ends. */
function leaderEnd(view: HistoryView, partition: number): { leaderLogEndOffset?: number } {
  const leader = view.replicas.leader[partition];
  return leader < 0 ? {} : { leaderLogEndOffset: view.replicas.logEndOffset(leader, partition) };
}

function allowsUnclean(view: HistoryView, partition: number): boolean {
  const topic = view.names.topics[view.names.partitionTopic[partition]];
  return String(view.header.settings[`topics.${topic}`]?.['unclean.leader.election.enable']) === 'true';
}

function hasCopyOf(view: HistoryView, batch: number): boolean {
  for (let node = view.survival.nodeOfBatch[batch]; node >= 0; node = view.survival.previousNode[node]) {
    if (view.survival.hasCopy(node)) return true;
  }
  return false;
}
