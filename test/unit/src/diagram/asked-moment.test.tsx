import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { useAskedMoment } from '../../../../src/diagram/use-asked-moment';

const frames = new Map<number, () => void>();
let nextFrame = 1;

function runFrames(): void {
  const waiting = [...frames.values()];
  frames.clear();
  for (const callback of waiting) callback();
}

beforeEach(() => {
  frames.clear();
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => {
    frames.set(nextFrame, callback);
    return nextFrame++;
  });
  vi.stubGlobal('cancelAnimationFrame', (frame: number) => void frames.delete(frame));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

interface Given {
  moment: number;
  subject: string;
}

describe('the moment that a diagram shows', () => {
  const shown: number[] = [];
  const show = (moment: number): void => void shown.push(moment);
  const render = (moment: number) => {
    shown.length = 0;
    return renderHook(({ moment: at, subject }: Given) => useAskedMoment(at, subject, show), {
      initialProps: { moment, subject: 'a run' },
    });
  };

  test('is the one that React was given, with the next frame', () => {
    render(5);
    expect(shown).toEqual([]);
    runFrames();
    expect(shown).toEqual([5]);
  });

  test('is not what React was given before somebody asked for another', () => {
    const { result, rerender } = render(5);
    runFrames();
    act(() => rerender({ moment: 7, subject: 'a run' }));
    result.current(22);
    runFrames();
    expect(shown).toEqual([5, 22]);
  });

  test('is drawn again for another subject, at the latest moment that React was given', () => {
    const { rerender } = render(5);
    runFrames();
    act(() => rerender({ moment: 5, subject: 'another run' }));
    runFrames();
    act(() => rerender({ moment: 5, subject: 'another run' }));
    runFrames();
    expect(shown).toEqual([5, 5]);
  });
});
