import { useEffect, useRef } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import { useSession } from '../app';
import { exactMoment } from './axis-ticks';
import type { TimeScale } from './time-scale';

/** Wall time between two values of the slider while the run plays. */
const VALUE_EVERY_MS = 200;

/** The moment on screen: a slider, and the veil over what comes after it. Moved straight in the page, every frame. */
export function Playhead({ scale }: { scale: TimeScale }): ReactElement {
  const session = useSession();
  const { playhead } = session;
  const head = useRef<HTMLDivElement>(null);
  const veil = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let valueMs = -1;
    let valueAtMs = -Infinity;
    const show = (): void => {
      const { current } = head;
      if (current === null || playhead.endMicros === 0) return;
      const { timeMicros } = playhead;
      const x = Math.min(scale.width, Math.max(0, scale.x(timeMicros)));
      current.style.transform = `translateX(${x}px)`;
      current.toggleAttribute('data-outside', !scale.shows(timeMicros));
      if (veil.current !== null) veil.current.style.transform = `translateX(${x}px)`;
      const ms = Math.floor(timeMicros / 1000);
      const now = performance.now();
      // While it plays nobody can listen to every value.
      if (ms === valueMs || (playhead.isPlaying && now - valueAtMs < VALUE_EVERY_MS)) return;
      valueMs = ms;
      valueAtMs = now;
      current.setAttribute('aria-valuenow', String(ms));
      current.setAttribute('aria-valuetext', exactMoment(timeMicros));
    };
    show();
    return playhead.subscribe(show);
  }, [playhead, scale]);
  return (
    <>
      <div className="timeline-future" aria-hidden="true">
        <div ref={veil} />
      </div>
      {/* An input cannot hold the head's drawing, nor the words of its value. */}
      <div
        ref={head}
        className="timeline-head"
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        role="slider"
        tabIndex={0}
        aria-label="Time"
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuenow={0}
        aria-valuemax={Math.round(scale.endMicros / 1000)}
        onKeyDown={(event) => {
          const change = changeOf(event, scale.stepMicros);
          if (change === undefined) return;
          event.preventDefault();
          event.stopPropagation();
          session.visit(change(playhead.timeMicros, playhead.endMicros));
        }}
      >
        <svg width="14" height="18" viewBox="0 0 14 18" aria-hidden="true">
          <path d="M1 0h12v8l-6 6l-6-6z" fill="currentColor" />
        </svg>
      </div>
    </>
  );
}

type Change = (now: number, end: number) => number;

const changes: Readonly<Record<string, (step: number) => Change>> = {
  ArrowLeft: (step) => (now) => now - step,
  ArrowDown: (step) => (now) => now - step,
  ArrowRight: (step) => (now) => now + step,
  ArrowUp: (step) => (now) => now + step,
  PageDown: () => (now) => now - 1e6,
  PageUp: () => (now) => now + 1e6,
  Home: () => () => 0,
  End: () => (_, end) => end,
};

function changeOf(event: KeyboardEvent, stepMicros: number): Change | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  return changes[event.key]?.(event.shiftKey ? stepMicros * 10 : stepMicros);
}
