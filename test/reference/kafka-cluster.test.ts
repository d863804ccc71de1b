import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { actions, createRun, laterActions, resultOf, runUntil } from '../../simulations';
import { normalise } from '../../simulations/scenario';
import { isRepeated } from '../golden/fidelity';
import { mismatches, type Expectation } from './expectation';

/**
 * What a running cluster of Apache Kafka 4.2.1 did with a scenario, three times alike: a controller, three brokers and
 * Java clients. A difference is a mistake of the simulator.
 */
interface Recorded {
  id: string;
  about: string;
  scenario: unknown;
  expect: Expectation;
  rules: string[];
}

const folder = join(import.meta.dirname, 'recorded', 'kafka-cluster');

const cases = readdirSync(folder)
  .filter(isRepeated)
  .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Recorded)
  .map((recorded): [string, string, Recorded] => [recorded.rules.join(', '), recorded.id, recorded]);

/** What the command `run --logs` would print, with its exit code and what it says of refused input. */
function answerTo(scenario: unknown): Record<string, unknown> {
  const reading = normalise(scenario as Parameters<typeof normalise>[0], { actions, laterActions });
  if (!reading.ok) {
    return { $exit: 2, $stderr: reading.errors.map(({ path, message }) => `${path}: ${message}`).join('\n') };
  }
  const run = createRun(reading.scenario, { level: 'history' });
  runUntil(run, run.endMicros);
  return { $exit: 0, $stderr: '', ...resultOf(run, { logs: true, internal: false }) };
}

test.each(cases)('%s: %s, as a running cluster had it', (_rules, _id, { scenario, expect: expectation }) => {
  expect(mismatches(answerTo(scenario), expectation)).toEqual([]);
});
