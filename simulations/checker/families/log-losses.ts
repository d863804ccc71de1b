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
export function logLosses(view: HistoryView, findings: Findings): Checker {
  const { sends, survival, facts } = view;
  const { firstSlot, count, recordAt } = facts.batches;
  const standing = new Map<number, Finding>();
  const lost: Finding[] = [];

  /** The best of a batch's copies decides. */
  function fateOf(batch: number): number {
    let best: number = Fate.gone;
    for (let node = survival.nodeOfBatch[batch]; node >= 0; node = survival.previousNode[node]) {
      const fate = survival.fate[node];
      if (fate === Fate.present) return Fate.present;
      if (fate === Fate.unreachable) best = Fate.unreachable;
    }
    return best;
  }

  function judge(batch: number, row: number, at: number, isAck: boolean): void {
    const fate = fateOf(batch);
    const node = survival.nodeOfBatch[batch];
    for (let slot = firstSlot[batch]; slot < firstSlot[batch] + count[batch]; slot++) {
      const record = recordAt[slot];
      if (sends.isPromised[record] === 0) continue;
      const kind = fate === Fate.gone ? 'lost-write' : 'unreachable-write';
      const before = standing.get(record);
      if (before && (fate === Fate.present || before.kind !== kind)) {
        findings.withdraw(before, record, at);
        standing.delete(record);
      }
      if (fate === Fate.present || before?.kind === kind) continue;
      const fault = faultOf(view, node, row);
      const guiltyRow = Math.max(fault, sends.doneRow[record]);
      const sub = fate === Fate.gone ? (wasSeen(record) ? 'vanished' : 'never-seen') : null;
      const start: Start = {
        kind,
        guiltyRow,
        at: timeOf(guiltyRow, at),
        decidedRow: row,
        decidedAt: at,
        partition: facts.batches.partition[batch],
        rows: [fault, sends.doneRow[record], node < 0 ? -1 : survival.appendRow[node], ...turns(view, node, row)],
        detail: { ...(sub ? { sub } : {}), ...leaderEnd(view, facts.batches.partition[batch]) },
      };
      const offset = node < 0 ? -1 : view.offsetIn(node, slot);
      // What a deposed leader goes on acknowledging is one story.
      const episode = isAck ? `late/${view.replicas.electedRow[start.partition ?? 0]}` : `${row}`;
      const finding = findings.record(`${episode}/${sub}`, start, record, offset);
      standing.set(record, finding);
      if (fate === Fate.gone && !lost.includes(finding)) lost.push(finding);
    }
  }

  function wasSeen(record: number): boolean {
    const { seen, recordCount } = view.deliveries;
    for (let at = record; at < seen.length; at += recordCount) if (seen[at] > 0) return true;
    return false;
  }

  function timeOf(row: number, otherwise: number): number {
    return row < 0 ? otherwise : view.timeOf(row);
  }

  survival.listeners.push((node, _fate, _before, row, at) => judge(facts.logBatches.batch[node], row, at, false));

  function acknowledged(row: Row): void {
    if (row.b < 0 || firstSlot[row.a] < 0) return;
    const node = survival.nodeOfBatch[row.a];
    if (node >= 0 && survival.fate[node] === Fate.present) return;
    judge(row.a, row.row, row.at, true);
  }

  /** What became of the place afterwards: the first record that took it, and the truncation of what was left. */
  function aftermath(row: Row, from: number, to: number): void {
    for (const finding of lost) {
      const [first] = finding.offsets;
      if (finding.partition !== row.subject || first < from || first >= to) continue;
      if (!finding.aftermath.some((it) => view.kindOf(it) === row.kind)) finding.aftermath.push(row.row);
    }
  }

  function reused(row: Row): void {
    if (lost.length > 0 && isLeaderAppend(row)) aftermath(row, row.b, row.c);
  }

  function truncated(row: Row): void {
    if (lost.length > 0) aftermath(row, row.a, row.b);
  }

  return {
    kinds: ['lost-write', 'unreachable-write'],
    on: { [RowKind.sendOk]: acknowledged, [RowKind.append]: reused, [RowKind.truncate]: truncated },
    finish(): void {
      for (const finding of findings.list) {
        // An unclean election could still bring it back, so it is certain only at the end (C-PH-6).
        if (finding.kind !== 'lost-write' || finding.withdrawnAt >= 0 || !allowsUnclean(view, finding.partition))
          continue;
        const batches = new Set(finding.records.map((record) => facts.records.batch[record]));
        const hasCopy = [...batches].some((batch) => batch >= 0 && hasCopyOf(view, batch));
        if (hasCopy) finding.decidedAt = view.untilMicros;
      }
    },
  };
}

/** What doomed it: the last thing that befell the broker that appended it, -1: nothing did. */
function faultOf(view: HistoryView, node: number, decidedRow: number): number {
  if (node < 0) return -1;
  const appendRow = view.survival.appendRow[node];
  const broker = appendRow < 0 ? -1 : view.actorOfRow(appendRow);
  if (broker < 0) return decidedRow;
  const { downRow, actionRow, pauseRow } = view.actors;
  const blows = [downRow[broker], pauseRow[broker]].filter((row) => row > appendRow && row <= decidedRow);
  // A cut may have begun long before the record was written.
  return blows.length > 0 ? Math.max(...blows) : actionRow[broker];
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
