import { describe, expect, test } from 'vitest';
import { actions, createRun, healedScenario, isDrained, readTrace, runUntil } from '../../../simulations';
import type { Run } from '../../../simulations';
import { rowsUntil, traceHash } from '../../../simulations/kernel';
import { normalise } from '../../../simulations/scenario';

function ended(changes: object): Run {
  const reading = normalise(
    {
      version: 1,
      seed: 5,
      duration: '8s',
      topics: { orders: { partitions: 2, config: { 'min.insync.replicas': 2 } } },
      producers: { app: { topic: 'orders', workload: { rate: 20 } } },
      groups: {
        g: {
          topics: ['orders'],
          config: { 'auto.offset.reset': 'earliest' },
          members: { 'm-0': {} },
          processing: { time: '1ms', commit: 'after' },
        },
      },
      ...changes,
    },
    { actions },
  );
  if (!reading.ok) throw new Error(reading.errors.map(({ message }) => message).join());
  const run = createRun(reading.scenario, { level: 'history' });
  runUntil(run, run.endMicros);
  return run;
}

const faults = [
  { id: 'slow', at: 2000, do: 'slow', target: 'broker-3', by: '30ms' },
  { id: 'cut', at: 3000, do: 'isolate', target: 'broker-2', for: 20_000 },
  { id: 'kill', do: 'kill', target: 'broker-1', after: { event: 'send.ok', actor: 'app', nth: 30 } },
  { id: 'never', do: 'pause', target: 'broker-1', after: { event: 'send.ok', actor: 'app', nth: 100_000 } },
  { id: 'dead', at: 5000, do: 'kill', target: 'm-0' },
];

describe('C-PH-1: heal', () => {
  test('ends what lasts, starts again what crashed, and forgets what never began', () => {
    const first = ended({ actions: faults });
    const healed = healedScenario(first);
    expect(healed.actions.map(({ id, do: what, at, for: length, target }) => [id, what, at, length, target])).toEqual([
      ['slow', 'slow', 2000, 6000, 'broker-3'],
      ['cut', 'isolate', 3000, 5000, 'broker-2'],
      ['kill', 'kill', undefined, undefined, 'broker-1'],
      ['dead', 'kill', 5000, undefined, 'm-0'],
      ['heal-1', 'restart', 8000, undefined, 'broker-1'],
      ['heal-2', 'restart', 8000, undefined, 'member:g/m-0'],
    ]);
    expect(healed.duration).toBe(8000 + 2 * 300_000 + 10_000);
  });

  test('up to the end of the first run the second is the same', () => {
    const first = ended({ actions: [{ at: 5000, do: 'kill', target: 'broker-1' }] });
    const second = createRun(healedScenario(first), { level: 'history' });
    runUntil(second, first.endMicros - 1);
    const rows = rowsUntil(readTrace(first).history, first.endMicros - 1);
    expect(readTrace(second).history.length).toBe(rows);
    const cut = createRun(first.scenario, { level: 'history' });
    runUntil(cut, first.endMicros - 1);
    expect(traceHash(readTrace(second))).toBe(traceHash(readTrace(cut)));
  });

  test('a scripted producer is not started again: it would send again what it has sent', () => {
    const script = [
      { at: 100, op: 'send', key: 'a', value: '1' },
      { at: 200, op: 'crash' },
    ];
    const healed = healedScenario(ended({ producers: { app: { topic: 'orders', workload: { script } } } }));
    expect(healed.actions).toEqual([]);
  });
});

describe('C-PH-2: drain', () => {
  test('is over once everybody is back, answered and has read all', () => {
    const first = ended({ actions: faults });
    expect(isDrained(first)).toBe(false);
    const second = createRun(healedScenario(first), { level: 'history' });
    runUntil(second, first.endMicros);
    expect(isDrained(second)).toBe(false);
    runUntil(second, first.endMicros + 120_000_000);
    expect(isDrained(second)).toBe(true);
  });
});
