import { describe, expect, test } from 'vitest';
import { ElectionFlag } from '../../../../simulations/kernel';
import { ClusterRun, scripted, series, type Part } from '../cluster-run';

const now = { 'linger.ms': 0 };
const brokers = { count: 6 };
const topics = { orders: { partitions: 1, assignment: [[2, 1, 3]], config: { 'min.insync.replicas': 2 } } };
const reassign = (at: number, replicas: number[]): Part => ({ do: 'reassign', target: 'orders-0', replicas, at });
const orders = (it: ClusterRun) => it.result().partitions['orders-0']!;

describe('reassignments', () => {
  test('K-REA-2, K-REA-3, K-REA-5: three new replicas: the union first, then the target, its first leads; nothing is lost', () => {
    const producers = { p: scripted(series(100, 500, 20), now) };
    const it = new ClusterRun({ brokers, topics, producers, actions: [reassign(1000, [4, 5, 6])] }).until(1000);
    expect(orders(it)).toMatchObject({
      leader: 2,
      leaderEpoch: 0,
      addingReplicas: [4, 5, 6],
      removingReplicas: [1, 2, 3],
    });
    expect(Object.keys(orders(it).replicas)).toEqual(['1', '2', '3', '4', '5', '6']);
    it.until();
    expect(orders(it)).toMatchObject({
      leader: 4,
      leaderEpoch: 1,
      isr: [4, 5, 6],
      logEndOffset: 100,
      highWatermark: 100,
    });
    expect(orders(it)).not.toHaveProperty('addingReplicas');
    expect(Object.keys(orders(it).replicas)).toEqual(['4', '5', '6']);
    expect(it.result().producers.p).toMatchObject({ acked: 100, failed: 0 });
    expect(it.values()).toEqual(Array.from({ length: 100 }, (_, i) => String(i)));
    // The brokers that are left out delete their copies once they hear of it.
    const deleted = it.rows('truncate', (row) => row.a === 0 && row.c === 5).map((row) => row.actor);
    expect(deleted.toSorted()).toEqual(['broker-1', 'broker-2', 'broker-3']);
  });

  test('K-REA-3: a dead target, and a kept replica out of sync, keep it in progress', () => {
    const actions = [{ do: 'kill', target: 'broker-4', at: 100 }, reassign(12_000, [2, 1, 4])];
    const it = new ClusterRun({ brokers, topics, actions, duration: '60s' }).until();
    expect(orders(it)).toMatchObject({
      leader: 2,
      leaderEpoch: 0,
      isr: [1, 2, 3],
      addingReplicas: [4],
      removingReplicas: [3],
    });
    const kept = [{ do: 'kill', target: 'broker-1', at: 100 }, reassign(12_000, [2, 1, 4])];
    const blocked = new ClusterRun({ brokers, topics, actions: kept, duration: '60s' }).until();
    expect(orders(blocked)).toMatchObject({ isr: [2, 3, 4], addingReplicas: [4], removingReplicas: [3] });
  });

  test('K-REA-3, K-REA-11: a new order takes effect in one step and moves no leader; the election does', () => {
    const actions = [reassign(1000, [3, 2, 1]), { do: 'electPreferred', target: 'orders-0', at: 3000 }];
    const it = new ClusterRun({ brokers, topics, actions }).until(2900);
    expect(orders(it)).toMatchObject({ leader: 2, leaderEpoch: 0 });
    expect(orders(it)).not.toHaveProperty('addingReplicas');
    it.until();
    expect(orders(it)).toMatchObject({ leader: 3, leaderEpoch: 1, isr: [1, 2, 3] });
    expect(it.rows('leaderElected', (row) => row.flags === ElectionFlag.preferred && row.a === 2)).toHaveLength(1);
  });

  test('K-REA-4: a leader that stays gets a new epoch if a replica went, and keeps its epoch if one was only added', () => {
    const smaller = new ClusterRun({ brokers, topics, actions: [reassign(1000, [2, 1])] }).until();
    expect(orders(smaller)).toMatchObject({ leader: 2, leaderEpoch: 1, isr: [1, 2] });
    const larger = new ClusterRun({ brokers, topics, actions: [reassign(1000, [2, 1, 3, 5])] }).until();
    expect(orders(larger)).toMatchObject({ leader: 2, leaderEpoch: 0, isr: [1, 2, 3, 5] });
  });

  test('K-REA-6: another target is compared with the union', () => {
    const actions = [
      { do: 'kill', target: 'broker-4', at: 100 },
      reassign(12_000, [2, 1, 4]),
      reassign(20_000, [2, 1, 5]),
    ];
    const it = new ClusterRun({ brokers, topics, actions, duration: '40s' }).until();
    expect(orders(it)).toMatchObject({ leader: 2, leaderEpoch: 1, isr: [1, 2, 5] });
    expect(Object.keys(orders(it).replicas)).toEqual(['1', '2', '5']);
  });

  test('K-REA-7: a cancel takes back what was added; the old order does not come back', () => {
    const actions = [
      { do: 'kill', target: 'broker-4', at: 100 },
      reassign(12_000, [4, 5, 6]),
      { do: 'reassign', target: 'orders-0', cancel: 'adding', at: 16_000 },
      { do: 'electPreferred', target: 'orders', at: 18_000 },
    ];
    const it = new ClusterRun({ brokers, topics, actions, duration: '30s' }).until(17_900);
    expect(orders(it)).toMatchObject({ leader: 2, leaderEpoch: 1, isr: [1, 2, 3] });
    expect(Object.keys(orders(it).replicas)).toEqual(['1', '2', '3']);
    expect(orders(it.until())).toMatchObject({ leader: 1, leaderEpoch: 2 });
  });

  test('K-REA-7: with nothing in progress there is nothing to cancel', () => {
    const it = new ClusterRun({
      topics,
      actions: [{ do: 'reassign', target: 'orders-0', cancel: 'adding', at: 1000 }],
    });
    expect(it.until().rows('actionSkipped')).toHaveLength(1);
  });

  test('K-REA-8 (b): with replication factor 1 and a minimum of 2 the union counts, so writes wait for the new replica', () => {
    const one = { orders: { partitions: 1, assignment: [[1]], config: { 'min.insync.replicas': 2 } } };
    const producers = { p: scripted(series(50, 500, 100), now) };
    const actions = [{ do: 'kill', target: 'broker-5', at: 100 }, reassign(1450, [1, 5])];
    const it = new ClusterRun({ brokers, topics: one, producers, actions, duration: '20s' }).until();
    expect(it.result().producers.p!.acked).toBe(10);
    const alive = new ClusterRun({
      brokers,
      topics: one,
      producers,
      actions: actions.slice(1),
      duration: '20s',
    }).until();
    expect(alive.result().producers.p!.acked).toBe(50);
    expect(orders(alive)).toMatchObject({ leader: 1, isr: [1, 5] });
  });

  test('K-REA-1: a fenced broker is accepted, and the reassignment waits for it', () => {
    const actions = [
      { do: 'kill', target: 'broker-4', at: 100 },
      reassign(12_000, [2, 1, 4]),
      { do: 'restart', target: 'broker-4', at: 20_000 },
    ];
    const it = new ClusterRun({ brokers, topics, actions, duration: '40s' }).until();
    expect(orders(it)).toMatchObject({ leader: 2, isr: [1, 2, 4] });
  });
});
