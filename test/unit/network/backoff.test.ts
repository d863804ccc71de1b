import { expect, test } from 'vitest';
import { backoffMs } from '../../../simulations/network';

const LOWEST = 0;
const HIGHEST = 2 ** 32 - 1;

test.each([
  [0, 80, 119],
  [1, 160, 239],
  [2, 320, 479],
  [3, 640, 959],
  [4, 800, 1000],
  [30, 800, 1000],
])('K-CLI-2: attempt %s with the defaults waits %s to %s ms', (attempt, lowest, highest) => {
  expect(backoffMs(100, 1000, attempt, LOWEST)).toBe(lowest);
  expect(backoffMs(100, 1000, attempt, HIGHEST)).toBe(highest);
});

test('K-CLI-2: a base at or above the maximum is a constant wait without jitter', () => {
  expect([backoffMs(1000, 1000, 0, LOWEST), backoffMs(1000, 1000, 5, HIGHEST)]).toEqual([1000, 1000]);
  expect(backoffMs(2000, 500, 3, HIGHEST)).toBe(500);
});

test('K-CLI-2: no base, no wait', () => {
  expect(backoffMs(0, 1000, 7, HIGHEST)).toBe(0);
});
