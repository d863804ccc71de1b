import { describe, expect, test } from 'vitest';
import { edgePan } from '../../../../src/timeline/edge-pan';

describe('edge pan', () => {
  test('away from the edges nothing moves', () => {
    for (const x of [28, 300, 500, 972]) expect(edgePan(x, 1000)).toBe(0);
  });

  test('to the left it goes back, to the right it goes on, equally fast', () => {
    for (const depth of [1, 14, 28, 100]) {
      expect(edgePan(28 - depth, 1000)).toBeLessThan(0);
      expect(edgePan(972 + depth, 1000)).toBeCloseTo(-edgePan(28 - depth, 1000), 12);
    }
  });

  test('deeper is faster, up to a zone beyond the edge', () => {
    const speeds = [973, 990, 1000, 1020, 1028].map((x) => edgePan(x, 1000));
    expect(speeds).toEqual(speeds.toSorted((a, b) => a - b));
    expect(new Set(speeds).size).toBe(speeds.length);
    expect(edgePan(5000, 1000)).toBe(edgePan(1028, 1000));
  });

  test('a narrow window keeps a middle where nothing moves', () => {
    expect(edgePan(20, 40)).toBe(0);
    expect(edgePan(39, 40)).toBeGreaterThan(0);
  });
});
