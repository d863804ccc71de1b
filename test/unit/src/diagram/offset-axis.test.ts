import { describe, expect, test } from 'vitest';
import { ClusterView } from '../../../../simulations/history';
import { layoutTopology } from '../../../../src/diagram/layout-topology';
import {
  axisOf,
  axisTicks,
  axisX,
  fitAxis,
  foldedRange,
  hasCells,
  hiddenWords,
  offsetAt,
} from '../../../../src/diagram/offset-axis';
import { readTopology } from '../../../../src/diagram/topology';
import { clusterTrace, type ClusterTraceOptions } from '../../../synthetic/cluster-trace';

const captions = { producerNotes: {}, groupNotes: {}, producerTopics: {}, combinedControllers: false };

function standing(options: ClusterTraceOptions, atMicros: number) {
  const run = clusterTrace({ durationMicros: atMicros, ...options });
  const view = new ClusterView(run.names, run.trace);
  view.advanceTo(atMicros);
  const layout = layoutTopology(readTopology(view, captions), { width: 1064, height: 526 });
  const ends = run.names.partitions.map((_, partition) => {
    return Math.max(
      ...run.names.partitionReplicas[partition]!.map(
        (it) => view.columns.logEndOffset[view.columns.replicaAt(partition, it)]!,
      ),
    );
  });
  return { view, layout, axis: fitAxis(view, layout), newest: Math.max(...ends), lowest: Math.min(...ends) };
}

describe('the shared axis', () => {
  test('begins at 0 with the widest cells while everything fits', () => {
    const { axis } = standing({}, 5_000_000);
    expect([axis.from, axis.pitch]).toEqual([0, 15.5]);
  });

  test('shrinks its cells to 7 px before it hides anything', () => {
    const { axis, newest } = standing({ keys: ['a'], partitions: 1 }, 11_000_000);
    expect(newest).toBeGreaterThan(40);
    expect(axis.from).toBe(0);
    expect(axis.pitch).toBeLessThan(15.5);
    expect(hasCells(axis)).toBe(true);
  });

  test('then shows a window that ends at the newest offset, and says what is hidden', () => {
    const { axis, newest } = standing({ keys: ['a'], partitions: 1, batchRate: 8 }, 20_000_000);
    expect(axis.from).toBeGreaterThan(0);
    expect(axis.to).toBeGreaterThanOrEqual(newest);
    expect(axis.to - newest).toBeLessThan(20);
    expect(hasCells(axis)).toBe(true);
    expect(hiddenWords(axis)).toBe('');
  });

  test('gives each partition a window of its own where their ends lie too far apart, and keeps cells', () => {
    const { axis, view, newest, lowest } = standing({ keys: ['a', 'b', 'c', 'd'], batchRate: 20 }, 20_000_000);
    expect(newest - lowest).toBeGreaterThan(100);
    expect(hasCells(axis)).toBe(true);
    for (const partition of [0, 1, 2]) {
      const own = axisOf(axis, partition);
      const end = view.columns.logEndOffset[view.columns.replicaAt(partition, view.columns.leader[partition]!)]!;
      expect(own.from).toBeLessThanOrEqual(end);
      expect(own.to).toBeGreaterThanOrEqual(end);
      expect(own.to - own.from).toBe(axis.to - axis.from);
    }
  });

  test('folds what lies before the window into one block that says which offsets', () => {
    const { axis } = standing({ keys: ['a'], partitions: 1, batchRate: 8 }, 20_000_000);
    expect(axis.fold).toBeGreaterThan(40);
    expect(foldedRange(axis, 0, 1000)).toEqual([0, axis.from]);
    expect(foldedRange(axis, 0, 3)).toEqual([0, 3]);
    expect(foldedRange(axis, axis.from, 1000)).toBeNull();
  });

  test('numbers whole offsets, far enough apart to read', () => {
    for (const rate of [1, 5, 30]) {
      const { axis } = standing({ batchRate: rate }, 15_000_000);
      const ticks = axisTicks(axis);
      expect(ticks.length).toBeGreaterThan(1);
      for (const { label } of ticks) expect(label).toMatch(/^\d+$/);
      ticks.slice(1).forEach(({ x }, index) => expect(x - ticks[index]!.x).toBeGreaterThan(40));
    }
  });

  test('a place and its offset are the inverse of each other, zoomed or not', () => {
    const { view, layout } = standing({}, 9_000_000);
    for (const zoom of [
      { scale: 1, shiftPx: 0 },
      { scale: 2, shiftPx: -60 },
      { scale: 0.3, shiftPx: 0 },
    ]) {
      const axis = fitAxis(view, layout, zoom);
      for (const offset of [0, 3, 17]) expect(offsetAt(axis, axisX(axis, offset) + axis.pitch / 2)).toBe(offset);
    }
  });
});
