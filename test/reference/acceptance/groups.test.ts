import { describe, expect, test } from 'vitest';
import { outcomeOf, type Change } from './outcome';

const earliest = { 'auto.offset.reset': 'earliest' };
const manual = { ...earliest, 'enable.auto.commit': false };
type Groups = NonNullable<Change['groups']>;

/** A group of one or more members over `orders`. */
function group(
  config: Readonly<Record<string, string | number | boolean>>,
  members: Groups[string]['members'],
  more: Partial<Groups[string]>,
): Groups {
  return { invoice: { topics: ['orders'], config, members, ...more } as Groups[string] };
}

test('K-SCN-21, K-CON-20a: auto-commit with a pool of threads commits what is not done', () => {
  const fault = {
    seconds: 60,
    stop: '30s',
    rate: 10,
    actions: [
      { at: '17s', do: 'kill', target: 'invoice-0' },
      { at: '22s', do: 'restart', target: 'invoice-0' },
    ],
  };
  const config = { ...earliest, 'session.timeout.ms': 6000, 'heartbeat.interval.ms': 2000 };
  const lost = outcomeOf({
    ...fault,
    groups: group(
      { ...config, 'enable.auto.commit': true },
      { 'invoice-0': {} },
      { processing: { time: '2s', commit: 'auto', threads: 10 } },
    ),
  });
  expect(lost.counts['lost-to-group']).toBeGreaterThan(0);
  const mended = outcomeOf({
    ...fault,
    groups: group(
      { ...config, 'enable.auto.commit': false },
      { 'invoice-0': {} },
      { processing: { time: '200ms', commit: 'after' } },
    ),
  });
  expect(mended.counts['lost-to-group']).toBeUndefined();
});

test('K-SCN-22, K-CON-21: an exception and a close() that commits what was polled', () => {
  const change = (commit: 'auto' | 'after-each') => ({
    seconds: 30,
    stop: '2s',
    rate: 100,
    groups: group(
      { ...earliest, 'enable.auto.commit': commit === 'auto', 'max.poll.records': 100 },
      { 'invoice-0': { join: '5s' } },
      {
        processing: { time: '1ms', commit, fail: { nth: 50, then: 'close' as const } },
      },
    ),
  });
  const lost = outcomeOf(change('auto'));
  expect(lost.groups['invoice']!.committed['orders-0']).toBe(100);
  expect(lost.processed['invoice']!).toHaveLength(49);
  expect(lost.counts['lost-to-group']).toBe(51);
  const mended = outcomeOf(change('after-each'));
  expect(mended.groups['invoice']!.committed['orders-0']).toBe(49);
  expect(mended.counts['lost-to-group']).toBeUndefined();
});

describe('a process that dies while it works', () => {
  const fault = {
    seconds: 60,
    stop: '20s',
    rate: 10,
    actions: [
      { at: '12s', do: 'kill', target: 'invoice-0' },
      { at: '14s', do: 'restart', target: 'invoice-0' },
    ],
  };
  const config = { ...manual, 'max.poll.records': 10, 'session.timeout.ms': 6000, 'heartbeat.interval.ms': 2000 };

  test('K-SCN-23: commit after processing: processed twice', () => {
    const outcome = outcomeOf({
      ...fault,
      groups: group(config, { 'invoice-0': {} }, { processing: { time: '90ms', commit: 'after' } }),
    });
    expect(outcome.counts['duplicate-processing']).toBeGreaterThan(0);
    expect(outcome.counts['lost-to-group']).toBeUndefined();
  });

  test('K-SCN-24: commit before processing: lost for the group', () => {
    const outcome = outcomeOf({
      ...fault,
      groups: group(config, { 'invoice-0': {} }, { processing: { time: '90ms', commit: 'before' } }),
    });
    expect(outcome.counts['lost-to-group']).toBeGreaterThan(0);
    expect(outcome.counts['duplicate-processing']).toBeUndefined();
  });
});

test('K-SCN-25, K-GRP-21, K-CON-27: max.poll.interval.ms too short for a batch: the same records again and again', () => {
  const change = (records: number) => ({
    seconds: 120,
    stop: '100s',
    rate: 80,
    groups: group(
      { ...manual, 'max.poll.interval.ms': 6000, 'max.poll.records': records },
      { 'invoice-0': {}, 'invoice-1': {} },
      {
        processing: { time: '40ms', commit: 'after' },
      },
    ),
    topics: { orders: { partitions: 2, replicationFactor: 3 } },
  });
  const storm = outcomeOf(change(500));
  expect(storm.groups['invoice']!.generation).toBeGreaterThan(5);
  expect(storm.counts['duplicate-processing']).toBeGreaterThan(0);
  expect(Object.values(storm.groups['invoice']!.members).map(({ error }) => error)).toContain('CommitFailedException');
  const mended = outcomeOf(change(100));
  expect(mended.groups['invoice']!.generation).toBe(1);
  expect(mended.counts['duplicate-processing']).toBeUndefined();
});

test('K-SCN-26, K-GRP-20, K-GRP-23: a pause longer than the session: two members, one record', () => {
  const change = (session: number) => ({
    seconds: 60,
    stop: '40s',
    rate: 20,
    groups: group(
      { ...manual, 'session.timeout.ms': session, 'heartbeat.interval.ms': 2000 },
      { 'invoice-0': {}, 'invoice-1': {} },
      {
        processing: { time: '20ms', commit: 'after' },
        sink: { kind: 'external', idempotent: false },
      },
    ),
    topics: { orders: { partitions: 2, replicationFactor: 3 } },
    actions: [{ at: '15s', do: 'pause', target: 'invoice-0', for: '12s' }],
  });
  const short = outcomeOf(change(8000));
  expect(short.groups['invoice']!.rebalances.map(({ reason }) => reason)).toContain('session expired');
  expect(short.counts['duplicate-processing']).toBeGreaterThan(0);
  const long = outcomeOf(change(30000));
  expect(long.groups['invoice']!.generation).toBe(1);
  expect(long.counts['duplicate-processing']).toBeUndefined();
});

test.each([
  ['dynamic members: about two rebalances a member', {}, 8, 12],
  ['static members: none', { static: true }, 1, 1],
])(
  'K-SCN-27, K-GRP-22, K-GRP-30, K-GRP-31: a rolling restart of %s',
  (_, { static: isStatic = false }: { static?: boolean }, least, most) => {
    const names = ['invoice-0', 'invoice-1', 'invoice-2', 'invoice-3'];
    const members = Object.fromEntries(
      names.map((name) => [name, isStatic ? { config: { 'group.instance.id': name } } : {}]),
    );
    const outcome = outcomeOf({
      seconds: 110,
      rate: 4,
      groups: group({ ...manual }, members, {}),
      topics: { orders: { partitions: 4, replicationFactor: 3 } },
      actions: names.flatMap((target, index) => [
        { at: 20000 + index * 20000, do: 'stop', target },
        { at: 25000 + index * 20000, do: 'restart', target },
      ]),
    });
    expect(outcome.groups['invoice']!.generation).toBeGreaterThanOrEqual(least);
    expect(outcome.groups['invoice']!.generation).toBeLessThanOrEqual(most);
  },
);

test.each([
  ['RangeAssignor', [10, 0, 0]],
  ['RoundRobinAssignor', [4, 3, 3]],
])('K-SCN-28, K-ASG-3: ten topics of one partition and %s', (assignor, sizes) => {
  const topics = Array.from({ length: 10 }, (_, index) => `orders${index}`);
  const outcome = outcomeOf({
    seconds: 15,
    topics: Object.fromEntries(topics.map((topic) => [topic, { partitions: 1, replicationFactor: 3 }])),
    producers: {},
    groups: {
      invoice: {
        topics,
        config: { ...manual, 'partition.assignment.strategy': `org.apache.kafka.clients.consumer.${assignor}` },
        members: { a: {}, b: {}, c: {} },
      },
    } as Groups,
  });
  const found = Object.values(outcome.groups['invoice']!.members).map(({ assignment }) => assignment.length);
  expect(found.toSorted((a, b) => b - a)).toEqual(sizes);
});

test('K-SCN-29, K-GRP-12, K-GRP-19: a fourth member of three partitions stops everybody for nothing', () => {
  const outcome = outcomeOf({
    seconds: 40,
    rate: 20,
    topics: { orders: { partitions: 3, replicationFactor: 3 } },
    groups: group(
      { ...manual, 'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.RangeAssignor' },
      { 'invoice-0': {}, 'invoice-1': {}, 'invoice-2': {}, 'invoice-3': { join: '20s' } },
      {},
    ),
  });
  const { rebalances, members } = outcome.groups['invoice']!;
  expect(rebalances.map(({ reason }) => reason)).toEqual(['member joined', 'member joined']);
  expect(Object.keys(rebalances[1]!.stoppedFor).toSorted()).toEqual(['invoice-0', 'invoice-1', 'invoice-2']);
  expect(
    Object.values(members)
      .map(({ assignment }) => assignment.length)
      .toSorted((a, b) => a - b),
  ).toEqual([0, 1, 1, 1]);
});

test.each([
  ['latest', true],
  ['earliest', false],
])('K-SCN-30, K-CON-30: a first start with auto.offset.reset=%s', (reset, skips) => {
  const outcome = outcomeOf({
    seconds: 30,
    groups: group({ 'auto.offset.reset': reset, 'enable.auto.commit': false }, { 'invoice-0': { join: '10s' } }, {}),
  });
  const first = outcome.delivered['invoice']![0]!.offset;
  expect(first > 0).toBe(skips);
  expect((outcome.counts['skipped-by-reset'] ?? 0) > 0).toBe(skips);
});

test.each([
  ['latest', 'jumps to the end'],
  ['earliest', 'jumps to the new log start'],
])('K-SCN-32, K-LOG-3, K-CON-31: retention overtakes a slow consumer: %s %s', (reset) => {
  const outcome = outcomeOf({
    seconds: 220,
    rate: 10,
    brokers: { config: { 'log.retention.check.interval.ms': 10000, 'log.initial.task.delay.ms': 1000 } },
    topic: { 'retention.ms': 60000, 'segment.ms': 10000 },
    groups: group({ 'auto.offset.reset': reset, 'enable.auto.commit': false }, { 'invoice-0': { join: '1s' } }, {}),
    actions: [{ at: '10s', do: 'pause', target: 'invoice-0', for: '170s' }],
  });
  const offsets = outcome.delivered['invoice']!.map(({ offset }) => offset);
  const jump = Math.max(...offsets.slice(1).map((offset, index) => offset - offsets[index]!));
  expect(jump).toBeGreaterThan(reset === 'latest' ? 1600 : 900);
  expect(outcome.counts[reset === 'latest' ? 'skipped-by-reset' : 'expired-unread']).toBeGreaterThan(0);
});

test('K-SCN-49, K-CON-24: an old commit repeated after a newer one: last write wins', () => {
  const outcome = outcomeOf({
    seconds: 60,
    rate: 40,
    stop: '10s',
    groups: group(
      { ...manual },
      {
        'invoice-0': {
          script: [
            { at: 20000, op: 'commitSync', offsets: { 'orders-0': 200 } },
            { at: 21000, op: 'commitAsync', offsets: { 'orders-0': 100 } },
          ],
          leave: '25s',
        },
        'invoice-1': { join: '30s' },
      } as Groups[string]['members'],
      {},
    ),
  });
  expect(outcome.counts['commit-regression']).toBeGreaterThan(0);
  expect(outcome.delivered['invoice']!.find(({ member }) => member === 'invoice-1')!.offset).toBe(100);
});

test.each([
  ['none', true],
  ['commit', false],
] as const)('K-SCN-52, K-GRP-18: a cooperative rebalance, onRevoked %s', (onRevoked, repeats) => {
  const outcome = outcomeOf({
    seconds: 60,
    rate: 40,
    topics: { orders: { partitions: 4, replicationFactor: 3 } },
    groups: group(
      {
        ...manual,
        'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor',
        'max.poll.records': 5,
      },
      { 'invoice-0': {}, 'invoice-1': { join: '20s' } },
      { processing: { time: '5ms', commit: 'after-async', onRevoked } },
    ),
  });
  expect(outcome.groups['invoice']!.generation).toBe(3);
  if (!repeats) expect(outcome.counts['duplicate-processing']).toBeUndefined();
  const first = outcome.groups['invoice']!.rebalances.find(({ generation }) => generation === 2)!;
  expect(Object.keys(first.stoppedFor)).toEqual([]);
});
