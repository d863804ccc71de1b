import { expect, test } from 'vitest';
import { durationMillis } from '../../../simulations/config';

test('K-CON-30b: durations are what java.time.Duration takes', () => {
  const minute = 60_000;
  expect(durationMillis('PT5M')).toBe(5 * minute);
  expect(durationMillis('p1dt2h')).toBe(26 * 60 * minute);
  expect(durationMillis('P-1DT25H')).toBe(60 * minute);
  expect(durationMillis('+PT5S')).toBe(5000);
  expect(durationMillis('PT5.S')).toBe(5000);
  expect(durationMillis('PT5,25S')).toBe(5250);
  expect(durationMillis('PT-0.5S')).toBe(-500);
  expect(durationMillis('-PT-5M')).toBe(5 * minute);
});

test('K-CON-30b: weeks, months, bare letters and endless numbers are refused', () => {
  const wrong = [
    '',
    'P',
    'PT',
    'P1DT',
    'P1W',
    'P1M',
    '5m',
    'PT.5S',
    'PT1.5H',
    'P1D2H',
    ' PT5M',
    `PT${'9'.repeat(20)}S`,
  ];
  for (const text of wrong) expect([text, durationMillis(text)]).toEqual([text, null]);
});
