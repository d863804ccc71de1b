import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DURATION_MS_MAX, formatDuration, parseDuration } from '../../../simulations/scenario';

test.each([
  [250, 250],
  [0.5, 0.5],
  ['250ms', 250],
  ['5s', 5000],
  ['2m', 120_000],
  ['1.5h', 5_400_000],
  ['8d', 691_200_000],
  ['10us', 0.01],
  ['12.4s', 12_400],
  [' 3s ', 3000],
  ['0.3ms', 0.3],
])('a duration of %s is %s ms', (written, ms) => {
  expect(parseDuration(written)).toEqual({ ok: true, ms });
});

test.each([
  ['-2s', 'expected a duration of 0 or more, got "-2s"'],
  [-1, 'expected a duration of 0 or more, got -1'],
  ['250', 'expected a duration such as 250, "250ms" or "5s", got "250"'],
  ['1m30s', 'expected a duration such as 250, "250ms" or "5s", got "1m30s"'],
  ['5 parsecs', 'expected a duration such as 250, "250ms" or "5s", got "5 parsecs"'],
  [Number.NaN, 'expected a duration such as 250, "250ms" or "5s", got NaN'],
  [null, 'expected a duration such as 250, "250ms" or "5s", got null'],
  ['9999d', 'expected a duration of at most 366d, got "9999d"'],
])('a duration of %s is refused', (written, message) => {
  expect(parseDuration(written)).toMatchObject({ ok: false, message });
});

test.each([
  [0, '0ms'],
  [30_000, '30s'],
  [12_400, '12.4s'],
  [12_401, '12.401s'],
  [1500.5, '1500.5ms'],
  [120_000, '2m'],
  [86_400_000, '1d'],
  [0.01, '10us'],
])('%s ms is written %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test('what is written is read back exactly, to the microsecond', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: DURATION_MS_MAX * 1000 }), (micros) => {
      const ms = micros / 1000;
      expect(parseDuration(formatDuration(ms))).toEqual({ ok: true, ms });
    }),
  );
});
