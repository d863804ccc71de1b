import { line, curveMonotoneY } from 'd3';
import { describe, expect, test } from 'vitest';
import * as definitions from '../../../../simulations/kafka/machines';
import { chartOf, isWithin } from '../../../../src/panels/machine/chart';
import { levelOf } from '../../../../src/panels/machine/chart-graph';
import { layOutChart } from '../../../../src/panels/machine/chart-layout';
import type { PlacedState } from '../../../../src/panels/machine/chart-layout';
import {
  crossingsOf,
  layersOf,
  orderLayers,
  spacedApart,
  withoutCycles,
} from '../../../../src/panels/machine/layering';

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function isAround(outer: PlacedState, inner: PlacedState): boolean {
  return outer.kind === 'around' && isWithin(inner.id, outer.id);
}

describe('the chart of a definition', () => {
  const rooms = { 'with all the room': undefined, 'in the place of the diagram': { width: 1018, height: 516 } };
  const cases = Object.entries(definitions).flatMap(([machine, definition]) =>
    Object.entries(rooms).map(([words, room]) => ({ name: `${machine} ${words}`, definition, room })),
  );
  for (const { name, definition, room } of cases) {
    const chart = chartOf(definition);
    const layout = layOutChart(chart, room);

    test(`shows every state and every transition that leads somewhere: ${name}`, () => {
      const shown = layout.states.filter(({ kind }) => kind !== 'any').map(({ id }) => id);
      expect(shown.toSorted()).toEqual(chart.states.map(({ id }) => id).toSorted());
      const labelled = layout.edges.flatMap(({ labels }) => labels.flatMap(({ transitions }) => transitions));
      // One that leads from a state, or from all of them, to where it is already has no line.
      const leading = chart.transitions.filter(({ source, target }) => {
        if (target === undefined || source === target) return false;
        return !(source !== '' && isWithin(target, source) && !labelled.some((it) => it.source === source));
      });
      for (const transition of leading) expect(labelled).toContain(transition);
    });

    test(`overlaps nothing: ${name}`, () => {
      const labels = layout.edges.flatMap((edge) =>
        edge.labels.map(({ x, y, width }) => ({ x, y: y - 10, width, height: 12 })),
      );
      layout.states.forEach((state, index) => {
        for (const other of layout.states.slice(index + 1)) {
          if (!isAround(state, other) && !isAround(other, state)) expect(overlap(state, other)).toBe(false);
        }
        if (state.kind === 'around') return;
        for (const label of labels) expect(overlap(state, label)).toBe(false);
      });
      labels.forEach((label, index) => {
        for (const other of labels.slice(index + 1)) expect(overlap(label, other)).toBe(false);
      });
    });

    test(`no line runs through a box or a text: ${name}`, () => {
      const path = line().curve(curveMonotoneY);
      for (const { points, source, target, labels } of layout.edges) {
        expect(path(points)).toMatch(/^M/);
        for (let at = 1; at < points.length; at += 1) {
          const [[x1, y1], [x2, y2]] = [points[at - 1], points[at]];
          if (x1 !== x2) continue;
          const segment = { x: x1 - 0.5, width: 1, y: Math.min(y1, y2) + 0.5, height: Math.abs(y2 - y1) - 1 };
          for (const state of layout.states) {
            const isOwn = [source, target].some((id) => isWithin(state.id, id) || isWithin(id, state.id));
            if (state.kind !== 'around' && !isOwn) expect(overlap(state, segment)).toBe(false);
          }
          for (const label of labels) {
            expect(overlap({ ...label, y: label.y - 10, height: 12 }, segment)).toBe(false);
          }
        }
      }
    });

    test(`is the same each time: ${name}`, () => expect(layOutChart(chartOf(definition), room)).toEqual(layout));
  }

  test('tells what leaves from all states, and from deeper than the boxes', () => {
    const level = levelOf(chartOf(definitions.partitionRegistration), '');
    const found = level.edges.find(({ source, target }) => source === 'Leaderless' && target === 'Led')!;
    expect(found.labels.map(({ text }) => text)).toEqual(['BrokersChanged', 'BrokersChanged → Recovering']);
    expect(levelOf(chartOf(definitions.broker), '').edges.some(({ source }) => source === '*')).toBe(true);
  });
});

describe('layers', () => {
  test('a cycle is opened where it closes, and every arc goes down', () => {
    const arcs = [
      { from: 0, to: 1 },
      { from: 1, to: 2 },
      { from: 2, to: 0 },
    ];
    const straight = withoutCycles(3, arcs);
    expect(straight.map(({ isTurned }) => isTurned)).toEqual([false, false, true]);
    expect([
      ...layersOf(
        3,
        straight.map(({ arc }) => arc),
      ),
    ]).toEqual([0, 1, 2]);
  });

  test('an order with fewer crossings is found', () => {
    const arcs = [
      { from: 0, to: 3 },
      { from: 1, to: 2 },
    ];
    const layers = [
      [0, 1],
      [2, 3],
    ];
    expect(crossingsOf(layers, arcs)).toBe(1);
    expect(crossingsOf(orderLayers(layers, arcs), arcs)).toBe(0);
  });

  test('places keep order and distance, and move as little as can be', () => {
    expect(spacedApart([0, 0, 10], [4, 2])).toEqual([-2, 2, 10]);
    expect(spacedApart([5, 1], [2])).toEqual([2, 4]);
  });
});
