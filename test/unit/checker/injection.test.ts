import { describe, expect, test } from 'vitest';
import { check } from '../../../simulations/checker/index';
import type { Verdict } from '../../../simulations/checker/index';
import { expand, traceOfEvents, type HistoryEvent, type PolledBatch } from '../../../simulations/history/index';
import type { Scenario } from '../../../simulations/scenario/index';
import { recordedRun } from '../history/recorded-run';

/** C-TEST-2: one surgical edit of a clean history must show exactly the kind that it makes. */
const calm: Scenario = {
  version: 1,
  duration: '12s',
  topics: { orders: { partitions: 1 } },
  producers: { checkout: { topic: 'orders', workload: { rate: 5, stop: '10s', keys: { count: 3 } } } },
  groups: {
    invoice: {
      topics: ['orders'],
      config: { 'auto.offset.reset': 'earliest', 'enable.auto.commit': false },
      members: { 'invoice-0': {} },
      processing: { time: '1ms', commit: 'after' },
      sink: { kind: 'upsert' },
    },
  },
};
const recording = recordedRun(calm);
const { scenario, settings } = recording.header;
const clean: readonly HistoryEvent[] = [...expand({ scenario, names: recording.names, trace: recording.trace })];

function verdictOf(events: readonly HistoryEvent[]): Verdict {
  const ordered = events
    .map((event, place) => ({ ...event, place }))
    .toSorted((a, b) => a.at - b.at || a.place - b.place)
    .map(({ place: _, cause: __, ...event }, seq) => ({ ...event, seq }) as HistoryEvent);
  const { names, trace, witness } = traceOfEvents(ordered, scenario);
  return check({ scenario, settings, names, witness, audited: false }, trace);
}

const last = (kind: string, of: Partial<HistoryEvent> = {}): HistoryEvent =>
  clean.findLast(
    (event) => event.kind === kind && Object.entries(of).every(([field, value]) => event[field] === value),
  )!;
const end = last('run.end')?.at ?? clean.at(-1)!.at;
const append = last('append', { role: 'leader' });
const edits: [kind: string, edit: () => HistoryEvent[], others?: string[]][] = [
  [
    'lost-write',
    // The last record was never appended anywhere, read by nobody, and acknowledged.
    () => {
      const { recordId } = append;
      const offset = append.offset as number;
      return clean
        .filter((event) => !(event.recordId === recordId && event.kind !== 'send.invoke' && event.kind !== 'send.ok'))
        .filter((event) => !(event.kind === 'highWatermark' && event.offset === offset + 1))
        .filter((event) => !(event.kind === 'commit.ok' && event.offset === offset + 1))
        .map((event) => (event.kind === 'poll.ok' ? withoutRecord(event, recordId as number) : event));
    },
  ],
  [
    'duplicate-append',
    () => [
      ...clean,
      { ...append, at: end, offset: (append.offset as number) + 1 },
      { ...last('highWatermark'), at: end, offset: (append.offset as number) + 2 },
    ],
  ],
  ['log-order-violation', () => swapped(20, 21), ['key-order-violation', 'external-nonmonotonic']],
  [
    'ghost-write',
    () =>
      clean.map((event) =>
        event === last('send.ok') ? { ...event, kind: 'send.fail', error: 'RECORD_TOO_LARGE' } : event,
      ),
    ['ghost-effect'],
  ],
  [
    'committed-ahead-of-position',
    () => [...clean, { ...last('commit.ok'), op: undefined, at: end, offset: (append.offset as number) + 5 }],
  ],
  ['commit-regression', () => [...clean, { ...last('commit.ok'), op: undefined, at: end, offset: 3 }]],
  [
    'zombie-commit',
    () => [
      ...clean,
      { ...last('group.state'), at: end, generationId: 9 },
      { ...last('commit.ok'), op: undefined, at: end },
    ],
  ],
  ['double-ownership', () => [...clean, { ...last('ownership'), at: end, memberId: 'invoice-7' }]],
  ['duplicate-effect', () => [...clean, { ...last('effect.applied'), at: end }]],
  [
    'inconsistent-offsets',
    () => [...clean, { ...last('poll.ok'), at: end, ...otherRecord(last('poll.ok')) }],
    ['duplicate-delivery', 'nonmonotonic-poll'],
  ],
  [
    'duplicate-delivery',
    () => [...clean, { ...last('position.set'), at: end, offset: 0, reason: 'seek' }, { ...last('poll.ok'), at: end }],
  ],
];

function withoutRecord(event: HistoryEvent, record: number): HistoryEvent {
  const batches = (event.batches as PolledBatch[]).map((batch) => {
    const kept = batch.recordIds.map((id) => id !== record);
    return {
      ...batch,
      offsets: batch.offsets.filter((_, at) => kept[at]),
      recordIds: batch.recordIds.filter((_, at) => kept[at]),
    };
  });
  return { ...event, batches };
}

/** Two neighbours change places everywhere. */
function swapped(a: number, b: number): HistoryEvent[] {
  const sentAt = clean.find((event) => event.kind === 'send.invoke' && event.recordId === a)!.at;
  const other = (id: unknown) => (id === a ? b : id === b ? a : (id as number));
  return clean.map((event) => {
    // Both are sent before either is stored.
    if (event.kind === 'send.invoke') return event.recordId === b ? { ...event, at: sentAt } : event;
    if (event.kind === 'poll.ok') {
      const batches = (event.batches as PolledBatch[]).map((batch) => ({
        ...batch,
        recordIds: batch.recordIds.map(other),
      }));
      return { ...event, batches };
    }
    if (event.recordId !== a && event.recordId !== b) return event;
    const intent = event.intentId === undefined ? {} : { intentId: other(event.intentId) };
    return { ...event, recordId: other(event.recordId), ...intent };
  });
}

function otherRecord(event: HistoryEvent): Partial<HistoryEvent> {
  const batches = (event.batches as PolledBatch[]).map((batch) => ({
    ...batch,
    recordIds: batch.recordIds.map(() => 0),
  }));
  return { batches };
}

describe('C-TEST-2: injection', () => {
  test('the clean history is clean', () => {
    expect(verdictOf(clean).counts).toEqual({});
  });

  test.each(edits)('%s', (kind, edit, others = []) => {
    const counts = verdictOf(edit()).counts as Record<string, number>;
    expect(counts[kind]).toBeGreaterThan(0);
    expect(Object.keys(counts).filter((it) => it !== kind && !others.includes(it))).toEqual([]);
  });
});
