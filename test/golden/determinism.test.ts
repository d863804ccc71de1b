import { describe, expect, test } from 'vitest';
import { fork, hash, restore, runUntil, scenarios, snapshot } from '../../simulations';
import { presetRun } from './run-preset';

/** The same scenario is the same trace: byte for byte, whatever is recorded, and wherever one jumps to and fro. */
describe.each(scenarios.map(({ name }) => name))('%s', (name) => {
  const reference = presetRun(name, { level: 'history' });
  runUntil(reference, reference.endMicros);
  const expected = hash(reference);

  test('runs to the same trace again, in slices of any size', () => {
    const run = presetRun(name, { level: 'history' });
    for (let share = 1; share <= 7; share++) runUntil(run, Math.round((run.endMicros * share) / 7));
    expect(hash(run)).toBe(expected);
  });

  test('records messages without a trace of it', () => {
    const run = presetRun(name, { level: 'full' });
    runUntil(run, run.endMicros);
    expect(hash(run)).toBe(expected);
    expect(run.trace.messages.length).toBeGreaterThan(0);
  });

  test('goes on from a snapshot as if nothing had come after it', () => {
    const run = presetRun(name, { level: 'history' });
    runUntil(run, Math.round(run.endMicros * 0.4));
    const [image, then] = [snapshot(run), hash(run)];
    runUntil(run, run.endMicros);
    restore(run, image);
    expect(hash(run)).toBe(then);
    runUntil(run, run.endMicros);
    expect(hash(run)).toBe(expected);
  });

  test('a fork with the same actions is the same run', () => {
    const branch = fork(reference, Math.round(reference.endMicros / 2), reference.scenario);
    runUntil(branch, branch.endMicros);
    expect(hash(branch)).toBe(expected);
    expect(hash(reference)).toBe(expected);
  });
});
