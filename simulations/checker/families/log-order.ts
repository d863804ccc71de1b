import type { Finding, Findings, Start } from '../findings';
import type { Checker, Row } from '../fold';
import type { HistoryView } from '../view';

/**
 * Verifies: what one life of a producer sent to one partition stands in the committed log in the order of the sends
 * (C-AN log-order-violation). One finding a producer and partition; counted are the later sends that stand before an
 * earlier one, as spec/checker.md 8.3 counts them.
 * When: as log batches enter the committed log. A record that stands there twice is judged by its first place.
 * Not verified: order across producers or partitions, which nobody promised.
 */
export function logOrder(view: HistoryView, findings: Findings): Checker {
  const { facts, committedLog } = view;
  const { firstSlot, count, recordAt, producer, partition } = facts.batches;
  const { parent, batch: batchOf } = facts.logBatches;
  const partitions = view.names.partitions.length;
  /** The latest send in the log, by producer incarnation and partition; and what it was before each log batch. */
  const latest = new Int32Array(facts.incarnations.length * partitions).fill(-1);
  const latestBefore = new Int32Array(facts.logBatches.length).fill(-1);
  const standing = new Map<number, Finding>();

  function enter(node: number, row: Row): void {
    const batch = batchOf[node];
    const incarnation = producer[batch];
    const size = count[batch];
    if (incarnation < 0 || size === 0) return;
    const key = incarnation * partitions + partition[batch];
    const first = recordAt[firstSlot[batch]];
    latestBefore[node] = latest[key];
    if (committedLog.places[first] > 1) return;
    if (first < latest[key]) inverted(node, first, row);
    const last = recordAt[firstSlot[batch] + size - 1];
    if (last > latest[key]) latest[key] = last;
  }

  /** Walks back over what the producer wrote until nothing later than `record` can stand before it. */
  function inverted(node: number, record: number, row: Row): void {
    const batch = batchOf[node];
    for (let at = parent[node]; at >= 0; at = parent[at]) {
      const other = batchOf[at];
      if (other < 0 || producer[other] !== producer[batch]) continue;
      for (let slot = firstSlot[other] + count[other] - 1; slot >= firstSlot[other]; slot--) {
        if (recordAt[slot] > record && !standing.has(recordAt[slot])) mark(at, slot, node, record, row);
      }
      if (latestBefore[at] < record) return;
    }
  }

  function mark(earlier: number, slot: number, node: number, record: number, row: Row): void {
    const batch = batchOf[node];
    const guiltyRow = view.survival.appendRow[node];
    const start: Start = {
      kind: 'log-order-violation',
      guiltyRow,
      at: guiltyRow < 0 ? row.at : view.timeOf(guiltyRow),
      decidedRow: row.row,
      decidedAt: row.at,
      partition: partition[batch],
      rows: [view.survival.appendRow[earlier], view.sends.retryRow[batch]],
      detail: { first: [view.offsetIn(earlier, slot), view.offsetIn(node, firstSlot[batch])], sentFirst: record },
    };
    const offset = view.offsetIn(earlier, slot);
    standing.set(recordAt[slot], findings.record(`${producer[batch]}`, start, recordAt[slot], offset));
  }

  function leave(node: number, row: Row): void {
    const batch = batchOf[node];
    if (producer[batch] < 0) return;
    latest[producer[batch] * partitions + partition[batch]] = latestBefore[node];
    for (let slot = firstSlot[batch]; slot < firstSlot[batch] + count[batch]; slot++) {
      const finding = standing.get(recordAt[slot]);
      if (!finding) continue;
      findings.withdraw(finding, recordAt[slot], row.at);
      standing.delete(recordAt[slot]);
    }
  }

  committedLog.listeners.push({ enter, leave });
  return { kinds: ['log-order-violation'], on: {} };
}
