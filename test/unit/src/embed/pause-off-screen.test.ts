import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Session } from '../../../../src/app';
import { pauseOffScreen } from '../../../../src/embed/pause-off-screen';

let tell: (isIntersecting: boolean) => void;

beforeEach(() => {
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(callback: (entries: { isIntersecting: boolean }[]) => void) {
        tell = (isIntersecting) => callback([{ isIntersecting }]);
      }
      observe(): void {}
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

/** As much of a session as plays and pauses. */
function playing(): { session: Session; begin: () => void; phase: () => string } {
  let phase = 'loading';
  const listeners = new Set<() => void>();
  const go = (next: string): void => {
    phase = next;
    for (const listener of listeners) listener();
  };
  const session = {
    view: { get: () => ({ phase }), subscribe: (listener: () => void) => listeners.add(listener) },
    play: () => go('playing'),
    pause: () => go('paused'),
  } as unknown as Session;
  return { session, begin: () => go('playing'), phase: () => phase };
}

test('a run that begins off the screen waits until it is seen', () => {
  const { session, begin, phase } = playing();
  pauseOffScreen(document.body, session);
  tell(false);
  begin();
  expect(phase()).toBe('paused');
  tell(true);
  expect(phase()).toBe('playing');
});

test('what was paused by somebody stays paused when it is seen again', () => {
  const { session, begin, phase } = playing();
  const stayPaused = pauseOffScreen(document.body, session);
  tell(true);
  begin();
  tell(false);
  expect(phase()).toBe('paused');
  stayPaused();
  tell(true);
  expect(phase()).toBe('paused');
});
