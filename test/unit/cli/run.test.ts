import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { Progress } from '../../../simulations/cli/progress';
import { runWithin } from '../../../simulations/cli/run';
import { checkScenario } from '../../../simulations/cli/scenario-file';
import { createRun } from '../../../simulations';
import { tidemark } from './terminal-double';

const scenario = {
  version: 1,
  seed: 3,
  duration: '4s',
  topics: { orders: { partitions: 2 } },
  producers: { checkout: { topic: 'orders', workload: { rate: 50 } } },
};
const text = JSON.stringify(scenario);

interface Result {
  scenario: { seed: number; duration: number };
  virtualTime: number;
  traceHash: string;
  partitions: Record<string, { highWatermark: number }>;
  producers: Record<string, { sent: number; acked: number }>;
  logs?: Record<string, { offset: number; kind: string }[]>;
  verdict: { counts: object; pending: object; anomalies: unknown[] };
}

async function run(...flags: string[]): Promise<Result> {
  const { exit, stdout, stderr } = await tidemark(['run', '-', ...flags], text);
  expect([exit, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Result;
}

describe('run', () => {
  test('prints the result, the normalised scenario and the verdict', async () => {
    const result = await run();
    expect(result.virtualTime).toBe(4000);
    expect(result.scenario).toMatchObject({ seed: 3, duration: 4000, brokers: { count: 3 } });
    expect(Object.keys(result.partitions)).toEqual(['orders-0', 'orders-1']);
    expect(result.producers.checkout.sent).toBe(200);
    expect(result.verdict).toMatchObject({ counts: {}, pending: {}, anomalies: [] });
    expect(result).not.toHaveProperty('logs');
  });

  test('the same twice, another with another seed', async () => {
    const [first, second, other] = await Promise.all([run(), run(), run('--seed', '4')]);
    expect(second.traceHash).toBe(first.traceHash);
    expect(other.traceHash).not.toBe(first.traceHash);
    expect(other.scenario.seed).toBe(4);
  });

  test('--until stops early, --logs adds every record, --internal the internal topics', async () => {
    const result = await run('--until', '2.5s', '--logs', '--internal');
    expect(result.virtualTime).toBe(2500);
    expect(Object.keys(result.logs!)).toEqual(Object.keys(result.partitions));
    expect(Object.keys(result.partitions).length).toBeGreaterThanOrEqual(2);
    expect(result.logs!['orders-0'][0]).toMatchObject({ offset: 0, kind: 'data' });
  });

  test('--until beyond the end is the end', async () => {
    expect((await run('--until', '1h')).virtualTime).toBe(4000);
  });

  test('C-PH-3: --audit goes on until everything is read, and decides what was pending', async () => {
    const groups = {
      g: { topics: ['orders'], config: { 'auto.offset.reset': 'earliest' }, members: { 'm-0': { join: '3.9s' } } },
    };
    const sink = { kind: 'external', idempotent: false };
    const late = JSON.stringify({ ...scenario, groups: { g: { ...groups.g, sink } } });
    const plain = JSON.parse((await tidemark(['run', '-'], late)).stdout) as Result;
    const audited = JSON.parse((await tidemark(['run', '-', '--audit'], late)).stdout) as Result;
    expect(plain.verdict.pending).toEqual({ 'lost-effect': 200 });
    expect(audited.verdict).toMatchObject({ audited: true, pending: {}, counts: {} });
    expect([audited.scenario, audited.virtualTime > 4000]).toEqual([plain.scenario, true]);
  });

  test('--events: own events go where their keys belong', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'tidemark-')), 'own.ndjson');
    writeFileSync(file, '{"key":"key-0","value":1}\n{"key":"key-1","value":2}\n');
    const own = { ...scenario, producers: { app: { topic: 'orders', workload: { events: { file: 'own.ndjson' } } } } };
    const { stdout } = await tidemark(['run', '-', '--logs', '--events', file], JSON.stringify(own));
    const { logs } = JSON.parse(stdout) as { logs: Record<string, { key: string; value: string }[]> };
    expect(logs['orders-1'].map(({ key, value }) => [key, value])).toEqual([['key-0', '1']]);
    expect(logs['orders-0'].map(({ key, value }) => [key, value])).toEqual([['key-1', '2']]);
  });

  test('a run that records too much is stopped with the reason', () => {
    const { scenario: normalised } = checkScenario(text, 'scenario', () => undefined);
    const run = createRun({ ...normalised, producers: manyRecords(normalised.producers) }, { level: 'history' });
    expect(() => runWithin(run, run.endMicros, { rows: 1_000, records: 1_000 }, quiet())).toThrow(
      /^stopped at .* with more than 1000 /,
    );
  });

  test('a run whose time stands still is stopped with the reason', () => {
    const { scenario: normalised } = checkScenario(text, 'scenario', () => undefined);
    const run = createRun(normalised, { level: 'history' });
    run.advance = () => false;
    expect(() => runWithin(run, run.endMicros, { rows: 1e6, records: 1e6 }, quiet())).toThrow(
      'stopped at 0ms: there is no end of events at this instant',
    );
  });

  test.each([
    [['run'], '', 'no scenario: name a file'],
    [['run', '-'], '{"version":2}', 'standard input:1:2: version: '],
    [
      ['run', '-'],
      text.replace('"50"', '50').replace('"rate":50', '"rate":"fast"'),
      'producers.checkout.workload.rate: ',
    ],
    [['run', '-', '--seed', '-1'], text, '--seed: expected a whole number from 0 to 4294967295, got "-1"'],
    [['run', '-', '--until', '3 weeks'], text, '--until: expected'],
    [['run', '-', '--until', '1s', '--audit'], text, '--audit goes on from the end: leave --until out'],
    [['run', '-', '--events', 'x.csv'], text, 'no producer of the scenario sends events of a file'],
  ])('%j is refused', async (argv, stdin, message) => {
    const { exit, stderr, stdout } = await tidemark(argv, stdin);
    expect(stderr).toContain(message);
    expect([exit, stdout]).toEqual([2, '']);
  });
});

function quiet(): Progress {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  return new Progress({ stdin: Readable.from([]), stdout: silent, stderr: silent }, 'running');
}

type Producers = ReturnType<typeof checkScenario>['scenario']['producers'];

function manyRecords(producers: Producers): Producers {
  const { checkout } = producers;
  return { checkout: { ...checkout, workload: { ...checkout.workload, rate: 100_000 } as typeof checkout.workload } };
}
