import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tidemark } from './terminal-double';

const folder = mkdtempSync(join(tmpdir(), 'tidemark-'));

interface Verdict {
  counts: Record<string, number>;
  anomalies: { kind: string; judgement: string; count: number; at: number }[];
}

async function check(file: string, ...flags: string[]): Promise<{ exit: number; verdict: Verdict }> {
  const { exit, stdout, stderr } = await tidemark(['check', file, ...flags]);
  expect(stderr).toBe('');
  return { exit, verdict: JSON.parse(stdout) as Verdict };
}

describe('check', () => {
  test.each(['history.ndjson', 'history.tmtrace'])(
    '%s of a run gets the verdict of the run',
    async (name) => {
      const file = join(folder, name);
      const ran = await tidemark(['run', 'acknowledged-and-gone', '--until', '14s', '--trace', file]);
      expect([ran.exit, ran.stderr]).toEqual([0, '']);
      const { verdict: expected } = JSON.parse(ran.stdout) as { verdict: Verdict };
      const { exit, verdict } = await check(file);
      expect(verdict.counts).toEqual(expected.counts);
      expect(verdict.anomalies.map(({ kind, judgement, at }) => [kind, judgement, at])).toEqual(
        expected.anomalies.map(({ kind, judgement, at }) => [kind, judgement, at]),
      );
      expect(exit).toBe(expected.anomalies.some(({ judgement }) => judgement === 'violation') ? 1 : 0);
    },
    30_000,
  );

  test('the first line of a history is its header, with scenario, settings and simulator', async () => {
    const file = join(folder, 'header.ndjson');
    await tidemark(['run', 'first-event', '--until', '1s', '--trace', file]);
    const [header, first] = readFileSync(file, 'utf8').split('\n');
    expect(JSON.parse(header)).toMatchObject({
      format: 'history/1',
      system: { name: 'kafka', source: 'simulated' },
      scenario: { name: 'First event' },
      settings: { 'producers.checkout': { acks: 'all' } },
      simulatorDigest: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      audited: false,
    });
    expect(JSON.parse(first)).toEqual({ seq: 0, at: 0, kind: 'run.start', actor: 'run' });
  });

  test('C-AN: a history in the compact text form, from standard input', async () => {
    const clean = await tidemark(['check', '-'], 'send r1 p=orders-0\nappend broker-1 orders-0 @0 r1\nack r1 @0\n');
    expect(clean).toMatchObject({ exit: 0, stderr: '' });
    const back = await tidemark(['check', '-'], 'commit g orders-0 7 · commit g orders-0 3');
    const verdict = JSON.parse(back.stdout) as Verdict;
    expect(verdict.counts).toEqual({ 'commit-regression': 1 });
    expect(back.exit).toBe(verdict.anomalies[0].judgement === 'violation' ? 1 : 0);
  });

  test('--scenario says what it is judged by', async () => {
    const file = join(folder, 'lost.txt');
    writeFileSync(file, 'commit g orders-0 7 · commit g orders-0 3');
    const { verdict } = await check(file, '--scenario', 'first-event');
    expect(verdict.anomalies[0]).toMatchObject({ kind: 'commit-regression' });
  });

  test.each([
    [['check'], '', 'no history: name a file'],
    [['check', 'no-such-file'], '', 'no-such-file: no such file or folder'],
    [['check', '-'], '', 'standard input: it is empty'],
    [['check', '-'], '{"format":"history/2"}', 'standard input:1: header: format: expected "history/1"'],
    [['check', '-'], 'send r1 p=orders-0\nfrobnicate', 'standard input:2:1: '],
    [['check', '-', '--scenario', '-x'], '', '-x: no such file'],
  ])('%j is refused', async (argv, stdin, message) => {
    const { exit, stderr, stdout } = await tidemark(argv, stdin);
    expect(stderr).toContain(message);
    expect([exit, stdout]).toEqual([2, '']);
  });

  test('a trace that cannot be written is bad input', async () => {
    const file = join(folder, 'no/such/folder/x.ndjson');
    const { exit, stderr, stdout } = await tidemark(['run', 'first-event', '--until', '1s', '--trace', file]);
    expect([exit, stdout]).toEqual([2, '']);
    expect(stderr).toContain('x.ndjson: no such file or folder');
  });
});
