import { expect, test } from 'vitest';
import { rowTime, rowWord } from '../../../../simulations/kernel';
import { ClusterRun, scripted, type Part } from '../cluster-run';

const METADATA = 3;

/** When the producer asked for metadata, in ms. */
function questions(it: ClusterRun): number[] {
  const { messages } = it.run.trace;
  const times: number[] = [];
  for (let row = 0; row < messages.length; row++) {
    const isRequest = (rowWord(messages, row, 0) & 0xff) === 1 && rowWord(messages, row, 7) === 0;
    if (isRequest && rowWord(messages, row, 2) === METADATA) times.push(rowTime(messages, row) / 1000);
  }
  return times;
}

const run = (
  config: Part,
  sends: readonly (readonly [number, string])[],
  actions: Part[],
  more: Part = {},
): ClusterRun =>
  new ClusterRun(
    { producers: { p: scripted(sends, { 'linger.ms': 0, ...config }) }, actions, ...more },
    'full',
  ).until();

test('K-CLI-4: metadata is asked for at the start, and again at metadata.max.age.ms', () => {
  const asked = questions(run({ 'metadata.max.age.ms': 3000 }, [], []));
  expect(asked.map((at) => Math.round(at / 1000))).toEqual([0, 3, 6, 9]);
});

test('K-CLI-4: an error of kind M causes one refresh, no sooner than retry.backoff after the last', () => {
  const refuse = { do: 'refuse', message: 'Produce', actor: 'p', nth: 1, error: 'NOT_LEADER_OR_FOLLOWER' };
  const asked = questions(run({}, [[5000, 'a']], [refuse]));
  expect(asked).toHaveLength(2);
  expect(asked[1]).toBe(5002);
  const early = questions(run({ 'retry.backoff.ms': 900 }, [[100, 'a']], [refuse]));
  expect(early[1] - early[0]).toBeGreaterThanOrEqual(900);
});

test('K-CLI-4: an error that is not of kind M causes none', () => {
  const refuse = { do: 'refuse', message: 'Produce', actor: 'p', nth: 1, error: 'NOT_ENOUGH_REPLICAS' };
  expect(questions(run({}, [[5000, 'a']], [refuse]))).toHaveLength(1);
});

test('K-CLI-4, K-REP-60: a broken connection causes one refresh; if it names the dead leader still, no other follows', () => {
  const it = run({}, [[500, 'a']], [{ do: 'kill', target: 'broker-1', at: 2000 }], { duration: '30s' });
  const asked = questions(it).filter((at) => at > 1000);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toBeLessThan(2200);
});

test('K-CLI-4, K-REP-37: while nobody leads a partition that has records waiting, the client goes on asking', () => {
  const topics = { orders: { partitions: 1, assignment: [[1]] } };
  const it = run(
    {},
    [
      [500, 'a'],
      [15_000, 'b'],
    ],
    [{ do: 'kill', target: 'broker-1', at: 1000, for: '20s' }],
    {
      topics,
      duration: '40s',
    },
  );
  const asked = questions(it).filter((at) => at > 15_000 && at < 21_000);
  expect(asked.length).toBeGreaterThan(10);
  expect(asked.slice(1).every((at, i) => at - asked[i] >= 100)).toBe(true);
  expect(it.values()).toEqual(['a', 'b']);
});

test('K-CLI-5: NOT_LEADER_OR_FOLLOWER names the new leader, and the client goes there at once', () => {
  // The leadership moves while the client knows nothing of it: its connection to broker 1 stays.
  const brokers = { count: 3, config: { 'leader.imbalance.check.interval.seconds': 20 } };
  const actions = [{ do: 'kill', target: 'broker-1', at: 100, for: '3s' }];
  const sends = [
    [14_000, 'a'],
    [30_000, 'b'],
  ] as const;
  const it = run({ 'retry.backoff.ms': 1000, 'retry.backoff.max.ms': 1000 }, sends, actions, {
    brokers,
    duration: '40s',
  });
  const attempts = it.rows('sendAttempt', ({ at }) => at >= 30_000);
  expect(attempts.map(({ c }) => c)).toEqual([1, 0]);
  // No backoff of a second, no metadata in between.
  expect(attempts[1].at - attempts[0].at).toBeLessThan(20);
});

test('K-CLI-6: an answer from a broker that lags behind does not take the client back', () => {
  const actions = [
    { do: 'kill', target: 'broker-1', at: 1000, for: '30s' },
    // Broker 3 does not hear of the new leader for a while.
    { do: 'isolate', target: 'broker-3', from: ['controller-1'], direction: 'in', at: 5000, for: '10s' },
  ];
  const sends = Array.from({ length: 30 }, (_, i) => [500 + i * 1000, String(i)] as const);
  const it = run({ 'metadata.max.age.ms': 500 }, sends, actions, { duration: '45s' });
  const epochs = it.rows('sendOk').map(({ c }) => c);
  expect(epochs).toEqual(epochs.toSorted((a, b) => a - b));
  expect(it.values()).toHaveLength(30);
});
