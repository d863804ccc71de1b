import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { snapped } from '../../../../src/timeline/snapping';
import { stacked } from '../../../../src/timeline/stacking';
import type { Stackable } from '../../../../src/timeline/stacking';
import { TimeScale } from '../../../../src/timeline/time-scale';

const chip = (key: string, left: number, width: number, least = 0): Stackable => ({ key, left, width, least });

describe('chips in rows', () => {
  test('what has room stands in the first row, what has not in the next', () => {
    const rows = stacked([chip('a', 0, 100), chip('b', 50, 100), chip('c', 110, 50), chip('d', 160, 40)], 3);
    expect(rows.map(({ key, row }) => [key, row])).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 0],
      ['d', 1],
    ]);
  });

  test('where the rows are full a label gives way, but not what lasts', () => {
    const [a, b] = stacked([chip('a', 0, 100), chip('b', 60, 100)], 1);
    expect([a.width, b.row]).toEqual([57, 0]);
    const [long] = stacked([chip('long', 0, 100, 100), chip('b', 60, 100)], 1);
    expect(long.width).toBe(100);
    expect(long.folded).toEqual(['b']);
  });

  test('however many there are, none covers another and none is forgotten', () => {
    const chips = fc.array(
      fc.record({
        left: fc.integer({ min: 0, max: 800 }),
        width: fc.integer({ min: 10, max: 300 }),
        lasts: fc.boolean(),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(chips, fc.integer({ min: 1, max: 3 }), (list, rowsMax) => {
        const all = list
          .toSorted((a, b) => a.left - b.left)
          .map(({ left, width, lasts }, index) => chip(String(index), left, width, lasts ? width : 0));
        const placed = stacked(all, rowsMax);
        expect(placed.flatMap(({ key, folded }) => [key, ...folded]).toSorted()).toEqual(
          all.map(({ key }) => key).toSorted(),
        );
        for (let row = 0; row < rowsMax; row += 1) {
          const inRow = placed.filter((it) => it.row === row);
          for (let i = 1; i < inRow.length; i += 1) {
            expect(inRow[i].left).toBeGreaterThanOrEqual(inRow[i - 1].left + inRow[i - 1].width);
          }
        }
      }),
    );
  });
});

describe('snapping', () => {
  const scale = new TimeScale(1000, { fromMicros: 0, toMicros: 10e6 }, 10e6);
  const points = [
    { micros: 4_000_123, name: 'Mark 1' },
    { micros: 4_040_000, name: 'the moment on screen' },
  ];

  test('a chip holds on to the nearest moment within reach', () => {
    expect(snapped(4_010_000, points, scale, false)).toEqual({ micros: 4_000_123, name: 'Mark 1' });
    expect(snapped(4_030_000, points, scale, false)).toEqual({ micros: 4_040_000, name: 'the moment on screen' });
  });

  test('further away, or with the key held, it keeps to what a pixel can tell apart', () => {
    expect(snapped(4_214_321, points, scale, false)).toEqual({ micros: 4_210_000 });
    expect(snapped(4_001_000, points, scale, true)).toEqual({ micros: 4_000_000 });
    expect(snapped(-5, [], scale, false)).toEqual({ micros: 0 });
  });
});
