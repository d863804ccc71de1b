import { describe, expect, test } from 'vitest';
import { ClusterView } from '../../../../../simulations/history';
import { BarReader, BarTone, fullLength, partitionsByBroker } from '../../../../../src/diagram/scale/broker-bars';
import { brokerLines, clusterCounts } from '../../../../../src/diagram/scale/broker-rows';
import { isLarge } from '../../../../../src/diagram/scale/is-large';
import { historyColumns, LagHistory, lagOfRow } from '../../../../../src/diagram/scale/lag-history';
import { rackOrder } from '../../../../../src/diagram/rack-order';
import { orderPartitions } from '../../../../../src/diagram/scale/partition-order';
import { clusterTrace } from '../../../../synthetic/cluster-trace';

const racks = Array.from({ length: 12 }, (_, broker) => 'abc'[broker % 3]!);
const large = clusterTrace({
  brokers: 12,
  partitions: 96,
  replicationFactor: 3,
  keys: Array.from({ length: 96 }, (_, key) => `k${key}`),
  groups: { settle: 3 },
  batchRate: 100,
  durationMicros: 6_000_000,
  kill: { broker: 4, atMicros: 2_000_000, detectMicros: 1_000_000 },
});

function viewAt(atMicros: number): ClusterView {
  const view = new ClusterView(large.names, large.trace);
  view.advanceTo(atMicros);
  return view;
}

describe('which form a cluster is drawn in', () => {
  test.each([
    [3, 3, Infinity, false],
    [5, 12, Infinity, false],
    [9, 12, 3, false],
    [3, 60, 3, true],
    [30, 30, 3, true],
    [12, 96, 3, true],
  ])('%i brokers with %i partitions', (brokers, partitions, replicationFactor, expected) => {
    const { names } = clusterTrace({ brokers, partitions, replicationFactor, durationMicros: 1 });
    expect(isLarge(names)).toBe(expected);
  });
});

describe('brokers as rows', () => {
  test('those of a rack stand together, with room between the racks', () => {
    const lines = brokerLines(viewAt(1_000_000), racks, 400);
    expect(lines.map(({ rack }) => rack).join('')).toBe('aaaabbbbcccc');
    expect(lines.filter(({ beginsRack }) => beginsRack)).toHaveLength(3);
    lines.slice(1).forEach((line, index) => {
      const before = lines[index]!;
      expect(line.y - before.y - before.height).toBe(line.beginsRack ? 7 : 0);
    });
    expect(rackOrder(3, [])).toEqual([0, 1, 2]);
  });

  test('say who is down, what each leads, and what is under-replicated', () => {
    const before = viewAt(1_000_000);
    expect(clusterCounts(before)).toEqual({ brokers: 12, up: 12, partitions: 96, underReplicated: 0, offline: 0 });
    const after = viewAt(4_000_000);
    expect(clusterCounts(after)).toEqual({ brokers: 12, up: 11, partitions: 96, underReplicated: 24, offline: 0 });
    const killed = brokerLines(after, racks, 400).find(({ name }) => name === 'broker-5')!;
    expect(killed).toMatchObject({ state: 'down', leaders: 0 });
    expect(brokerLines(after, racks, 400).reduce((sum, { leaders }) => sum + leaders, 0)).toBe(96);
  });
});

describe('replicas as bars', () => {
  test('what a broker leads stands first, the longest logs first, and each partition once', () => {
    const view = viewAt(6_000_000);
    const lists = partitionsByBroker(view);
    const reader = new BarReader(64);
    reader.read(view, 0, lists[0]!, fullLength(view));
    expect(reader.count).toBe(24);
    const end = (index: number): number =>
      view.columns.logEndOffset[view.columns.replicaAt(reader.partitions[index]!, 0)]!;
    for (let i = 0; i < reader.count; i++) {
      const leads = view.columns.leader[reader.partitions[i]!] === 0;
      expect(leads).toBe(i < reader.leaders);
      if (i > 0 && i !== reader.leaders) expect(end(i)).toBeLessThanOrEqual(end(i - 1));
    }
    expect(new Set(reader.partitions.subarray(0, reader.count)).size).toBe(24);
  });

  test('a replica that fell out of the in-sync set has a tone of its own', () => {
    const view = viewAt(6_000_000);
    const reader = new BarReader(64);
    reader.read(view, 4, partitionsByBroker(view)[4]!, fullLength(view));
    expect(reader.leaders).toBe(0);
    for (let i = 0; i < reader.count; i++) expect(reader.bars[i]! & 3).toBe(BarTone.behind);
  });
});

describe('the order of partitions', () => {
  test('by leader it follows racks and preferred leaders, and stays when leaders move', () => {
    const before = orderPartitions(viewAt(1_000_000), 'leader', 0, racks);
    expect(orderPartitions(viewAt(6_000_000), 'leader', 0, racks)).toEqual(before);
    expect([...before].sort((a, b) => a - b)).toEqual(Array.from({ length: 96 }, (_, partition) => partition));
    expect(racks[large.names.partitionReplicas[before[0]!]![0]!]).toBe('a');
    expect(racks[large.names.partitionReplicas[before.at(-1)!]![0]!]).toBe('c');
  });

  test('by lag the largest stands first', () => {
    const view = viewAt(4_000_000);
    const order = orderPartitions(view, 'lag', 0, racks);
    const lags = [...order].map((partition) => view.lag(0, partition));
    expect(lags).toEqual([...lags].sort((a, b) => b - a));
  });
});

describe('the lag over the whole run', () => {
  test('is the same in one go and in slices', () => {
    const whole = new LagHistory(large.names, large.trace, 5_000_000);
    whole.advance(Infinity, () => 0);
    expect(whole.isComplete).toBe(true);
    const sliced = new LagHistory(large.names, large.trace, 5_000_000);
    let tick = 0;
    while (!sliced.isComplete) sliced.advance(1, () => tick++);
    for (const column of [0, 20, historyColumns - 1]) {
      const view = viewAt(whole.momentOf(column));
      for (const partition of [0, 13, 95]) {
        expect(whole.lagAt(0, column, partition)).toBe(view.lag(0, partition));
        expect(sliced.lagAt(0, column, partition)).toBe(view.lag(0, partition));
      }
    }
  });

  test('waits where the trace has not come that far', () => {
    const history = new LagHistory(large.names, large.trace, 60_000_000);
    expect(history.advance(Infinity, () => 0)).toBe(true);
    expect(history.isComplete).toBe(false);
    expect(history.advance(Infinity, () => 0)).toBe(false);
  });

  test('a row of several partitions shows the largest', () => {
    const history = new LagHistory(large.names, large.trace, 5_000_000);
    history.advance(Infinity, () => 0);
    const order = Int32Array.of(3, 4, 5);
    const each = [3, 4, 5].map((partition) => history.lagAt(0, 40, partition));
    expect(lagOfRow(history, 0, 40, order, 0, 4)).toBe(Math.max(...each));
  });
});
