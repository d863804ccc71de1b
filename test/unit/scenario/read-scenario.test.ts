import { expect, test } from 'vitest';
import { actions } from '../../../simulations/actions';
import { formatProblem, readScenario } from '../../../simulations/scenario';

test('a mistake has its path, its line and its column', () => {
  const reading = readScenario('{\n  "version": 1,\n  "seed": -1\n}', { actions });
  expect(reading.ok ? [] : reading.errors).toMatchObject([
    { path: 'seed', line: 3, column: 3, message: 'expected a whole number from 0 to 4294967295, got -1' },
  ]);
});

test('text that is no JSON', () => {
  const reading = readScenario('{\n  "version" 1\n}', { actions });
  expect(reading.ok ? [] : reading.errors.map(formatProblem)).toEqual([
    'line 2, column 13: expected ":" after the key, got "1"',
  ]);
});

test('a wrapped scenario: its path begins inside, its place counts the whole text', () => {
  const text = '{ "watch": "W.", "rules": ["K-SCN-1"],\n  "scenario": { "version": 1,\n    "sed": 3 } }';
  const reading = readScenario(text, { actions });
  expect(reading.ok ? [] : reading.errors).toMatchObject([
    { path: 'sed', line: 3, column: 5, mend: 'did you mean seed?' },
  ]);
  const mended = readScenario(text.replace('sed', 'seed'), { actions });
  expect(mended).toMatchObject({
    ok: true,
    written: { version: 1, seed: 3 },
    scenario: { seed: 3 },
    wrapping: { watch: 'W.', rules: ['K-SCN-1'] },
  });
});
