import { RowKind } from '../../kernel';
import type { Findings } from '../findings';
import type { Checker, Row } from '../fold';
import type { HistoryView } from '../view';

/**
 * Verifies: a sink gets the intents of a key in the order in which one producer made them (C-AN key-order-violation, first
 * applications only), and a last-write-wins sink is never overwritten with something older (C-AN
 * external-nonmonotonic, repeats included).
 * When: at every effect.
 * Not verified: keys written by several producers against each other, and keys over several topics: nobody orders those.
 */
export function effectOrder(view: HistoryView, findings: Findings): Checker {
  const { key, intent, producer, partition } = view.facts.records;
  const { partitionTopic } = view.names;
  const sinks = view.names.groups.map((name) => {
    const group = Object.hasOwn(view.header.scenario.groups, name) ? view.header.scenario.groups[name] : undefined;
    return { lastWriteWins: group ? group.sink.kind === 'upsert' : true, applied: new Set<number>() };
  });
  /** The latest intent (and version) applied, and its row, by sink, key, producer and topic. */
  const latest = new Map<number, { intent: number; version: number; row: number }>();

  function report(kind: 'key-order-violation' | 'external-nonmonotonic', row: Row, witness: number): void {
    const of = key[row.b];
    const start = {
      kind,
      guiltyRow: row.row,
      at: row.at,
      decidedRow: row.row,
      decidedAt: row.at,
      partition: row.subject,
      group: row.c,
      key: of,
      rows: [witness],
    };
    findings.record(`${view.actorOf[producer[row.b]]}`, start, row.b, row.a);
  }

  function applied(row: Row): void {
    const record = row.b;
    if (record < 0 || row.c < 0 || key[record] < 0 || producer[record] < 0 || partition[record] < 0) return;
    const topic = partitionTopic[partition[record]];
    const actor = view.actorOf[producer[record]];
    const { keys, actors, topics } = view.names;
    const place = ((row.c * keys.length + key[record]) * actors.length + actor) * topics.length + topic;
    const sink = sinks[row.c];
    const version = row.d > 0 ? row.d : intent[record];
    const before = latest.get(place);
    const isFirst = !sink.applied.has(intent[record]);
    sink.applied.add(intent[record]);
    if (!before) {
      latest.set(place, { intent: intent[record], version, row: row.row });
      return;
    }
    if (isFirst && intent[record] < before.intent) report('key-order-violation', row, before.row);
    if (sink.lastWriteWins && version < before.version) report('external-nonmonotonic', row, before.row);
    if (intent[record] <= before.intent && version <= before.version) return;
    before.intent = Math.max(before.intent, intent[record]);
    before.version = Math.max(before.version, version);
    before.row = row.row;
  }

  return { kinds: ['key-order-violation', 'external-nonmonotonic'], on: { [RowKind.effectApplied]: applied } };
}
