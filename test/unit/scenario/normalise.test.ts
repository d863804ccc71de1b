import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { actions, laterActions } from '../../../simulations/actions';
import { formatProblem, normalise } from '../../../simulations/scenario';
import type { NormalisedScenario } from '../../../simulations/scenario';

const options = { actions, laterActions };

function normalised(written: unknown): NormalisedScenario {
  const result = normalise(written, options);
  if (!result.ok) throw new Error(result.errors.map(formatProblem).join('\n'));
  return result.scenario;
}

function refusals(written: unknown): string[] {
  const result = normalise(written, options);
  return result.ok ? [] : result.errors.map(formatProblem);
}

/** A small cluster that the cases below change. */
const base = {
  version: 1,
  topics: { orders: { partitions: 3 } },
  producers: { checkout: { topic: 'orders' } },
  groups: { invoice: { topics: ['orders'], members: { 'invoice-0': {} } } },
};

describe('defaults', () => {
  test('of an empty scenario', () => {
    expect(normalised({ version: 1 })).toEqual({
      version: 1,
      name: '',
      description: '',
      seed: 1,
      duration: 30_000,
      clock: 1_700_000_000_000,
      platform: 'kafka',
      brokers: {
        count: 3,
        config: {},
        racks: [],
        restartTime: 3000,
        disk: { append: 0, flush: 2 },
        features: { 'eligible.leader.replicas.version': 1, 'transaction.version': 2, 'share.version': 1 },
      },
      controllers: { count: 1, combined: false },
      network: { delay: 1, jitter: 0, links: [] },
      topics: {},
      quotas: [],
      producers: {},
      groups: {},
      jobs: {},
      actions: [],
    });
  });

  test('of topics, producers and groups', () => {
    const { topics, producers, groups } = normalised({ ...base, brokers: { count: 2 }, duration: '10s' });
    expect(topics.orders).toEqual({ partitions: 3, replicationFactor: 2, config: {} });
    expect(producers.checkout).toEqual({
      topic: 'orders',
      client: 'java',
      config: {},
      resend: { times: 0 },
      workload: {
        rate: 10,
        start: 0,
        stop: 10_000,
        keys: { count: 50 },
        values: { min: 1, max: 100 },
        valueSize: 100,
        lateness: { p50: 0, p99: 0, max: 0 },
        moves: [],
      },
    });
    expect(groups.invoice).toEqual({
      kind: 'consumer',
      topics: ['orders'],
      partitions: [],
      client: 'java',
      config: {},
      groupConfig: {},
      members: { 'invoice-0': { join: 0, config: {}, script: [] } },
      processing: { time: 0, jitter: 0, commit: 'auto', threads: 0, onRevoked: 'none' },
      sink: { kind: 'none' },
    });
  });

  test('an assignment says how many partitions and replicas there are', () => {
    const { topics } = normalised({
      version: 1,
      topics: {
        t: {
          assignment: [
            [1, 2],
            [2, 3],
          ],
        },
      },
    });
    expect(topics.t).toMatchObject({ partitions: 2, replicationFactor: 2 });
  });

  test('a link takes what it does not say from the network', () => {
    const { network } = normalised({
      version: 1,
      network: { delay: 5, jitter: '0.5ms', links: [{ between: ['broker-1', 'broker-2'], delay: '40ms' }] },
    });
    expect(network.links).toEqual([{ between: ['broker-1', 'broker-2'], delay: 40, jitter: 0.5 }]);
  });

  test('one duration as lateness is always that', () => {
    const { producers } = normalised({ ...base, producers: { p: { topic: 'orders', workload: { lateness: '2s' } } } });
    expect(producers.p.workload).toMatchObject({ lateness: { p50: 2000, p99: 2000, max: 2000 } });
  });

  test('actions get ids that are not taken, and their own defaults', () => {
    const { actions: list } = normalised({
      ...base,
      actions: [
        { id: 'a2', at: '1s', do: 'kill', target: 'broker-1' },
        { at: '2s', do: 'isolate', target: 'broker-1', for: '3s' },
        { do: 'loseAnswer', message: 'Produce', actor: 'checkout' },
      ],
    });
    expect(list).toEqual([
      { id: 'a2', at: 1000, do: 'kill', target: 'broker-1' },
      { id: "a2'", at: 2000, do: 'isolate', target: 'broker-1', direction: 'both', for: 3000 },
      { id: 'a3', do: 'loseAnswer', message: 'Produce', actor: 'checkout', nth: 1 },
    ]);
  });
});

describe('who commits', () => {
  const commitOf = (config: object, processing: object) => {
    const result = normalise({ ...base, groups: { g: { topics: ['orders'], config, processing } } }, options);
    if (!result.ok) throw new Error(result.errors.map(formatProblem).join('\n'));
    const group = result.scenario.groups.g;
    return [group.processing.commit, group.config['enable.auto.commit'], result.warnings.length];
  };

  test.each([
    ['nothing said: Kafka commits by itself', {}, {}, ['auto', undefined, 0]],
    ['auto-commit written off', { 'enable.auto.commit': false }, {}, ['after', false, 0]],
    ['auto-commit written off as text', { 'enable.auto.commit': 'FALSE' }, {}, ['after', 'FALSE', 0]],
    ['a mode alone switches auto-commit off', {}, { commit: 'before' }, ['before', false, 0]],
    ['auto said, nothing written', {}, { commit: 'auto' }, ['auto', undefined, 0]],
    ['both commit', { 'enable.auto.commit': true }, { commit: 'after' }, ['after', true, 1]],
    ['nobody commits', { 'enable.auto.commit': 'false' }, { commit: 'auto' }, ['auto', 'false', 1]],
  ])('%s', (_, config, processing, expected) => {
    expect(commitOf(config, processing)).toEqual(expected);
  });
});

describe('recorded scenarios', () => {
  const folder = join(import.meta.dirname, '../../reference/recorded/kafka-cluster');
  const cases = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Recorded);
  const later = /^(txn-|assign-848-|compaction$|config-producer-txn)/;

  test.each(cases.map((one) => [one.id, one] as const))('%s', (id, { scenario, expect: expected }) => {
    const found = refusals(scenario);
    if (later.test(id)) {
      expect(found.join('\n')).toContain('not in this build yet');
    } else if (expected.$exit === 2) {
      expect(found.join('\n')).toContain(expected.$stderr?.contains);
    } else {
      expect(found).toEqual([]);
      const once = normalised(scenario);
      expect(JSON.stringify(normalised(JSON.parse(JSON.stringify(once))))).toBe(JSON.stringify(once));
    }
  });
});

interface Recorded {
  id: string;
  scenario: unknown;
  expect: { $exit?: unknown; $stderr?: { contains: string } };
}

test('the first example of the contract: the place, what was expected, what was got', () => {
  const scenario = { ...base, producers: { checkout: { topic: 'orders', config: { acks: 2 } } } };
  expect(refusals(scenario)).toEqual(['producers.checkout.config.acks: expected 0, 1 or all, got 2']);
});

test('every mistake is found in one pass', () => {
  expect(
    refusals({
      version: 1,
      brokrs: {},
      brokers: { count: 2 },
      topics: { orders: { partitions: 2, replicationFactor: 3, assignment: [[1, 5]] } },
      producers: { checkout: { topic: 'order', confg: 1, workload: { rate: -1 } } },
      actions: [
        { do: 'kil', at: 1 },
        { do: 'kill', target: 'broker-7', at: '3s' },
      ],
    }),
  ).toEqual([
    'brokrs: unknown key; did you mean brokers?',
    'producers.checkout.confg: unknown key; did you mean config?',
    'producers.checkout.workload.rate: expected a number from 0 to 1000000, got -1',
    expect.stringMatching(/^actions\[0\]\.do: expected addPartitions, .* got "kil"; did you mean kill\?$/),
    'topics.orders.replicationFactor: expected at most 2 (brokers.count), got 3',
    'topics.orders.assignment: expected a list for each of 2 partitions, got 1',
    'producers.checkout.topic: there is no topic order in this scenario; did you mean orders?',
    'actions[1].target: there is no broker-7 in this scenario; did you mean broker-1?',
  ]);
});
