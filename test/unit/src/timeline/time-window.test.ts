import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { axisTicks, exactMoment, spanText } from '../../../../src/timeline/axis-ticks';
import { TimeScale } from '../../../../src/timeline/time-scale';
import { following, framing, isWhole, panned, wholeRun, zoomed } from '../../../../src/timeline/time-window';

const END = 30_000_000;

function labels(fromMicros: number, toMicros: number, width = 1308): string[] {
  return axisTicks(new TimeScale(width, { fromMicros, toMicros }, END)).flatMap(({ label }) => label ?? []);
}

describe('the window of time', () => {
  test('zooming keeps the moment under the pointer where it is', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.array(fc.double({ min: 0.2, max: 1, noNaN: true }), { maxLength: 20 }),
        (share, factors) => {
          let window = wholeRun(END);
          const about = share * END;
          for (const factor of factors) window = zoomed(window, factor, about, END);
          const scale = new TimeScale(1000, window, END);
          expect(scale.x(about)).toBeCloseTo(share * 1000, 1);
          expect(window.fromMicros).toBeGreaterThanOrEqual(0);
          expect(window.toMicros).toBeLessThanOrEqual(END + 1e-3);
        },
      ),
    );
  });

  test('it reaches from the whole run to single microseconds, and back', () => {
    let window = wholeRun(END);
    for (let step = 0; step < 60; step += 1) window = zoomed(window, 0.5, 12_400_001, END);
    expect(window.toMicros - window.fromMicros).toBeCloseTo(10, 6);
    expect(new TimeScale(1300, window, END).x(12_400_002) - new TimeScale(1300, window, END).x(12_400_001)).toBeCloseTo(
      130,
    );
    for (let step = 0; step < 60; step += 1) window = zoomed(window, 2, 12_400_001, END);
    expect(isWhole(window, END)).toBe(true);
  });

  test('panning stops at the ends of the run', () => {
    const window = { fromMicros: 1_000_000, toMicros: 3_000_000 };
    expect(panned(window, -5_000_000, END)).toEqual({ fromMicros: 0, toMicros: 2_000_000 });
    expect(panned(window, 60_000_000, END)).toEqual({ fromMicros: 28_000_000, toMicros: END });
  });

  test('it follows the playhead out of it, and stays while the playhead is in it', () => {
    const window = { fromMicros: 1_000_000, toMicros: 2_000_000 };
    expect(following(window, 1_500_000, END)).toBe(window);
    expect(following(window, 2_100_000, END)).toEqual({ fromMicros: 2_000_000, toMicros: 3_000_000 });
    expect(following(window, 0, END)).toEqual({ fromMicros: 0, toMicros: 1_000_000 });
    expect(framing(4_000_000, 5_000_000, END)).toEqual({ fromMicros: 3_850_000, toMicros: 5_150_000 });
  });

  test('what lies outside of it is not drawn, what reaches into it is cut', () => {
    const scale = new TimeScale(1000, { fromMicros: 10e6, toMicros: 20e6 }, END);
    expect(scale.visible(1e6, 9e6)).toBeUndefined();
    expect(scale.visible(5e6, 15e6)).toEqual({ left: -2, width: 502, isCutLeft: true, isCutRight: false });
    expect(scale.micros(-50_000)).toBe(0);
  });
});

describe('the axis', () => {
  test('tells seconds, then parts of them, then microseconds after a whole millisecond', () => {
    expect(labels(0, END)).toEqual(['0', '5', '10', '15', '20', '25', '30']);
    expect(labels(12_000_000, 13_000_000).slice(0, 3)).toEqual(['12.0', '12.1', '12.2']);
    expect(labels(12_400_000, 12_440_000)).toContain('12.405');
    const micros = labels(12_400_000, 12_401_000);
    expect(micros[0]).toBe('12.400 s');
    expect(micros[1]).toBe('+100 µs');
    expect(micros.at(-1)).toBe('12.401 s');
    expect(labels(12_400_000, 12_400_010)).toContain('+7 µs');
  });

  test('labels keep apart at every zoom and width, and no tick is smaller than a microsecond', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 340, max: 2400 }),
        fc.double({ min: 1, max: Math.log10(END), noNaN: true }),
        (width, power) => {
          const scale = new TimeScale(width, { fromMicros: 0, toMicros: 10 ** power }, END);
          const ticks = axisTicks(scale);
          const large = ticks.filter(({ isLarge }) => isLarge).map(({ micros }) => scale.x(micros));
          for (let i = 1; i < large.length; i += 1) expect(large[i] - large[i - 1]).toBeGreaterThan(55);
          for (const { micros } of ticks) expect(Number.isInteger(micros)).toBe(true);
          expect(ticks.length).toBeLessThan(width / 5);
        },
      ),
    );
  });

  test('spans and moments are told in the unit that suits them', () => {
    expect([30e6, 63_400, 40_000, 999, 10].map(spanText)).toEqual(['30 s', '63.4 ms', '40 ms', '999 µs', '10 µs']);
    expect(exactMoment(12_400_000)).toBe('12.400 s');
    expect(exactMoment(12_400_025)).toBe('12.400 025 s');
  });

  test('a key moves by 10 ms, and by less once that is a leap on screen', () => {
    const step = (span: number): number => new TimeScale(1300, { fromMicros: 0, toMicros: span }, END).stepMicros;
    expect([30e6, 1.3e6, 130_000, 1300, 10].map(step)).toEqual([10_000, 10_000, 1000, 10, 1]);
  });
});
