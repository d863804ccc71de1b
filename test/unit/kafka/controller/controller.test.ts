import { describe, expect, test } from 'vitest';
import { ErrorCode } from '../../../../simulations/kernel';
import { ClusterRun, scripted, series, type Part } from '../cluster-run';

const run = (parts: Part, until?: number): ClusterRun => new ClusterRun(parts).until(until);
const now = { 'linger.ms': 0 };
const mask = (...brokers: number[]): number => brokers.reduce((set, broker) => set | (1 << (broker - 1)), 0);
const kill = (target: string, at: number, more: Part = {}): Part => ({ do: 'kill', target, at, ...more });
const orders = (it: ClusterRun) => it.result().partitions['orders-0'];
const brokersWith = (config: Part, more: Part = {}): Part => ({ count: 3, config, ...more });
const withoutElr = { features: { 'eligible.leader.replicas.version': 0 } };

describe('registration', () => {
  test('K-CTL-2: a broker that is back at once is refused until the session of the life before is over', () => {
    const brokers = brokersWith({}, { restartTime: '1s' });
    const it = run({ brokers, actions: [kill('broker-2', 3000, { for: '500ms' })], duration: '25s' });
    const [back] = it.rows('brokerRegistered', ({ at }) => at > 0);
    const [started] = it.rows('actorStarted');
    expect(started.at).toBe(4500);
    // The last heartbeat before the kill came at 2 s; tries come every two seconds.
    expect(back.at).toBeGreaterThan(11_000);
    expect(back.at).toBeLessThan(13_100);
  });

  test('K-CTL-2: a registered broker starts fenced and is unfenced once it has caught up with its registration', () => {
    const brokers = brokersWith({}, { restartTime: '1s' });
    const it = run({ brokers, actions: [kill('broker-2', 3000, { for: '15s' })], duration: '30s' });
    const [back] = it.rows('brokerRegistered', ({ at }) => at > 0);
    const [free] = it.rows('brokerUnfenced', ({ at }) => at > 0);
    expect(free.at).toBeGreaterThan(back.at);
    expect(free.at).toBeLessThan(back.at + 2100);
  });

  test('K-CTL-2: a broker that cannot register for initial.broker.registration.timeout.ms gives up', () => {
    const brokers = brokersWith({ 'initial.broker.registration.timeout.ms': 6000 }, { restartTime: '1s' });
    const actions = [kill('controller-1', 1000), kill('broker-2', 2000, { for: '1s' })];
    const it = run({ brokers, actions, duration: '30s' });
    const ends = it.rows('actorCrashed', ({ actor }) => actor === 'broker-2');
    expect(ends).toHaveLength(2);
    expect(ends[1].at).toBeGreaterThanOrEqual(10_000);
    expect(ends[1].at).toBeLessThanOrEqual(12_000);
  });
});

describe('fencing', () => {
  test('K-CTL-3: a broker is fenced 9 to 10.1 s after its last heartbeat, which is at most 2 s before its end', () => {
    for (const at of [2100, 2900, 3700, 4500]) {
      const it = run({ actions: [kill('broker-2', at)], duration: '20s' });
      const after = it.rows('brokerFenced')[0].at - at;
      expect(after).toBeGreaterThan(7000);
      expect(after).toBeLessThanOrEqual(10_130);
    }
  });

  test('K-CTL-3: heartbeats come every broker.heartbeat.interval.ms, also after a restart', () => {
    const it = new ClusterRun({ actions: [kill('broker-2', 3000, { for: '5s' })], duration: '60s' }, 'full').until();
    const { messages, facts } = it.run.trace;
    const times: number[] = [];
    for (let row = 0; row < messages.length; row++) {
      const { words, timeMicros } = messages.chunks[row >> 14];
      const base = (row & 16_383) * 8;
      const isHeartbeat = (words[base] & 0xff) === 1 && words[base + 2] === 15 && words[base + 7] === 0;
      const sender = facts.incarnations.actor[(words[base] >>> 8) & 0xffff];
      if (isHeartbeat && sender === 1 && timeMicros[row & 16_383] > 20e6) times.push(timeMicros[row & 16_383] / 1000);
    }
    expect(times.length).toBeGreaterThan(15);
    expect(times.slice(1).every((at, i) => at - times[i] === 2000)).toBe(true);
  });

  test('K-CTL-3, K-REP-34: brokers killed in one moment are fenced one after the other: the ELR keeps one of them', () => {
    const it = run({ actions: [kill('broker-2', 3000), kill('broker-3', 3000)], duration: '20s' });
    const fenced = it.rows('brokerFenced').map(({ subject }) => subject + 1);
    expect(fenced).toHaveLength(2);
    expect(orders(it)).toMatchObject({ leader: 1, isr: [1], elr: [fenced[1]] });
  });

  test('K-CTL-1, K-CTL-6: a change is known to brokers only once it is committed and fetched', () => {
    const it = run({ actions: [kill('broker-1', 3000)], duration: '20s' });
    const [elected] = it.rows('leaderElected', ({ b }) => b === 1);
    const [started] = it.rows('leaderStarted', ({ a }) => a === 1);
    expect(started.at - elected.at).toBeGreaterThanOrEqual(25);
    expect(started.at - elected.at).toBeLessThanOrEqual(30);
  });
});

describe('elections', () => {
  test('K-REP-32: the first active member of the in-sync set in the order of the replica list', () => {
    const topics = { orders: { partitions: 1, assignment: [[2, 3, 1]], config: { 'min.insync.replicas': 1 } } };
    const it = run({ topics, actions: [kill('broker-3', 1000), kill('broker-2', 5000)], duration: '30s' });
    expect(orders(it)).toMatchObject({ leader: 1, isr: [1] });
  });

  test('K-REP-32, K-REP-34: with an empty in-sync set a member of the ELR is elected, and stands alone in the set', () => {
    const topics = { orders: { partitions: 1, assignment: [[1, 2]], config: { 'min.insync.replicas': 2 } } };
    const actions = [
      kill('broker-2', 1000),
      { do: 'stop', target: 'broker-1', at: 15_000 },
      { do: 'restart', target: 'broker-1', at: 30_000 },
    ];
    const it = run({ topics, actions, duration: '60s' });
    const [elected] = it.rows('leaderElected', ({ flags }) => (flags & 8) !== 0);
    expect(elected).toMatchObject({ a: 0, c: mask(1) });
    expect(orders(it)).toMatchObject({ leader: 1, isr: [1] });
  });

  test('K-REP-34: the ELR is empty while the in-sync set is large enough, and with the feature off', () => {
    const parts = { actions: [kill('broker-3', 1000)], duration: '20s' };
    expect(orders(run(parts)).elr).toEqual([]);
    const both = [kill('broker-3', 1000), kill('broker-2', 6000)];
    expect(orders(run({ actions: both, duration: '25s' })).elr).toEqual([2]);
    expect(orders(run({ actions: both, duration: '25s', brokers: brokersWith({}, withoutElr) })).elr).toEqual([]);
  });

  test('K-REP-35: without ELR members the last known leader is elected when it is back, as in an unclean election', () => {
    const topics = { orders: { partitions: 1, assignment: [[1]] } };
    const it = run({ topics, actions: [kill('broker-1', 2000, { for: '15s' })], duration: '40s' });
    const [lost] = it.rows('leaderNone');
    expect(lost.a).toBe(0);
    const [elected] = it.rows('leaderElected', ({ at }) => at > 0);
    expect(elected).toMatchObject({ a: 0, flags: 17 });
  });

  test('K-REP-35a: without ELR the last member of the set is never removed, and leads again cleanly, even without its data', () => {
    const topics = { orders: { partitions: 1, assignment: [[1, 2]], config: { 'min.insync.replicas': 1 } } };
    const actions = [
      kill('broker-2', 500),
      { do: 'powerOff', target: 'broker-1', at: 20_000, for: '15s' },
      { do: 'restart', target: 'broker-2', at: 50_000 },
    ];
    const it = run({
      topics,
      actions,
      brokers: brokersWith({}, withoutElr),
      producers: { p: scripted(series(3, 15_000, 100), now) },
      duration: '80s',
    });
    expect(it.rows('leaderNone')[0].c).toBe(mask(1));
    expect(it.rows('leaderElected', ({ at }) => at > 30_000)[0]).toMatchObject({ a: 0, flags: 0 });
    expect(it.values()).toEqual([]);
  });

  test('K-CTL-2a, K-REP-63: with ELR an unclean return leaves set and ELR first, and another member leads', () => {
    const topics = { orders: { partitions: 1, assignment: [[1, 2]], config: { 'min.insync.replicas': 2 } } };
    const actions = [
      // It loses its session, not its process: what it has stays, and it comes back as the one it was.
      { do: 'isolate', target: 'broker-2', at: 5000, for: '28s' },
      { do: 'powerOff', target: 'broker-1', at: 20_000, for: '15s' },
    ];
    const it = run({ topics, actions, producers: { p: scripted(series(3, 1000, 100), now) }, duration: '80s' });
    expect(it.result().producers.p.acked).toBe(3);
    expect(it.values()).toEqual(['0', '1', '2']);
  });

  test('K-REP-33: an unclean election takes the first active replica, and the others truncate to it', () => {
    const config = { 'min.insync.replicas': 1, 'unclean.leader.election.enable': true };
    const topics = { orders: { partitions: 1, assignment: [[1, 2]], config } };
    const actions = [kill('broker-2', 500, { for: '25s' }), kill('broker-1', 20_000, { for: '20s' })];
    const producers = { p: scripted([...series(3, 15_000, 100), [35_000, 'new']], now) };
    const it = run({ topics, actions, producers, duration: '80s' });
    const [elected] = it.rows('leaderElected', ({ flags }) => (flags & 1) !== 0);
    expect(elected).toMatchObject({ a: 1, c: mask(2) });
    expect(it.rows('truncate')[0]).toMatchObject({ actor: 'broker-1', a: 0, b: 3 });
    expect(it.values()).toEqual(['new']);
  });

  test('K-REP-33, K-REP-37: without permission nobody leads, and the batches of producers wait', () => {
    const topics = { orders: { partitions: 1, assignment: [[1, 2]], config: { 'min.insync.replicas': 1 } } };
    const actions = [kill('broker-2', 500, { for: '25s' }), kill('broker-1', 20_000)];
    const producers = { p: scripted([...series(3, 15_000, 100), [35_000, 'new']], now) };
    const it = run({ topics, actions, producers, duration: '60s' });
    expect(orders(it)).toMatchObject({ leader: null, lastKnownLeader: 1 });
    expect(it.result().producers.p).toMatchObject({ acked: 3, failed: 0 });
  });

  test('K-REP-33: switched on later it acts with the next periodic check', () => {
    const topics = { orders: { partitions: 1, assignment: [[1, 2]], config: { 'min.insync.replicas': 1 } } };
    const actions = [
      kill('broker-2', 500, { for: '25s' }),
      kill('broker-1', 20_000),
      { do: 'config', target: 'topic:orders', set: { 'unclean.leader.election.enable': true }, at: 45_000 },
    ];
    const brokers = brokersWith({ 'unclean.leader.election.interval.ms': 50_000 });
    const it = run({ topics, actions, brokers, producers: { p: scripted([[15_000, 'a']], now) }, duration: '60s' });
    expect(it.rows('leaderElected', ({ at }) => at > 0)[0]).toMatchObject({ at: 50_000, a: 1 });
  });

  test('K-REP-36: leadership goes back to the preferred replica with the periodic check', () => {
    const brokers = brokersWith({ 'leader.imbalance.check.interval.seconds': 30 });
    const actions = [kill('broker-1', 1000, { for: '12s' })];
    const it = run({ brokers, actions, duration: '40s' });
    const elections = it.rows('leaderElected', ({ at }) => at > 0);
    expect(elections.map(({ a, flags }) => [a, flags])).toEqual([
      [1, 0],
      [0, 2],
    ]);
    expect(elections[1].at).toBe(30_000);
    const never = brokersWith({ 'leader.imbalance.check.interval.seconds': 30, 'auto.leader.rebalance.enable': false });
    expect(orders(run({ brokers: never, actions, duration: '40s' })).leader).toBe(2);
  });

  test('K-REP-37: a broker that becomes active again leads only what nobody leads', () => {
    const actions = [kill('broker-1', 1000, { for: '12s' })];
    expect(orders(run({ actions, duration: '40s' }))).toMatchObject({ leader: 2, leaderEpoch: 1, isr: [1, 2, 3] });
  });

  test('K-REP-24: a change asked for by a leader that was deposed is refused', () => {
    const others = ['broker-2', 'broker-3'];
    const brokers = brokersWith({ 'replica.lag.time.max.ms': 4000 });
    const actions = [
      // Its heartbeats are lost, its requests to change the in-sync set are not yet sent.
      { do: 'isolate', target: 'broker-1', from: ['controller-1', ...others], direction: 'both', at: 1000, for: '14s' },
    ];
    const producers = { p: scripted(series(150, 900, 100), { ...now, acks: '1' }) };
    const it = run({ brokers, actions, producers, duration: '40s' });
    expect(orders(it)).toMatchObject({ leader: 2, isr: [1, 2, 3] });
    // Before it has learnt who leads now, it asks to have the two out whom it did not hear for so long.
    expect(it.rows('alterRefused').map(({ b }) => b)).toEqual([ErrorCode.FENCED_LEADER_EPOCH]);
  });
});

describe('the quorum', () => {
  const three = { controllers: { count: 3 } };

  test('K-CTL-4, K-CTL-7: another controller takes over and changes no leader; sessions begin anew', () => {
    const actions = [kill('controller-1', 3000), kill('broker-1', 3000)];
    const it = run({ ...three, actions, duration: '30s' });
    const [fenced] = it.rows('brokerFenced');
    // Two to three seconds without a controller, then a whole session.
    expect(fenced.at).toBeGreaterThan(3000 + 2000 + 9000);
    expect(fenced.actor).not.toBe('controller-1');
    expect(orders(it)).toMatchObject({ leader: 2, leaderEpoch: 1 });
  });

  test('K-CTL-7: without a majority nothing changes; the data plane goes on', () => {
    const actions = [kill('controller-1', 3000), kill('controller-2', 3000), kill('broker-3', 4000)];
    const producers = { p: scripted([[6000, 'a']], { ...now, acks: '1' }) };
    const it = run({ ...three, actions, producers, duration: '40s' });
    expect(it.rows('brokerFenced')).toEqual([]);
    expect(it.result().producers.p.acked).toBe(1);
  });

  test('K-CTL-7: a majority that is back goes on', () => {
    const actions = [kill('controller-1', 3000), kill('controller-2', 3000, { for: '10s' }), kill('broker-3', 4000)];
    const it = run({ ...three, actions, duration: '60s' });
    expect(it.rows('brokerFenced').map(({ subject }) => subject)).toEqual([2]);
  });

  test('K-CTL-4: the only controller that comes back commits and fences as before', () => {
    const actions = [kill('controller-1', 3000, { for: '5s' }), kill('broker-1', 10_000)];
    const it = run({ actions, duration: '40s' });
    expect(orders(it)).toMatchObject({ leader: 2, isr: [2, 3] });
  });

  test('K-REP-43: a controller that stood still goes on; the cluster waited', () => {
    const actions = [{ do: 'pause', target: 'controller-1', at: 3000, for: '20s' }, kill('broker-1', 5000)];
    const it = run({ actions, duration: '60s' });
    const [fenced] = it.rows('brokerFenced');
    expect(fenced.at).toBeGreaterThan(23_000);
    expect(orders(it)).toMatchObject({ leader: 2 });
  });

  test('K-CTL-1: brokers that are controllers too: the end of one takes over both roles', () => {
    const actions = [kill('broker-1', 3000, { for: '20s' })];
    const it = run({
      controllers: { count: 3, combined: true },
      actions,
      producers: { p: scripted(series(40, 1000, 1000), now) },
      duration: '60s',
    });
    expect(orders(it)).toMatchObject({ leader: 2, isr: [1, 2, 3] });
    expect(it.values()).toHaveLength(40);
  });

  test('K-CTL-1: one combined controller: nothing moves until it is back, then everything goes on', () => {
    const actions = [kill('broker-1', 3000, { for: '10s' })];
    const it = run({ controllers: { count: 1, combined: true }, actions, duration: '60s' });
    expect(orders(it).isr).toEqual([1, 2, 3]);
    expect(orders(it).leader).not.toBeNull();
  });
});
