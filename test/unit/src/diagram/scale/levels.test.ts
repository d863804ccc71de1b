import { describe, expect, test } from 'vitest';
import { barLevel } from '../../../../../src/diagram/scale/broker-bars';
import {
  cellsCapacity,
  clampBrush,
  detailRows,
  panBrush,
  powerAtLeast,
  zoomBrush,
} from '../../../../../src/diagram/scale/detail-level';
import { partitionsPerRow } from '../../../../../src/diagram/scale/heat-stage';

describe('what a partition is drawn as follows the room it has', () => {
  test('records while a row has 44 px, bars while it has 14 px, then shades', () => {
    expect(detailRows(10, 500)).toMatchObject({ level: 'cells', each: 1, rows: 10, pitch: 50 });
    expect(detailRows(20, 500)).toMatchObject({ level: 'bars', each: 1, rows: 20, pitch: 25 });
    expect(detailRows(60, 500)).toMatchObject({ level: 'shades', each: 2, rows: 30 });
    expect(detailRows(1000, 500)).toMatchObject({ level: 'shades', each: 32, rows: 32 });
  });

  test('no row leaves the list, whatever its size', () => {
    for (const height of [60, 200, 431, 900]) {
      for (const count of [1, 2, 7, 12, 40, 333, 1000]) {
        const { rows, pitch, each } = detailRows(count, height);
        expect(rows * pitch).toBeLessThanOrEqual(height + 0.01);
        expect(rows * each).toBeGreaterThanOrEqual(count);
      }
    }
  });

  test('as many partitions as stand as records', () => {
    for (const height of [60, 431, 900]) {
      expect(detailRows(cellsCapacity(height), height).level).toBe('cells');
      expect(detailRows(cellsCapacity(height) + 1, height).level).not.toBe('cells');
    }
  });
});

describe('a broker', () => {
  test('has a bar for each replica while a bar has 2.5 px, else a shade for several', () => {
    expect(barLevel(100, 400)).toEqual({ kind: 'bars', each: 1, pitch: 4 });
    expect(barLevel(10, 400)).toEqual({ kind: 'bars', each: 1, pitch: 8 });
    expect(barLevel(1000, 400)).toEqual({ kind: 'shades', each: 7, pitch: 400 / 143 });
  });
});

describe('the frame of what is looked at', () => {
  test('halves and doubles around its middle', () => {
    expect(zoomBrush({ from: 100, count: 64 }, 1000, 1)).toEqual({ from: 116, count: 32 });
    expect(zoomBrush({ from: 100, count: 64 }, 1000, -1)).toEqual({ from: 68, count: 128 });
    expect(zoomBrush({ from: 5, count: 1 }, 1000, 1)).toEqual({ from: 5, count: 1 });
  });

  test('never leaves the partitions', () => {
    expect(zoomBrush({ from: 0, count: 600 }, 1000, -1)).toEqual({ from: 0, count: 1000 });
    expect(panBrush({ from: 990, count: 8 }, 1000, 40)).toEqual({ from: 992, count: 8 });
    expect(panBrush({ from: 3, count: 8 }, 1000, -40)).toEqual({ from: 0, count: 8 });
    expect(clampBrush({ from: 3, count: 80 }, 12)).toEqual({ from: 0, count: 12 });
  });
});

test('a row of the picture of the run is high enough to be seen', () => {
  expect(partitionsPerRow(1000, 447)).toBe(8);
  expect(partitionsPerRow(60, 447)).toBe(1);
  expect([1, 2, 3, 5].map(powerAtLeast)).toEqual([1, 2, 4, 8]);
});
