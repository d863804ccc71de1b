import { expect, test } from 'vitest';
import { exactExp, exactLog, normalQuantile } from '../../../simulations/kernel';

test.each([-700, -20.5, -1, -1e-9, 0, 1e-9, 0.5, 1, 2.302585, 10, 88.8, 700])('exactExp(%s) is Math.exp', (x) => {
  expect(Math.abs(exactExp(x) / Math.exp(x) - 1)).toBeLessThan(1e-12);
});

test.each([1e-300, 1e-9, 0.5, 0.75, 1, 1.5, 2, Math.E, 10, 12345.678, 1e300])('exactLog(%s) is Math.log', (x) => {
  expect(Math.abs(exactLog(x) - Math.log(x))).toBeLessThan(1e-12 * Math.max(1, Math.abs(Math.log(x))));
});

test.each([
  [0.5, 0],
  [0.84134474606854, 1],
  [0.97724986805182, 2],
  [0.99, 2.3263478740408],
  [0.999, 3.0902323061678],
  [0.01, -2.3263478740408],
  [1e-6, -4.7534243088229],
])('normalQuantile(%s) is %s', (share, quantile) => {
  expect(normalQuantile(share)).toBeCloseTo(quantile, 7);
});

test('the quantile rises everywhere, over its seams too', () => {
  let last = -Infinity;
  for (let share = 0.0005; share < 1; share += 0.0005) {
    const quantile = normalQuantile(share);
    expect(quantile).toBeGreaterThan(last);
    last = quantile;
  }
});
