import { expect, test } from 'vitest';
import { draw, fraction, Purpose, scale } from '../../../simulations/kernel';

test('what a seed produces is part of the format: golden draws', () => {
  const drawn = [
    draw(1, Purpose.linkDelay, 0, 0),
    draw(1, Purpose.linkDelay, 0, 1),
    draw(1, Purpose.linkDelay, 1, 0),
    draw(7, Purpose.workloadKey, 2, 1000),
    draw(0xffffffff, Purpose.partitioner, 65535, 0x7fffffff),
  ];
  expect(drawn).toEqual(GOLDEN);
});

const GOLDEN = [2067972320, 3873563214, 362107027, 3332829905, 1124376578];

test('K-SIM-4: seed, purpose, entity and ordinal each change a draw, and nothing else does', () => {
  const base = draw(1, 2, 3, 4);
  expect(draw(1, 2, 3, 4)).toBe(base);
  expect(new Set([base, draw(2, 2, 3, 4), draw(1, 3, 3, 4), draw(1, 2, 4, 4), draw(1, 2, 3, 5)]).size).toBe(5);
  // Swapped coordinates are other coordinates.
  expect(new Set([draw(1, 2, 3, 4), draw(1, 3, 2, 4), draw(1, 2, 4, 3), draw(1, 4, 3, 2)]).size).toBe(4);
});

test('draws are uniform over 32 bits, near enough for 40,000 of them in 16 buckets', () => {
  const counts = new Array<number>(16).fill(0);
  for (let ordinal = 0; ordinal < 40_000; ordinal++) counts[scale(draw(5, Purpose.rarity, 1, ordinal), 16)]++;
  const expected = 40_000 / 16;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // 99.9 % of uniform samples lie below 37.7 with 15 degrees of freedom.
  expect(chiSquare).toBeLessThan(37.7);
});

test('neighbouring entities are not alike: their draws are uncorrelated', () => {
  let sum = 0;
  const count = 20_000;
  for (let ordinal = 0; ordinal < count; ordinal++) {
    sum += (fraction(draw(3, 1, 10, ordinal)) - 0.5) * (fraction(draw(3, 1, 11, ordinal)) - 0.5);
  }
  expect(Math.abs((sum / count) * 12)).toBeLessThan(0.03);
});

test('scaling stays inside its range at both ends', () => {
  expect([scale(0, 10), scale(0xffffffff, 10), scale(0xffffffff, 2 ** 32)]).toEqual([0, 9, 0xffffffff]);
  expect(fraction(0xffffffff)).toBeLessThan(1);
});
