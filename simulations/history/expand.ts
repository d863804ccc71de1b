import { RowKind, rowKindNames, rowsUntil, type TraceNames } from '../kernel';
import type { NormalisedScenario } from '../scenario';
import { incarnationName, type EventKind, type HistoryEvent } from './event-kinds';
import { expandRow, type ExpandedFrom, type Expansion } from './expand-row';

/**
 * The events of a trace (spec/checker.md 2.1): a row that covers a range becomes one event a record, sends stand before
 * the rows of their microsecond, `seq` and `cause` are numbered densely. Deterministic, and lazy: only the event at hand
 * is an object.
 */
export function* expand(from: ExpandedFrom): Generator<HistoryEvent> {
  const { trace, names } = from;
  const until = from.untilMicros ?? Number.POSITIVE_INFINITY;
  const rows = trace.history;
  const rowCount = from.untilMicros === undefined ? rows.length : rowsUntil(rows, from.untilMicros);
  const incarnations = incarnationNames(from);
  const seqOfRow = new Int32Array(rowCount).fill(-1);
  const { records } = trace.facts;
  const context: Expansion = { ...from, incarnations };
  let seq = 0;
  let record = 0;
  for (let row = 0; row <= rowCount; row++) {
    const at = row < rowCount ? rows.chunks[row >> 14].timeMicros[row & 16_383] : until;
    // The very last sends of a history stand behind its last row.
    for (; record < records.length && records.sentAtMicros[record] <= at; record++) {
      if (records.producer[record] >= 0) yield { seq: seq++, ...invoke(context, record) };
    }
    if (row === rowCount) return;
    const words = rows.chunks[row >> 14].words;
    const base = (row & 16_383) * 8;
    const kind = words[base] & 0xff;
    if (!from.internal && isInternal(kind, words[base + 1], names)) continue;
    const cause = words[base + 6];
    const causeSeq = cause >= 0 && cause < row ? seqOfRow[cause] : -1;
    const actor = incarnations[(words[base] >>> 8) & 0xffff] ?? 'run';
    const common = { at, kind: rowKindNames[kind] as EventKind, actor: isOfRun(kind) ? 'run' : actor };
    const op = words[base + 7];
    for (const fields of expandRow(context, kind, words, base)) {
      if (seqOfRow[row] < 0) seqOfRow[row] = seq;
      const links = { ...(op >= 0 ? { op } : {}), ...(causeSeq >= 0 ? { cause: causeSeq } : {}) };
      yield { seq: seq++, ...common, ...links, ...fields };
    }
  }
}

const partitionKinds: ReadonlySet<number> = new Set([
  RowKind.append,
  RowKind.truncate,
  RowKind.flush,
  RowKind.highWatermark,
  RowKind.logStart,
  RowKind.leaderElected,
  RowKind.leaderNone,
  RowKind.isrChanged,
  RowKind.leaderStarted,
  RowKind.followerStarted,
]);

function isInternal(kind: number, subject: number, names: TraceNames): boolean {
  return subject >= names.userPartitionCount && partitionKinds.has(kind);
}

/** Rows that no actor of the cluster writes. */
function isOfRun(kind: number): boolean {
  return kind <= RowKind.actionSkipped;
}

function incarnationNames({ names, trace }: ExpandedFrom): string[] {
  const { actor, life, length } = trace.facts.incarnations;
  return Array.from({ length }, (_, index) => incarnationName(names.actors[actor[index]] ?? '?', life[index]));
}

function invoke(
  { names, trace, incarnations, scenario }: Expansion,
  record: number,
): Omit<HistoryEvent, 'seq'> & { at: number; kind: EventKind; actor: string } {
  const { records } = trace.facts;
  const partition = records.partition[record];
  const key = records.key[record];
  const value = records.value[record];
  const text = value >= 0 ? String(value) : names.texts[-1 - value];
  return {
    at: records.sentAtMicros[record],
    kind: 'send.invoke',
    actor: incarnations[records.producer[record]] ?? '?',
    op: record,
    recordId: record,
    intentId: records.intent[record],
    ...(partition >= 0
      ? { topic: names.topics[names.partitionTopic[partition]], partition: names.partitions[partition] }
      : {}),
    ...(key >= 0 ? { key: names.keys[key] } : {}),
    ...(text === null ? {} : { value: text }),
    eventTime: records.eventTimeMs[record],
    sizeBytes: records.sizeBytes[record],
    ...ackLevelOf(scenario, names.actors[trace.facts.incarnations.actor[records.producer[record]]]),
  };
}

/** As the scenario writes it; a producer that says nothing asks all in-sync replicas. */
function ackLevelOf(scenario: NormalisedScenario, producer: string): { ackLevel: string } {
  const acks = Object.hasOwn(scenario.producers, producer)
    ? String(scenario.producers[producer].config.acks ?? 'all')
    : 'all';
  return { ackLevel: acks === '0' ? 'none' : acks === '1' ? 'leader' : 'isr' };
}
