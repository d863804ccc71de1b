import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { actions } from '../../../simulations/actions';
import { formatProblem, normalise } from '../../../simulations/scenario';
import { firstScenario, scenarios, tracks } from '../../../simulations/scenarios';

test('the index names every file, and nothing else', () => {
  const folder = join(import.meta.dirname, '../../../simulations/scenarios');
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  expect(scenarios.map(({ name }) => `${name}.json`)).toEqual(files.toSorted());
  expect(scenarios.map(({ name }) => name)).toContain(firstScenario);
});

test.each(scenarios.map((one) => [one.name, one] as const))('%s is a scenario without a warning', (_, one) => {
  const result = normalise(one.scenario, { actions });
  expect(result.ok ? [] : result.errors.map(formatProblem)).toEqual([]);
  expect(result.warnings.map(formatProblem)).toEqual([]);
  expect(one.scenario.name).toBeTruthy();
  expect(one.scenario.description).toBeTruthy();
});

test.each(scenarios.map((one) => [one.name, one.watch] as const))(
  '%s says in one sentence what to watch for',
  (_, watch) => {
    expect(watch).toMatch(/^[A-Z].{20,200}[^.]\.$/);
    expect(watch).not.toMatch(/\.\s/);
  },
);

test.each(scenarios.map((one) => [one.name, one.gallery] as const))('%s has its place in the gallery', (_, gallery) => {
  expect(tracks).toContain(gallery.track);
  expect(['replicas', 'logs', 'owners', 'leaders', 'lag', 'keys']).toContain(gallery.picture);
});

test('no two scenarios claim the same place', () => {
  const ranks = scenarios.flatMap(({ gallery: { rank } }) => (rank === undefined ? [] : [rank]));
  expect(new Set(ranks).size).toBe(ranks.length);
});
