import { expect, test } from 'vitest';
import { Arena } from '../../../simulations/kernel';
import { Links } from '../../../simulations/network';

const links = (delayMicros = 1000, jitterMicros = 0): Links =>
  new Links(new Arena(), 7, 3, { delayMicros, jitterMicros });

test('a link has its own delay, both ways, and leaves the others alone', () => {
  const it = links();
  it.set(0, 1, { delayMicros: 9000 });
  expect([it.delay(0, 1, 0, 0), it.delay(1, 0, 0, 0), it.delay(0, 2, 0, 0)]).toEqual([9000, 9000, 1000]);
});

test('jitter is uniform between nothing and all of it', () => {
  const it = links(1000, 500);
  const delays = Array.from({ length: 4000 }, (_, ordinal) => it.delay(0, 1, 3, ordinal));
  expect([Math.min(...delays), Math.max(...delays)]).toEqual([1000, 1500]);
  const mean = delays.reduce((sum, delay) => sum + delay, 0) / delays.length;
  expect(Math.abs(mean - 1250)).toBeLessThan(15);
});

test('K-SIM-4: a delay depends on its stream and place alone', () => {
  const it = links(0, 10_000);
  const again = links(0, 10_000);
  again.delay(0, 1, 5, 0);
  expect(again.delay(0, 1, 4, 8)).toBe(it.delay(0, 1, 4, 8));
  expect(it.delay(0, 1, 4, 9)).not.toBe(it.delay(0, 1, 4, 8));
});

test('a slowdown adds or multiplies in one direction, and its opposite takes it back', () => {
  const it = links(1000);
  it.slow(0, 1, 0, 4);
  it.slow(0, 1, 40_000, 1);
  expect([it.delay(0, 1, 0, 0), it.delay(1, 0, 0, 0)]).toEqual([44_000, 1000]);
  it.slow(0, 1, 0, 1 / 4);
  it.slow(0, 1, -40_000, 1);
  expect(it.delay(0, 1, 0, 0)).toBe(1000);
});

test('no message takes no time', () => {
  expect(links(0).delay(0, 1, 0, 0)).toBe(1);
});

test('mending what is not cut does nothing', () => {
  const it = links();
  it.mend(0, 1);
  it.cut(0, 1);
  expect([it.isCut(0, 1), it.isCut(1, 0)]).toEqual([true, false]);
});
