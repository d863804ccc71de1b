import { describe, expect, test } from 'vitest';
import { actions, createRun, runUntil } from '../../../../simulations';
import { ClusterView } from '../../../../simulations/history';
import { normalise } from '../../../../simulations/scenario';
import { captionsOf } from '../../../../src/diagram/captions';
import type { DiagramTarget } from '../../../../src/diagram/diagram-types';
import { targetAt } from '../../../../src/diagram/hit-test';
import { hueOf, letterOf, noHue } from '../../../../src/diagram/key-glyphs';
import { layoutTopology } from '../../../../src/diagram/layout-topology';
import { neighbourhoodOf } from '../../../../src/diagram/neighbourhood';
import { brokerLabel, recordWords } from '../../../../src/diagram/node-words';
import { fitAxis } from '../../../../src/diagram/offset-axis';
import { hasReplica, readTopology } from '../../../../src/diagram/topology';
import { list, ranges } from '../../../../src/diagram/words';
import { clusterTrace } from '../../../synthetic/cluster-trace';

const captions = { producerNotes: {}, groupNotes: {}, producerTopics: {}, combinedControllers: false };
const run = clusterTrace({
  kill: { broker: 1, atMicros: 8_000_000, detectMicros: 1_010_000, restartAtMicros: 11_000_000 },
});

function at(micros: number) {
  const view = new ClusterView(run.names, run.trace);
  view.advanceTo(micros);
  const topology = readTopology(view, captions);
  return { view, topology, layout: layoutTopology(topology, { width: 1064, height: 526 }) };
}

describe('a broker in words', () => {
  test.each([
    [7, 'broker 2, leads orders-1, in-sync replicas 2 1 3'],
    [8.5, 'broker 2, killed at 8.000 s, still leads orders-1, in-sync replicas 2 1 3'],
    [9.5, 'broker 2, killed at 8.000 s, fenced at 9.010 s, leads nothing'],
    [12, 'broker 2, leads nothing'],
  ])('at %d s: %s', (seconds, words) => {
    expect(brokerLabel(at(seconds * 1e6).topology.brokers[1]!)).toBe(words);
  });
});

describe('logs', () => {
  test('a dead leader keeps its place in words until the election, then it was one', () => {
    const kinds = (micros: number) => at(micros).topology.brokers.map(({ logs }) => logs[1]!.kind);
    expect(kinds(7_000_000)).toEqual(['follower', 'leader', 'follower']);
    expect(kinds(8_500_000)).toEqual(['follower', 'leader', 'follower']);
    expect(kinds(9_500_000)).toEqual(['follower', 'was', 'leader']);
    expect(kinds(12_000_000)).toEqual(['follower', 'follower', 'leader']);
  });
});

describe('pointing', () => {
  test('finds the record, the log, the node and nothing', () => {
    const { view, layout } = at(7_000_000);
    const axis = fitAxis(view, layout);
    const log = layout.logs.find(({ shape }) => shape.kind === 'leader')!;
    const found = (x: number, y: number) => targetAt(view, layout, axis, x, y);
    const record: DiagramTarget = { kind: 'record', partition: 0, broker: 0, offset: 2 };
    expect(found(axis.x + 2.5 * axis.pitch, log.cellY + 5)).toEqual(record);
    expect(found(log.x + 20, log.cellY + 5)).toEqual({ kind: 'log', partition: 0, broker: 0 });
    expect(found(log.x + 20, layout.brokers[0]!.y + 5)).toEqual({ kind: 'broker', actor: 0 });
    const producer = layout.producers[1]!;
    expect(found(producer.x + 5, producer.y + 5)).toEqual({ kind: 'producer', actor: producer.shape.actor });
    const member = layout.groups[0]!.members[1]!;
    expect(found(member.x + 5, member.y + 5)).toEqual({ kind: 'member', actor: member.shape.actor });
    expect(found(layout.groups[1]!.x + 5, layout.groups[1]!.y + 5)).toEqual({ kind: 'group', group: 1 });
    expect(found(2, 2)).toBeNull();
  });
});

describe('the causal neighbourhood', () => {
  test('of a record: its replicas, its one producer, its readers', () => {
    const { view, topology } = at(7_000_000);
    const lit = neighbourhoodOf(view, topology, { kind: 'record', partition: 0, broker: 0, offset: 1 });
    expect([0, 1, 2].map((broker) => lit.hasLog(0, broker))).toEqual([true, true, true]);
    expect(lit.hasLog(1, 0)).toBe(false);
    expect(lit.producers.size).toBe(1);
    expect(lit.hasRecord(0, 1)).toBe(true);
    expect(lit.hasRecord(0, 2)).toBe(false);
    expect([...lit.groups].toSorted((left, right) => left - right)).toEqual([0, 1, 2]);
  });

  test('of a member: the leaders of what it reads', () => {
    const { view, topology } = at(7_000_000);
    const member = topology.groups[0]!.members[1]!;
    const lit = neighbourhoodOf(view, topology, { kind: 'member', actor: member.actor });
    expect(member.held).toEqual([2]);
    expect([lit.hasLog(2, 2), lit.hasLog(2, 0), lit.hasLog(0, 0)]).toEqual([true, false, false]);
  });

  test('of a broker: its logs, and all replicas of what it leads', () => {
    const { view, topology } = at(7_000_000);
    const lit = neighbourhoodOf(view, topology, { kind: 'broker', actor: 2 });
    expect([lit.hasLog(0, 2), lit.hasLog(2, 0), lit.hasLog(0, 0)]).toEqual([true, true, false]);
  });

  test('a record is said in words', () => {
    const { view } = at(7_000_000);
    expect(recordWords(view, { kind: 'record', partition: 0, broker: 0, offset: 0 })).toMatch(
      /^orders-0 offset 0, key [adg], sent by (checkout|mobile) at \d\.\d{3} s, on broker 1, broker 2 and broker 3$/,
    );
  });
});

test('captions come from the effective settings', () => {
  const scenario = {
    producers: { checkout: { topic: 'orders', config: {} } },
    groups: { invoice: { kind: 'consumer', config: {} }, reader: { kind: 'assign', config: {} } },
    controllers: { count: 1, combined: true },
    brokers: { count: 3, racks: ['a', 'b', 'c'] },
  };
  const settings = {
    'producers.checkout': { acks: '-1' },
    'groups.invoice': {
      'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor',
    },
  };
  expect(captionsOf(scenario as never, settings)).toEqual({
    producerNotes: { checkout: 'acks=all' },
    producerTopics: { checkout: ['orders'] },
    groupNotes: { invoice: 'cooperative', reader: 'assigned by hand' },
    racks: ['a', 'b', 'c'],
    combinedControllers: true,
  });
});

test('keys: a to h have their own hue, others go round, none has none', () => {
  const keys = ['c', 'key-0', 'key-1', ...Array.from({ length: 10 }, (_, i) => `k${i}`)];
  expect([hueOf(keys, 0), hueOf(keys, 1), hueOf(keys, 9), hueOf(keys, -1)]).toEqual([2, 1, 1, noHue]);
  expect([letterOf(keys, 0), letterOf(keys, 1), letterOf(keys, -1)]).toEqual(['c', 'b', '']);
});

test('lists and ranges', () => {
  expect([list([]), list(['a']), list(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']);
  expect([ranges([]), ranges([3]), ranges([0, 1, 2, 3, 8]), ranges([1, 2, 5])]).toEqual(['', '3', '0–3, 8', '1, 2, 5']);
});

test('a replica that a reassignment took away is gone from its broker (K-REA-5)', () => {
  const read = normalise(
    {
      version: 1,
      duration: '12s',
      brokers: { count: 3 },
      topics: { orders: { partitions: 1, replicationFactor: 2, assignment: [[1, 2]] } },
      producers: { app: { topic: 'orders', workload: { rate: 20 } } },
      actions: [{ at: '4s', do: 'reassign', target: 'orders-0', replicas: [1, 3] }],
    },
    { actions },
  );
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  const run = createRun(read.scenario);
  runUntil(run, 12_000_000);
  const view = new ClusterView(run.names, run.trace);
  const holders = (atMicros: number): string[] => {
    view.advanceTo(atMicros);
    return [0, 1, 2].filter((broker) => hasReplica(view, 0, broker)).map((broker) => view.names.actors[broker]!);
  };
  expect(holders(3_900_000)).toEqual(['broker-1', 'broker-2']);
  expect(holders(11_900_000)).toEqual(['broker-1', 'broker-3']);
  expect(holders(3_900_000)).toEqual(['broker-1', 'broker-2']);
});
