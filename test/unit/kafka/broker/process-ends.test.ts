import { describe, expect, test } from 'vitest';
import { ClusterRun, scripted, series, type Part } from '../cluster-run';

const run = (parts: Part, until?: number): ClusterRun => new ClusterRun(parts).until(until);
const now = { 'linger.ms': 0 };

describe('controlled shutdown', () => {
  test('K-REP-40: leadership moves before the process ends, without a wait for the session', () => {
    const actions = [{ do: 'stop', target: 'broker-1', at: 3000 }];
    const it = run({ producers: { p: scripted(series(60, 1000, 100), now) }, actions });
    const [moved] = it.rows('leaderElected', ({ b }) => b === 1);
    const [ended] = it.rows('actorCrashed');
    expect(moved.at).toBeLessThan(ended.at);
    // The other brokers report what they applied with their heartbeats, every two seconds.
    expect(ended.at).toBeLessThan(3000 + 2500);
    expect(ended.flags).toBe(1);
    expect(it.result().producers.p).toMatchObject({ acked: 60, failed: 0 });
    expect(it.values()).toHaveLength(60);
  });

  test('K-REP-40: with one replica the partition has no leader, and the process may end all the same', () => {
    for (const elr of [0, 1]) {
      const brokers = { count: 3, features: { 'eligible.leader.replicas.version': elr } };
      const topics = { orders: { partitions: 1, assignment: [[1]] } };
      const actions = [{ do: 'stop', target: 'broker-1', at: 3000 }];
      const it = run({ brokers, topics, actions });
      expect(it.rows('actorCrashed')).toHaveLength(1);
      expect(it.result().partitions['orders-0']).toMatchObject({
        leader: null,
        isr: elr === 1 ? [] : [1],
        elr: elr === 1 ? [1] : [],
      });
    }
  });

  test('K-REP-40, K-CTL-2a: it comes back as a clean registration, and leads what nobody else could', () => {
    const topics = { orders: { partitions: 1, assignment: [[1]] } };
    const actions = [{ do: 'stop', target: 'broker-1', at: 3000, for: '8s' }];
    const it = run({ topics, producers: { p: scripted([[1000, 'a']], now) }, actions, duration: '25s' });
    expect(it.rows('brokerRegistered', ({ at }) => at > 0)[0]).toMatchObject({ subject: 0, b: 1 });
    expect(it.result().partitions['orders-0']).toMatchObject({ leader: 1, highWatermark: 1 });
  });

  test('K-REP-40: with controlled.shutdown.enable=false it ends at once, and fencing waits for the session', () => {
    const brokers = { count: 3, config: { 'controlled.shutdown.enable': false } };
    const it = run({ brokers, actions: [{ do: 'stop', target: 'broker-1', at: 3000 }], duration: '20s' });
    expect(it.rows('actorCrashed')[0].at).toBe(3000);
    expect(it.rows('leaderElected', ({ b }) => b === 1)[0].at).toBeGreaterThan(10_000);
  });
});

describe('kill', () => {
  test('K-REP-41: nothing that was written is lost from the disk of a killed process', () => {
    const topics = { orders: { partitions: 1, assignment: [[1]] } };
    const actions = [{ do: 'kill', target: 'broker-1', at: 1500, for: '1s' }];
    const it = run({
      topics,
      producers: { p: scripted(series(5, 1000, 100), { ...now, acks: '1' }) },
      actions,
      duration: '30s',
    });
    expect(it.values()).toEqual(['0', '1', '2', '3', '4']);
    expect(it.rows('truncate')).toEqual([]);
  });

  test('K-REP-41: clients fail at once; the controller only notices that heartbeats stay away', () => {
    const actions = [{ do: 'kill', target: 'broker-1', at: 3000 }];
    const it = run({ producers: { p: scripted([[3000, 'a']], now) }, actions, duration: '20s' });
    expect(it.rows('sendRetry')[0].at).toBeLessThan(3010);
    const [fenced] = it.rows('brokerFenced');
    expect(fenced.at - 3000).toBeGreaterThan(7000);
    expect(fenced.at - 3000).toBeLessThanOrEqual(10_130);
  });
});

describe('loss of power', () => {
  const topics = (config: Part = {}): Part => ({ orders: { partitions: 1, assignment: [[1]], config } });
  const sends = series(10, 1000, 100);

  test('K-REP-42, K-REP-50: what was not flushed is gone from that machine', () => {
    const actions = [{ do: 'powerOff', target: 'broker-1', at: 2500, for: '1s' }];
    const it = run({ topics: topics(), producers: { p: scripted(sends, now) }, actions, duration: '30s' });
    expect(it.result().producers.p.acked).toBe(10);
    expect(it.values()).toEqual([]);
    expect(it.rows('truncate')[0]).toMatchObject({ a: 0, b: 10, c: 1 });
  });

  test('K-REP-50: pages older than half a minute were written by the system', () => {
    const actions = [{ do: 'powerOff', target: 'broker-1', at: 31_550, for: '1s' }];
    const it = run({ topics: topics(), producers: { p: scripted(sends, now) }, actions, duration: '60s' });
    expect(it.values()).toEqual(['0', '1', '2', '3', '4', '5']);
  });

  test.each([
    [1, 10],
    [4, 8],
  ])('K-REP-50: with flush.messages=%s the first %s records are on disk', (flush, kept) => {
    const actions = [{ do: 'powerOff', target: 'broker-1', at: 2500, for: '1s' }];
    const parts = { topics: topics({ 'flush.messages': flush }), producers: { p: scripted(sends, now) }, actions };
    expect(run({ ...parts, duration: '30s' }).values()).toHaveLength(kept);
  });

  test('K-REP-42: nobody hears of it: requests in flight wait for their timeout', () => {
    const actions = [{ do: 'powerOff', target: 'broker-1', at: 3000 }];
    const config = { ...now, 'request.timeout.ms': 4000, 'delivery.timeout.ms': 30_000 };
    const it = run({
      producers: {
        p: scripted(
          [
            [1000, 'a'],
            [2999.5, 'b'],
          ],
          config,
        ),
      },
      actions,
      duration: '30s',
    });
    expect(it.rows('sendRetry')[0]).toMatchObject({ b: 7 });
    expect(it.rows('sendRetry')[0].at).toBeGreaterThanOrEqual(6999);
    expect(it.values()).toEqual(['a', 'b']);
  });

  test('K-REP-42: the page cache of a killed process goes with the machine', () => {
    const actions = [
      { do: 'kill', target: 'broker-1', at: 2500 },
      { do: 'powerOff', target: 'broker-1', at: 4000, for: '1s' },
    ];
    const it = run({ topics: topics(), producers: { p: scripted(sends, now) }, actions, duration: '30s' });
    expect(it.values()).toEqual([]);
  });

  test('K-REP-63: acks=all on two machines survives the loss of one of them', () => {
    const actions = [{ do: 'powerOff', target: 'broker-1', at: 2500, for: '15s' }];
    const it = run({ producers: { p: scripted(sends, now) }, actions, duration: '60s' });
    expect(it.values()).toHaveLength(10);
    expect(it.result().partitions['orders-0'].replicas['1'].logEndOffset).toBe(10);
  });

  test('K-REP-62: with the minimum at one, a leader alone in the set that loses its disk loses what it acknowledged', () => {
    const one = { orders: { partitions: 1, assignment: [[1, 2]], config: { 'min.insync.replicas': 1 } } };
    const actions = [
      { do: 'kill', target: 'broker-2', at: 500 },
      { do: 'powerOff', target: 'broker-1', at: 20_000, for: '1s' },
      { do: 'restart', target: 'broker-2', at: 40_000 },
    ];
    const it = run({ topics: one, producers: { p: scripted(series(3, 15_000, 100), now) }, actions, duration: '80s' });
    expect(it.result().producers.p.acked).toBe(3);
    expect(it.values()).toEqual([]);
  });
});

describe('pause', () => {
  test('K-REP-43, K-CTL-5: a leader that stood still is fenced, comes back with its old epoch, and follows', () => {
    const actions = [{ do: 'pause', target: 'broker-1', at: 2000, for: '15s' }];
    const it = run({ producers: { p: scripted(series(40, 1000, 500), now) }, actions, duration: '40s' });
    expect(it.rows('brokerFenced')).toHaveLength(1);
    expect(it.rows('brokerRegistered', ({ at }) => at > 0)).toEqual([]);
    expect(it.rows('brokerUnfenced', ({ at }) => at > 0)[0].at).toBeGreaterThan(17_000);
    expect(it.result().partitions['orders-0']).toMatchObject({ leader: 2, isr: [1, 2, 3] });
    expect(it.values()).toHaveLength(40);
  });

  test('K-REP-43: a pause shorter than the session changes no leader', () => {
    const actions = [{ do: 'pause', target: 'broker-1', at: 2000, for: '5s' }];
    const it = run({ producers: { p: scripted(series(20, 1000, 300), now) }, actions, duration: '20s' });
    expect(it.result().partitions['orders-0'].leaderEpoch).toBe(0);
    expect(it.values()).toHaveLength(20);
  });
});

test('C-FLT-1: a read-only setting of a broker waits for its restart', () => {
  const brokers = { count: 3, config: { 'broker.heartbeat.interval.ms': 500 }, restartTime: '1s' };
  const actions = [
    { do: 'config', target: 'broker-2', set: { 'replica.fetch.wait.max.ms': 100 }, at: 1000 },
    { do: 'stop', target: 'broker-2', at: 10_000, for: '2s' },
  ];
  const it = run({ brokers, actions, duration: '20s' }, 9000);
  const waits = (): number[] => [...it.run.system.cluster.brokerSettings.fetchWaitMicros.subarray(0, 3)];
  expect(waits()).toEqual([500_000, 500_000, 500_000]);
  it.until();
  expect(waits()).toEqual([500_000, 100_000, 500_000]);
});
