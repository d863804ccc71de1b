import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseMoment } from '../../../../simulations/scenario/events/event-time';

test('ISO dates are the moments that a calendar has for them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9_000_000_000_000 }), (epochMs) => {
      expect(parseMoment(new Date(epochMs).toISOString())).toEqual({ ok: true, epochMs });
    }),
  );
});

test.each([
  ['2023-11-14T22:13:20Z', 1_700_000_000_000],
  ['2023-11-14T22:13:20', 1_700_000_000_000],
  ['2023-11-14T23:13:20+01:00', 1_700_000_000_000],
  ['2023-11-14T16:43:20.123456-0530', 1_700_000_000_123],
  ['2023-11-14', 1_699_920_000_000],
  [' 1700000000000 ', 1_700_000_000_000],
  [12.7, 12],
])('%s', (written, epochMs) => {
  expect(parseMoment(written)).toEqual({ ok: true, epochMs });
});

test.each(['', 'now', '2023-13-01', '2023-02-29', '2023-01-01T25:00', '14/11/2023', -5, null, {}, '1960-01-01'])(
  '%j is no moment',
  (written) => {
    expect(parseMoment(written)).toMatchObject({ ok: false });
  },
);
