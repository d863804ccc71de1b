import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anomalyClasses, check, stripAt, type AnomalyKind, type Verdict } from '../../simulations/checker/index';
import { expand, traceOfEvents, type HistoryEvent, type Recording } from '../../simulations/history/index';
import type { Scenario } from '../../simulations/scenario/index';
import { recordedRun } from '../unit/history/recorded-run';

const brokers = ['broker-1', 'broker-2', 'broker-3'];
const actions = fc.array(
  fc.record({
    at: fc.integer({ min: 1000, max: 20_000 }),
    do: fc.constantFrom('kill', 'powerOff', 'stop', 'pause', 'isolate'),
    target: fc.constantFrom(...brokers, 'invoice-0', 'leader(orders-0)'),
    for: fc.integer({ min: 500, max: 15_000 }),
  }),
  { maxLength: 4 },
);
const settings = fc.record({
  acks: fc.constantFrom('0', '1', 'all'),
  minimum: fc.integer({ min: 1, max: 2 }),
  unclean: fc.boolean(),
  commit: fc.constantFrom('before', 'after', 'auto'),
  delay: fc.integer({ min: 1, max: 30 }),
  faults: actions,
  seed: fc.nat(),
});
type Drawn = typeof settings extends fc.Arbitrary<infer T> ? T : never;

function scenarioOf(drawn: Drawn, faults: Drawn['faults'] = drawn.faults): Scenario {
  const isAuto = drawn.commit === 'auto';
  return {
    version: 1,
    seed: drawn.seed,
    duration: '40s',
    network: { delay: drawn.delay, jitter: 1 },
    topics: {
      orders: {
        partitions: 1,
        config: { 'min.insync.replicas': drawn.minimum, 'unclean.leader.election.enable': drawn.unclean },
      },
    },
    producers: {
      checkout: {
        topic: 'orders',
        config: { acks: drawn.acks },
        workload: { rate: 25, stop: '24s', keys: { count: 4 } },
      },
    },
    groups: {
      invoice: {
        topics: ['orders'],
        config: { 'auto.offset.reset': 'earliest', 'enable.auto.commit': isAuto, 'session.timeout.ms': 6000 },
        members: { 'invoice-0': {}, 'invoice-1': { join: '2s' } },
        processing: { time: '3ms', commit: drawn.commit },
        sink: { kind: 'upsert' },
      },
    },
    actions: faults.filter(
      ({ do: kind, target }) => target !== 'invoice-0' || (kind !== 'powerOff' && kind !== 'isolate'),
    ),
  };
}

const judge = ({ header, names, trace }: Recording, untilMicros?: number): Verdict =>
  check({ ...header, names, audited: false }, trace, {
    invariants: true,
    ...(untilMicros === undefined ? {} : { untilMicros }),
  });

/** What clients saw, and then an audit: a fresh reader of everything that can be read at the end. */
function asSeenByClients({ header, names, trace }: Recording): HistoryEvent[] {
  const events = [...expand({ scenario: header.scenario, names, trace })];
  const end = events.at(-1)?.at ?? 0;
  const leader = events.findLast((event) => event.kind === 'leader.elected' || event.kind === 'leader.none');
  const watermark = events.findLast((event) => event.kind === 'highWatermark')?.offset as number | undefined;
  const log: number[] = [];
  for (const event of events) {
    if (leader?.kind !== 'leader.elected' || event.broker !== leader.leader) continue;
    if (event.kind === 'truncate') log.length = Math.min(log.length, event.fromOffset as number);
    if (event.kind === 'append') log[event.offset as number] = event.recordId as number;
  }
  const read = log.slice(0, watermark ?? 0);
  const seen = events.filter(({ kind }) => /^(send\.(invoke|ok|fail|info|attemptResult)|poll\.ok)$/.test(kind));
  const batches = [{ partition: 'orders-0', offsets: [...read.keys()], recordIds: read }];
  const audit = { at: end, actor: 'audit-0', group: 'audit' };
  return [
    ...seen,
    { ...audit, seq: 0, kind: 'phase', phase: 'audit', actor: 'run' } as unknown as HistoryEvent,
    { ...audit, seq: 0, kind: 'poll.ok', batches } as unknown as HistoryEvent,
  ].map((event, seq) => ({ ...event, seq, cause: undefined }));
}

const runs = { numRuns: 10 };

describe('C-TEST-3: relations', () => {
  test('what the wire proves, the truth knows', () => {
    fc.assert(
      fc.property(settings, (drawn) => {
        const recording = recordedRun(scenarioOf(drawn));
        const truth = judge(recording);
        const seen = traceOfEvents(asSeenByClients(recording), recording.header.scenario);
        const wire = check({ ...recording.header, names: seen.names, witness: 'wire', audited: true }, seen.trace);
        for (const kind of ['lost-write', 'duplicate-append', 'ghost-write'] as const) {
          const known = new Set(
            truth.anomalies.filter((it) => it.kind === kind).flatMap(({ offsets }) => offsets ?? []),
          );
          const proven = wire.anomalies.filter((it) => it.kind === kind).flatMap(({ offsets }) => offsets ?? []);
          expect(proven.filter((offset) => !known.has(offset))).toEqual([]);
        }
      }),
      runs,
    );
  });

  test('a run without faults has nothing of class A', () => {
    fc.assert(
      fc.property(settings, (drawn) => {
        const { counts } = judge(recordedRun(scenarioOf(drawn, [])));
        const found = (Object.keys(counts) as AnomalyKind[]).filter((kind) => anomalyClasses[kind] === 'A');
        expect(found).toEqual([]);
      }),
      runs,
    );
  });

  test('a verdict at a moment is the strip of the whole run at that moment', () => {
    fc.assert(
      fc.property(settings, fc.integer({ min: 0, max: 40_000_000 }), (drawn, at) => {
        const recording = recordedRun(scenarioOf(drawn));
        const whole = judge(recording);
        expect(stripAt(judge(recording, at).strip, at)).toEqual(stripAt(whole.strip, at));
      }),
      runs,
    );
  });

  test('a ledger that does not balance has a named finding', () => {
    fc.assert(
      fc.property(settings, (drawn) => {
        const verdict = judge(recordedRun(scenarioOf(drawn)));
        const named = Object.keys(verdict.counts).filter((kind) => !kind.endsWith('-effect'));
        const wrong = verdict.ledger.filter(({ repeated, ghosts }) => repeated + ghosts > 0);
        expect(wrong.length === 0 || named.length > 0).toBe(true);
      }),
      runs,
    );
  });
});
