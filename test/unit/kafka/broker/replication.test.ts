import { describe, expect, test } from 'vitest';
import { ClusterRun, scripted, series, type Part } from '../cluster-run';

const run = (parts: Part, until?: number): ClusterRun => new ClusterRun(parts).until(until);
const now = { 'linger.ms': 0 };
const brokersWith = (config: Part, more: Part = {}): Part => ({ count: 3, config, ...more });
const mask = (...brokers: number[]): number => brokers.reduce((set, broker) => set | (1 << (broker - 1)), 0);
const topic = (config: Part = {}, assignment: number[][] = [[1, 2, 3]]): Part => ({
  orders: { partitions: assignment.length, assignment, config: { 'min.insync.replicas': 2, ...config } },
});

describe('the high watermark', () => {
  test('K-SIM-2, K-REP-4, K-REP-5: it reaches a record when every member of the in-sync set has fetched past it', () => {
    const it = run({ producers: { p: scripted([[1000, 'a']], now) } });
    const [append] = it.rows('append', ({ actor }) => actor === 'broker-1');
    const [moved] = it.rows('highWatermark', ({ a }) => a === 1);
    expect(append.at).toBe(1001);
    // The data to the followers, their next fetches back.
    expect(moved.at).toBe(1003);
    expect(it.rows('sendOk')[0].at).toBe(1004);
  });

  test('K-REP-4: a follower learns it with the answer after that, half a second later at most when idle', () => {
    const it = run({ producers: { p: scripted([[1000, 'a']], now) } }, 1004);
    const { replicas, shape } = it.run.system.cluster;
    const of = (broker: number): number => replicas.highWatermark[shape.replicaAt[(broker - 1) * shape.partitionCount]];
    expect([of(1), of(2), of(3)]).toEqual([1, 0, 0]);
    it.until(1600);
    expect([of(1), of(2), of(3)]).toEqual([1, 1, 1]);
  });

  test('K-REP-22: a new leader moves it only after every member of its in-sync set has fetched', () => {
    const actions = [
      { do: 'kill', target: 'broker-1', at: 1000 },
      { do: 'slow', between: ['broker-2', 'broker-3'], by: '300ms', at: 8000 },
    ];
    const it = run({
      producers: {
        p: scripted(
          [
            [500, 'a'],
            [700, 'b'],
          ],
          { ...now, acks: '1' },
        ),
      },
      actions,
      duration: '20s',
    });
    const [started] = it.rows('leaderStarted', ({ b, actor }) => actor === 'broker-2' && b === 2);
    const moves = it.rows('highWatermark', ({ actor, at }) => actor === 'broker-2' && at < started.at + 300);
    expect(moves.filter(({ a }) => a > 2)).toEqual([]);
  });

  test('K-REP-10: below the minimum of in-sync replicas it stands, and goes on when they are back', () => {
    const actions = ['broker-2', 'broker-3'].map((target) => ({ do: 'kill', target, at: 1000, for: '20s' }));
    const producers = {
      p: scripted(
        [
          [500, 'a'],
          [15_000, 'b'],
        ],
        { ...now, acks: '1' },
      ),
    };
    const it = run({ producers, actions, duration: '60s' }, 20_000);
    expect(it.result().partitions['orders-0']).toMatchObject({ isr: [1], highWatermark: 1, logEndOffset: 2 });
    expect(it.until().result().partitions['orders-0']).toMatchObject({ isr: [1, 2, 3], highWatermark: 2 });
  });

  test('K-REP-8: a process that was killed begins with the one that it had checkpointed', () => {
    const actions = [{ do: 'kill', target: 'broker-2', at: 12_000, for: '1s' }];
    const brokers = brokersWith({}, { restartTime: '1s' });
    const producers = { p: scripted(series(30, 9000, 100), now) };
    const it = run({ producers, actions, brokers, duration: '20s' }, 14_000);
    const { replicas, shape } = it.run.system.cluster;
    const replica = shape.replicaAt[shape.partitionCount];
    // Checkpoints at 5 s and 10 s: ten or eleven records by then.
    expect(replicas.highWatermark[replica]).toBeGreaterThanOrEqual(9);
    expect(replicas.highWatermark[replica]).toBeLessThanOrEqual(11);
    expect(replicas.logEndOffset[replica]).toBe(30);
  });
});

describe('followers', () => {
  test('K-REP-3: a fetch holds replica.fetch.max.bytes at most, and one whole batch in any case', () => {
    const brokers = brokersWith({ 'replica.fetch.max.bytes': 500 });
    const actions = [{ do: 'pause', target: 'broker-2', at: 900, for: '1s' }];
    const producers = { p: scripted(series(6, 1000, 20, { valueSize: 100 }), { ...now, acks: '1' }) };
    const it = run({ producers, brokers, actions });
    const ranges = it.rows('append', ({ actor }) => actor === 'broker-2').map(({ b, c }) => c - b);
    // A batch of one record has 61 + 109 bytes.
    expect(ranges.reduce((a, b) => a + b)).toBe(6);
    expect(Math.max(...ranges)).toBe(2);
    const large = run({
      producers: { p: scripted(series(2, 1000, 20, { valueSize: 900 }), now) },
      brokers,
    });
    expect(large.values()).toEqual(['0', '1']);
  });

  test('K-REP-3: replica.fetch.min.bytes makes the leader wait, but no longer than replica.fetch.wait.max.ms', () => {
    const brokers = brokersWith({ 'replica.fetch.min.bytes': 400, 'replica.fetch.wait.max.ms': 300 });
    const it = run({ producers: { p: scripted([[1000, 'a', { valueSize: 100 }]], now) }, brokers });
    const [fetched] = it.rows('append', ({ actor }) => actor === 'broker-2');
    expect(fetched.at).toBeGreaterThan(1010);
    expect(fetched.at).toBeLessThan(1310);
    const full = run({ producers: { p: scripted([[1000, 'a', { valueSize: 500 }]], now) }, brokers });
    expect(full.rows('append', ({ actor }) => actor === 'broker-2')[0].at).toBe(1002);
  });

  test('K-REP-6, K-LOG-6: they adopt the log start of the leader', () => {
    const config = { 'retention.bytes': 0, 'segment.bytes': 1_048_576 };
    const brokers = brokersWith({ 'log.retention.check.interval.ms': 60_000, 'log.initial.task.delay.ms': 5000 });
    const it = run({ producers: { p: scripted([[1000, 'a']], now) }, topics: topic(config), brokers });
    expect(
      it
        .rows('logStart')
        .map(({ actor }) => actor)
        .toSorted((a, b) => a.localeCompare(b)),
    ).toEqual(['broker-1', 'broker-2', 'broker-3']);
  });

  test('K-REP-50: flush.messages=1 makes each append wait for its flush, on followers too', () => {
    const producers = { p: scripted([[1000, 'a']], now) };
    const brokers = brokersWith({}, { disk: { append: '1ms', flush: '10ms' } });
    const ok = (config: Part): number => run({ producers, brokers, topics: topic(config) }).rows('sendOk')[0].at;
    expect(ok({})).toBe(1004 + 2 * 1);
    expect(ok({ 'flush.messages': 1 })).toBe(1004 + 2 * 11);
  });
});

describe('the in-sync set', () => {
  const lag = { 'replica.lag.time.max.ms': 4000, 'replica.fetch.wait.max.ms': 500 };

  test('K-REP-20: a follower that is behind leaves it after the lag and up to half as much again', () => {
    const actions = [{ do: 'isolate', target: 'broker-3', from: ['broker-1'], at: 5000 }];
    const producers = { p: scripted(series(60, 1000, 200), { ...now, acks: '1' }) };
    const it = run({ brokers: brokersWith(lag), producers, actions, duration: '20s' });
    const [changed] = it.rows('isrChanged', ({ at }) => at > 1000);
    expect(changed.a).toBe(mask(1, 2));
    expect(changed.at).toBeGreaterThan(9000);
    expect(changed.at).toBeLessThanOrEqual(11_000);
  });

  test('K-REP-20: one whose end equals the leader’s is never removed, even if it stopped fetching', () => {
    const actions = [{ do: 'isolate', target: 'broker-3', from: ['broker-1'], at: 5000 }];
    const it = run({
      brokers: brokersWith(lag),
      producers: { p: scripted([[1000, 'a']], { ...now, acks: '1' }) },
      actions,
      duration: '30s',
    });
    expect(it.rows('isrChanged', ({ at }) => at > 1000)).toEqual([]);
  });

  test('K-REP-21: a follower that is always one fetch behind a busy leader counts as caught up', () => {
    const links = [{ between: ['broker-1', 'broker-3'], delay: '300ms' }];
    const producers = { p: scripted(series(900, 1000, 20), { ...now, acks: '1' }) };
    const it = run({
      brokers: brokersWith(lag),
      producers,
      network: { delay: '1ms', jitter: 0, links },
      duration: '20s',
    });
    expect(it.rows('isrChanged', ({ at }) => at > 1000)).toEqual([]);
  });

  test('K-REP-23, K-REP-24: it joins again when it has caught up, by a change that the controller commits', () => {
    const actions = [{ do: 'isolate', target: 'broker-3', from: ['broker-1'], at: 5000, for: '8s' }];
    const producers = { p: scripted(series(90, 1000, 200), { ...now, acks: '1' }) };
    const it = run({ brokers: brokersWith(lag), producers, actions, duration: '20s' });
    const sets = it.rows('isrChanged', ({ at }) => at > 1000);
    expect(sets.map(({ a }) => a)).toEqual([mask(1, 2), mask(1, 2, 3)]);
    expect(sets[1].at).toBeGreaterThan(13_000);
    expect(sets[1].at).toBeLessThan(14_000);
    expect(sets[1].d).toBe(sets[0].d + 1);
  });

  test('K-REP-1: shrinking changes the partition epoch, not the leader epoch', () => {
    const actions = [{ do: 'kill', target: 'broker-3', at: 1000 }];
    const it = run({ actions, duration: '15s' });
    expect(it.rows('isrChanged', ({ at }) => at > 1000)[0]).toMatchObject({ a: mask(1, 2), d: 1 });
    expect(it.result().partitions['orders-0'].leaderEpoch).toBe(0);
  });

  test('K-REP-26: without a controller the leader keeps its in-sync set, and acks=all waits', () => {
    const actions = [
      { do: 'kill', target: 'controller-1', at: 1000 },
      { do: 'kill', target: 'broker-3', at: 1100 },
    ];
    const producers = { p: scripted([[2000, 'a']], now), q: scripted([[2000, 'b']], { ...now, acks: '1' }) };
    const it = run({ producers, actions, duration: '25s' });
    expect(it.result().partitions['orders-0'].isr).toEqual([1, 2, 3]);
    expect([it.result().producers.p.acked, it.result().producers.q.acked]).toEqual([0, 1]);
  });
});

describe('leader changes', () => {
  test('K-REP-2: records carry the leader epoch of their append, and a new epoch begins at the end of the log', () => {
    const actions = [{ do: 'kill', target: 'broker-1', at: 1000 }];
    const it = run({
      producers: {
        p: scripted(
          [
            [500, 'a'],
            [15_000, 'b'],
          ],
          now,
        ),
      },
      actions,
      duration: '20s',
    });
    const { logBatches } = it.run.trace.facts;
    expect([...logBatches.leaderEpoch.subarray(0, logBatches.length)]).toEqual([0, 1]);
    expect(it.rows('leaderStarted', ({ a }) => a === 1)[0].b).toBe(1);
  });

  test('K-REP-30, K-REP-38, K-REP-61: a deposed leader takes acks=1 writes, and truncates them by epoch when it learns', () => {
    const others = ['broker-2', 'broker-3', 'controller-1'];
    const actions = [{ do: 'isolate', target: 'broker-1', from: others, at: 2000, for: '20s' }];
    const producers = {
      p: scripted(
        [
          [1000, 'both'],
          [5000, 'alone'],
          [14_000, 'late'],
        ],
        { ...now, acks: '1' },
      ),
      q: scripted([[15_000, 'new']], now),
    };
    const it = run({ producers, actions, duration: '40s' });
    expect(it.result().producers.p.acked).toBe(3);
    const [cut] = it.rows('truncate');
    expect(cut).toMatchObject({ actor: 'broker-1', a: 1, c: 0 });
    expect(it.values().slice(0, 2)).toEqual(['both', 'new']);
    expect(it.result().partitions['orders-0'].replicas['1'].logEndOffset).toBe(it.values().length);
  });

  test('K-REP-30: records above the high watermark survive if the new leader has them', () => {
    const links = [{ between: ['broker-1', 'broker-3'], delay: '800ms' }];
    const actions = [{ do: 'kill', target: 'broker-1', at: 1500, for: '2s' }];
    const producers = { p: scripted([[1000, 'a']], { ...now, acks: '1' }) };
    const it = run({ producers, actions, network: { delay: '1ms', jitter: 0, links }, duration: '30s' });
    expect(it.result().partitions['orders-0']).toMatchObject({ leader: 2, highWatermark: 1 });
    expect(it.rows('truncate')).toEqual([]);
    expect(it.values()).toEqual(['a']);
  });

  test('K-REP-31: a follower behind the log start of its leader begins anew there', () => {
    const config = { 'retention.bytes': 0 };
    const brokers = brokersWith({ 'log.retention.check.interval.ms': 1000, 'log.initial.task.delay.ms': 500 });
    const actions = [{ do: 'kill', target: 'broker-3', at: 1500, for: '15s' }];
    const producers = { p: scripted(series(10, 1000, 100), { ...now, acks: '1' }) };
    const it = run({ producers, topics: topic(config), brokers, actions, duration: '40s' });
    const { replicas, logEndOffset, logStartOffset } = it.result().partitions['orders-0'];
    expect([logStartOffset, logEndOffset, replicas['3'].logEndOffset]).toEqual([10, 10, 10]);
  });
});
