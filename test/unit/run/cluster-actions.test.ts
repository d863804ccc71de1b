import { describe, expect, test } from 'vitest';
import { actions, laterActions } from '../../../simulations/actions';
import { CrashFlag } from '../../../simulations/kernel';
import { createRun, fork, hash, runUntil } from '../../../simulations/run';
import { normalise } from '../../../simulations/scenario';
import { ClusterRun, scripted, series, type Part } from '../kafka/cluster-run';

const now = { 'linger.ms': 0 };
const group = (members: Part, config: Part = {}): Part => ({
  topics: ['orders'],
  config: { 'auto.offset.reset': 'earliest', 'enable.auto.commit': false, ...config },
  members,
});
const quick = { count: 3, config: { 'group.initial.rebalance.delay.ms': 0 } };

describe('deleteRecords', () => {
  const producers = { p: scripted(series(20, 500, 50), now) };
  const remove = (before: number): Part => ({ do: 'deleteRecords', target: 'orders-0', before, at: 3000 });

  test('K-REA-12, K-LOG-6: the log start of the leader moves at once, that of the followers with their next fetch', () => {
    const it = new ClusterRun({ producers, actions: [remove(12)] }).until();
    const starts = it.rows('logStart', (row) => row.a === 12);
    expect(starts.map((row) => row.actor)).toEqual(['broker-1', 'broker-2', 'broker-3']);
    expect(starts[0]!.at).toBe(3000);
    expect(starts[2]!.at).toBeLessThan(3600);
    expect(it.result().partitions['orders-0']).toMatchObject({
      logStartOffset: 12,
      highWatermark: 20,
      logEndOffset: 20,
    });
  });

  test('K-REA-12: -1 means the high watermark; above it is refused', () => {
    expect(new ClusterRun({ producers, actions: [remove(-1)] }).until().result().partitions['orders-0']).toMatchObject({
      logStartOffset: 20,
      logEndOffset: 20,
    });
    const above = new ClusterRun({ producers, actions: [remove(21)] }).until();
    expect(above.rows('actionSkipped')).toHaveLength(1);
  });

  test('K-REA-13, K-CON-31: a consumer behind the new start goes on by auto.offset.reset', () => {
    const groups = { g: group({ m: { join: '4s' } }) };
    const it = new ClusterRun({ brokers: quick, producers, groups, actions: [remove(12)] }).until();
    expect(it.result().delivered!.g!.map(({ offset }) => offset)).toEqual([12, 13, 14, 15, 16, 17, 18, 19]);
  });
});

describe('addPartitions', () => {
  const grow = (count: number): Part => ({ do: 'addPartitions', target: 'orders', count, at: 2000 });
  const config = { ...now, 'metadata.max.age.ms': 1000 };

  test('K-REA-9, K-REA-10, K-PART-9: keys move to the new partitions once the producer knows of them', () => {
    const sends = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((key) =>
      series(10, 300 + key, 500, { key: `key-${key}` }).map(([at, , fields], i) => [at, String(i), fields] as const),
    );
    const producers = {
      p: scripted(
        sends.toSorted((a, b) => a[0] - b[0]),
        config,
      ),
    };
    const it = new ClusterRun({ producers, actions: [grow(2)] }).until();
    const { partitions, logs } = it.result();
    expect(partitions['orders-1']).toMatchObject({ leaderEpoch: 0, isr: [1, 2, 3] });
    const moved = new Set(logs!['orders-1']!.map((record) => record.key));
    expect(moved.size).toBeGreaterThan(0);
    for (const key of moved) expect(logs!['orders-0']!.some((record) => record.key === key)).toBe(true);
    expect(logs!['orders-0']!.length + logs!['orders-1']!.length).toBe(80);
  });

  test('K-REA-9: the number never goes down, and the same number is refused', () => {
    const topics = { orders: { partitions: 3 } };
    for (const count of [2, 3])
      expect(new ClusterRun({ topics, actions: [grow(count)] }).until().rows('actionSkipped')).toHaveLength(1);
  });

  test('before the action there is no such partition', () => {
    const it = new ClusterRun({ actions: [grow(3)] }).until(1900);
    expect(Object.keys(it.result().partitions)).toEqual(['orders-0']);
    expect(Object.keys(it.until().result().partitions)).toEqual(['orders-0', 'orders-1', 'orders-2']);
  });

  test('K-GRP-25: the group leader sees them with its metadata and asks for a rebalance', () => {
    const groups = { g: group({ 'm-0': {}, 'm-1': {} }, { 'metadata.max.age.ms': 2000 }) };
    const it = new ClusterRun({ brokers: quick, groups, actions: [grow(4)], duration: '20s' }).until();
    const { members, rebalances } = it.result().groups.g!;
    expect(
      Object.values(members)
        .flatMap(({ assignment }) => assignment)
        .toSorted(),
    ).toEqual(['orders-0', 'orders-1', 'orders-2', 'orders-3']);
    expect(rebalances!.at(-1)).toMatchObject({ reason: 'metadata changed' });
  });
});

describe('moveCoordinator', () => {
  test('K-GRP-24, K-REA-11: another broker leads the partition of the group, and members find it without a rebalance', () => {
    const groups = { g: group({ m: {} }) };
    const producers = { p: scripted(series(60, 500, 100), now) };
    const before = new ClusterRun({ brokers: quick, groups }).until();
    const held =
      before.rows('leaderElected', (row) => before.run.names.partitions[row.subject]!.startsWith('__'))[0]!.a + 1;
    const to = `broker-${(held % 3) + 1}`;
    const actions = [{ do: 'moveCoordinator', target: 'g', to, at: 3000 }];
    const it = new ClusterRun({ brokers: quick, groups, producers, actions, duration: '15s' }).until();
    expect(it.rows('leaderElected', (row) => row.at >= 3000).map((row) => row.a + 1)).toEqual([(held % 3) + 1]);
    expect(it.rows('memberJoined')).toHaveLength(1);
    expect(it.result().groups.g).toMatchObject({
      generation: 1,
      committed: { 'orders-0': 60 },
      lag: { 'orders-0': 0 },
    });
  });

  test('a broker without a copy of the group cannot coordinate it', () => {
    const brokersOfFour = { count: 4, config: { 'group.initial.rebalance.delay.ms': 0 } };
    const outcomes = [1, 2, 3, 4].map((broker) => {
      const actions = [{ do: 'moveCoordinator', target: 'g', to: `broker-${broker}`, at: 3000 }];
      const it = new ClusterRun({ brokers: brokersOfFour, groups: { g: group({ m: {} }) }, actions }).until();
      return it.rows('actionSkipped').length;
    });
    // The present coordinator, and the broker outside the replica list.
    expect(outcomes.filter((skipped) => skipped === 1)).toHaveLength(2);
  });
});

describe('deploy', () => {
  test('K-REP-40: every broker in turn is stopped cleanly and started; nothing is lost', () => {
    const producers = { p: scripted(series(600, 500, 100), now) };
    const actions = [{ do: 'deploy', gap: '7s', down: '3s', at: 2000 }];
    const it = new ClusterRun({ producers, actions, duration: '90s' }).until();
    const ends = it.rows('actorCrashed');
    expect(ends.map((row) => row.actor)).toEqual(['broker-1', 'broker-2', 'broker-3']);
    expect(ends.every((row) => row.flags === CrashFlag.clean)).toBe(true);
    expect(it.rows('actorStarted', (row) => row.at > 0).map((row) => [row.actor, row.at])).toEqual([
      ['broker-1', 8000],
      ['broker-2', 18_000],
      ['broker-3', 28_000],
    ]);
    expect(it.result().producers.p).toMatchObject({ acked: 600, failed: 0 });
    expect(it.result().partitions['orders-0']).toMatchObject({ isr: [1, 2, 3] });
  });

  test('K-SCN-27, K-GRP-22: dynamic members that are deployed one by one cost two rebalances each', () => {
    const groups = { g: group({ 'm-0': {}, 'm-1': {}, 'm-2': {} }) };
    const topics = { orders: { partitions: 3 } };
    const actions = [{ do: 'deploy', target: 'g', gap: '10s', down: '5s', at: 5000 }];
    const it = new ClusterRun({ brokers: quick, topics, groups, actions, duration: '60s' }).until();
    expect(it.rows('memberLeft')).toHaveLength(3);
    expect(it.rows('groupState', (row) => row.a === 3 && row.at > 5000)).toHaveLength(6);
  });

  test('a process that does not stop in time is killed', () => {
    const actions = [
      { do: 'pause', target: 'controller-1', at: 1000, for: '20s' },
      { do: 'deploy', target: 'broker-2', down: '3s', at: 2000 },
    ];
    const it = new ClusterRun({ actions, duration: '40s' }).until();
    expect(it.rows('actorCrashed').map((row) => [row.actor, row.at])).toEqual([['broker-2', 5000]]);
    expect(it.result().partitions['orders-0']).toMatchObject({ isr: [1, 2, 3] });
  });
});

test('a fork with actions on the cluster is the run that had them from the start', () => {
  const scenarioWith = (list: Part[]) => {
    const read = normalise(
      {
        version: 1,
        duration: '40s',
        brokers: { count: 4 },
        topics: { orders: { partitions: 2, replicationFactor: 3 } },
        producers: { p: { topic: 'orders', workload: { rate: 40, keys: { count: 8 } } } },
        groups: { g: group({ 'g-0': {} }) },
        actions: list,
      },
      { actions, laterActions },
    );
    if (!read.ok) throw new Error(JSON.stringify(read.errors));
    return read.scenario;
  };
  const early = [{ do: 'deploy', at: 3000, gap: '6s', down: '3s' }];
  const later = [
    { do: 'moveCoordinator', target: 'g', to: 'broker-2', at: 9000 },
    { do: 'deleteRecords', target: 'orders-1', before: 50, at: 12_000 },
    { do: 'electPreferred', at: 20_000 },
    { do: 'reassign', target: 'orders-0', replicas: [4, 3, 2], at: 22_000 },
    { do: 'addPartitions', target: 'orders', count: 4, at: 24_000 },
  ];
  for (let kept = 0; kept <= later.length; kept++) {
    const first = createRun(scenarioWith(early), { level: 'history', snapshotRows: 200 });
    runUntil(first, 30_000_000);
    const whole = scenarioWith([...early, ...later.slice(0, kept)]);
    const forked = fork(first, 15_000_000, whole);
    runUntil(forked, forked.endMicros);
    const straight = createRun(whole, { level: 'history' });
    runUntil(straight, straight.endMicros);
    expect(hash(forked)).toBe(hash(straight));
  }
});
