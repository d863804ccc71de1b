import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hash, resultOf, runUntil, scenarios } from '../../simulations';
import { mismatches } from '../reference/expectation';
import { presetRun, verdictOn } from './run-preset';

/**
 * What each scenario of the gallery comes to, as a small text file. A change of these files is a change of what people
 * see: open it, and say in the commit why it should. `npm run golden` writes them.
 */

const isWriting = process.env['TIDEMARK_GOLDEN'] === 'write';
const fileOf = (name: string): string => join(import.meta.dirname, `${name}.txt`);

function digestOf(name: string): string {
  const run = presetRun(name, { level: 'history' });
  runUntil(run, run.endMicros);
  const verdict = verdictOn(run);
  const judgements = verdict.anomalies.map(({ kind, judgement, count }) => `${kind} ${judgement} ${count}`);
  const lines = [
    `trace ${hash(run)}`,
    `events ${run.eventCount}`,
    `rows ${run.trace.history.length}`,
    `records ${run.trace.facts.records.length}`,
    `acknowledged ${verdict.acknowledged}`,
    ...listOf('count', verdict.counts),
    ...listOf('pending', verdict.pending),
    ...totalled(judgements),
  ];
  return `${lines.join('\n')}\n`;
}

function listOf(word: string, counts: Readonly<Record<string, number>>): string[] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${word} ${kind} ${count}`)
    .toSorted();
}

/** One line a kind and judgement, its counts added up. */
function totalled(lines: readonly string[]): string[] {
  const totals = new Map<string, number>();
  for (const line of lines) {
    const [kind, judgement, count] = line.split(' ');
    const key = `${judgement} ${kind}`;
    totals.set(key, (totals.get(key) ?? 0) + Number(count));
  }
  return [...totals].map(([key, count]) => `${key} ${count}`).toSorted();
}

test.each(scenarios.map(({ name }) => name))('%s comes to what it came to', (name) => {
  const digest = digestOf(name);
  if (isWriting) writeFileSync(fileOf(name), digest);
  expect(existsSync(fileOf(name)), 'npm run golden writes it').toBe(true);
  expect(digest).toBe(readFileSync(fileOf(name), 'utf8'));
});

test.each(scenarios.filter((it) => it.expect !== undefined))(
  '$name shows what it promises',
  ({ name, expect: wanted }) => {
    const run = presetRun(name, { level: 'history' });
    runUntil(run, run.endMicros);
    const result = { ...resultOf(run, { logs: true, internal: false }), verdict: verdictOn(run) };
    expect(mismatches(result, wanted!)).toEqual([]);
  },
);

test('every file belongs to a scenario', () => {
  const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.txt'));
  expect(files.toSorted()).toEqual(scenarios.map(({ name }) => `${name}.txt`).toSorted());
});
