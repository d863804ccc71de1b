import { expect, test } from 'vitest';
import { Arena, growFloat64, growInt32 } from '../../../simulations/kernel';

test('columns start with their fill and do not overlap', () => {
  const arena = new Arena();
  const bytes = arena.uint8(3, 7);
  const integers = arena.int32(5, -1);
  const doubles = arena.float64(2, 0.5);
  bytes.fill(1);
  doubles.fill(9);
  expect([...integers]).toEqual([-1, -1, -1, -1, -1]);
  integers.fill(4);
  expect([...bytes, ...doubles]).toEqual([1, 1, 1, 9, 9]);
});

test('a column larger than a page, and many small ones, all come back', () => {
  const arena = new Arena();
  const large = arena.float64(20_000, 3);
  const small = Array.from({ length: 5_000 }, (_, i) => arena.int32(7, i));
  const image = arena.snapshot();
  large.fill(0);
  for (const column of small) column.fill(-5);
  arena.restore(image);
  expect(large.every((value) => value === 3)).toBe(true);
  expect(small.every((column, i) => column.every((value) => value === i))).toBe(true);
});

test('a column that grew after the snapshot has its old values again, and its fill behind them', () => {
  const arena = new Arena();
  const integers = arena.growableInt32(2, 5);
  const doubles = arena.growableFloat64(2);
  const image = arena.snapshot();
  growInt32(integers, 100);
  growFloat64(doubles, 3);
  expect([integers.array[1], integers.array[99], doubles.array[2]]).toEqual([5, 5, 0]);
  integers.array.fill(1);
  doubles.array.fill(1);
  arena.restore(image);
  expect(new Set(integers.array)).toEqual(new Set([5]));
  expect(new Set(doubles.array)).toEqual(new Set([0]));
});

test('a column that was smaller than the snapshot grows back with it', () => {
  const [larger, smaller] = [new Arena(), new Arena()];
  const grown = larger.growableInt32(2, -1);
  growInt32(grown, 9);
  grown.array[8] = 4;
  const column = smaller.growableInt32(2, -1);
  smaller.restore(larger.snapshot());
  expect(column.array[8]).toBe(4);
});

test('growing doubles at least, and keeps a column that is large enough', () => {
  const arena = new Arena();
  const column = arena.growableInt32(8);
  const { array } = column;
  growInt32(column, 8);
  expect(column.array).toBe(array);
  growInt32(column, 9);
  expect(column.array).toHaveLength(16);
});

test('a cell has the value of its snapshot again, and an image serves more than once', () => {
  const arena = new Arena();
  const cell = arena.cell<readonly string[]>(['a']);
  const numbers = arena.int32(1, 1);
  const image = arena.snapshot();
  for (const value of ['b', 'c']) {
    cell.value = [...cell.value, value];
    numbers[0] = 2;
    arena.restore(image);
    expect([cell.value, numbers[0]]).toEqual([['a'], 1]);
  }
  expect(image.sizeBytes).toBeGreaterThan(0);
});
