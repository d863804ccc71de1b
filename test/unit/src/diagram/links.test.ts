import { describe, expect, test } from 'vitest';
import { ClusterView } from '../../../../simulations/history';
import { chipMoves } from '../../../../src/diagram/chip-moves';
import { layoutTopology } from '../../../../src/diagram/layout-topology';
import type { Layout } from '../../../../src/diagram/layout-types';
import { crossedLinks, linkPairs } from '../../../../src/diagram/links';
import { otherBrokers, partitionChoices, replicasAfter } from '../../../../src/diagram/partition-choices';
import { readTopology } from '../../../../src/diagram/topology';
import { unansweredHues } from '../../../../src/diagram/unanswered';
import { clusterTrace, type ClusterTraceOptions } from '../../../synthetic/cluster-trace';

const captions = { producerNotes: {}, groupNotes: {}, producerTopics: {}, combinedControllers: false };

function drawn(
  options: ClusterTraceOptions = {},
  racks: readonly string[] = [],
): { view: ClusterView; layout: Layout } {
  const run = clusterTrace({ durationMicros: 4_000_000, ...options });
  const view = new ClusterView(run.names, run.trace);
  view.advanceTo(4_000_000);
  return { view, layout: layoutTopology(readTopology(view, { ...captions, racks }), { width: 1064, height: 526 }) };
}

describe('links', () => {
  const { layout, view } = drawn({ partitions: 6 });
  const pairs = linkPairs(layout);

  test('are one for each client and broker, however many partitions lie behind it', () => {
    const producers = pairs.filter(({ kind }) => kind === 'produce');
    expect(producers).toHaveLength(6);
    for (const { curves } of producers) expect(curves).toHaveLength(2);
    for (const { x } of producers) {
      expect(x).toBeGreaterThan(layout.producers[0]!.x + layout.producers[0]!.width);
      expect(x).toBeLessThan(layout.brokers[0]!.x);
    }
  });

  test('a stroke down the gap crosses all links of the producers and none of the readers', () => {
    const x = layout.brokers[0]!.x - 20;
    const crossed = crossedLinks(pairs, [
      [x, 0],
      [x, layout.height],
    ]);
    expect(crossed.map(({ kind }) => kind)).toEqual(Array.from({ length: 6 }, () => 'produce'));
  });

  test('a stroke beside them, and one along them, crosses none', () => {
    expect(
      crossedLinks(pairs, [
        [5, 0],
        [5, layout.height],
      ]),
    ).toEqual([]);
    expect(crossedLinks(pairs, [[300, 0]])).toEqual([]);
    expect(view.names.actors[pairs[0]!.client]).toBe('checkout');
  });
});

describe('racks', () => {
  test('brokers of one rack stand together in a bracket', () => {
    const { layout } = drawn({ brokers: 4, partitions: 4 }, ['a', 'b', 'a', 'b']);
    expect(layout.brokers.map(({ shape }) => shape.rack)).toEqual(['a', 'a', 'b', 'b']);
    expect(layout.brokers.map(({ shape }) => shape.name)).toEqual(['broker 1', 'broker 3', 'broker 2', 'broker 4']);
    expect(layout.racks.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(layout.racks[0]!.y + layout.racks[0]!.height).toBeLessThan(layout.racks[1]!.y);
  });

  test('a rack of one broker needs none', () => {
    expect(drawn({}, ['a', 'b', 'c']).layout.racks).toEqual([]);
    expect(drawn().layout.racks).toEqual([]);
  });
});

describe('a replica', () => {
  const { view } = drawn({ brokers: 5, partitions: 5, replicationFactor: 3 });

  test('can go to the brokers that have none of its partition, and keeps its place in the list', () => {
    expect(otherBrokers(view, 0)).toEqual([3, 4]);
    expect(replicasAfter(view, 0, 1, 4)).toEqual([1, 5, 3]);
  });

  test('has moves only where the actions know how', () => {
    const log = { kind: 'log', partition: 0, broker: 1 } as const;
    expect(partitionChoices({ view, onReassign: undefined }, log, () => {}).moves).toEqual([]);
    const asked: unknown[] = [];
    const choices = partitionChoices({ view, onReassign: (...it) => asked.push(it) }, log, () => {});
    expect(choices.moves.map(({ to }) => to)).toEqual(['broker 4', 'broker 5']);
    choices.moves[0]!.onMove();
    expect(asked).toEqual([['orders-0', [1, 4, 3]]]);
  });
});

describe('chips', () => {
  test('move when another member has them, and only then', () => {
    const { layout } = drawn();
    expect(chipMoves(layout, layout)).toEqual([]);
    const after = structuredClone(layout);
    const [from, to] = after.groups[0]!.members;
    const chip = from!.chips.shift()!;
    to!.chips.push({ ...chip, x: to!.x + 20, y: to!.y + 30 });
    const [move, ...others] = chipMoves(layout, after);
    expect(others).toEqual([]);
    expect(move).toEqual({ key: chip.key, dx: chip.x - to!.x - 20, dy: chip.y - to!.y - 30 });
  });
});

test('what a producer has in flight is what it has sent and nobody has answered', () => {
  const { view } = drawn({ batchRate: 8 });
  view.names.actors.forEach((_, actor) => {
    if (view.names.actorKinds[actor] !== 'producer') return;
    expect(unansweredHues(view, actor, 100)).toHaveLength(view.columns.inFlight[actor]!);
    expect(unansweredHues(view, actor, 1).length).toBeLessThanOrEqual(1);
  });
});
