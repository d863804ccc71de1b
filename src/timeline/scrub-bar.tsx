import { useEffect, useRef } from 'react';
import type { KeyboardEvent, PointerEvent, ReactElement } from 'react';
import { formatMoment, useSession, useView } from '../app';
import { ActionLane } from './action-lane';
import { FindingLane } from './finding-lane';
import { LeaderLane } from './leader-lane';
import { TimeAxis } from './time-axis';
import { useWidth } from './use-width';

/** The whole run on one axis: what was done, who led, what was found, and the moment on screen. */
export function ScrubBar(): ReactElement {
  const session = useSession();
  const { playhead } = session;
  const endMicros = useView((view) => view.progress.endMicros);
  const box = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  useEffect(() => {
    const show = (): void => {
      const { current } = head;
      if (current === null || playhead.endMicros === 0) return;
      current.style.transform = `translateX(${(playhead.timeMicros / playhead.endMicros) * width}px)`;
      current.setAttribute('aria-valuenow', String(Math.round(playhead.timeMicros / 1000)));
      current.setAttribute('aria-valuetext', formatMoment(playhead.timeMicros));
    };
    show();
    return playhead.subscribe(show);
  }, [playhead, width, endMicros]);
  const seekTo = (event: PointerEvent): void => {
    const { left } = box.current!.getBoundingClientRect();
    session.seek(((event.clientX - left) / width) * endMicros);
  };
  return (
    <section className="timeline" aria-label="Timeline">
      <div
        className="timeline-face"
        ref={box}
        onPointerDown={(event) => {
          if (event.button !== 0 || (event.target as Element).closest('button') !== null) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          session.pause();
          seekTo(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event);
        }}
      >
        <TimeAxis width={width} endMicros={endMicros} />
        <ActionLane width={width} endMicros={endMicros} />
        <LeaderLane width={width} endMicros={endMicros} />
        <FindingLane width={width} endMicros={endMicros} />
        <Computed width={width} endMicros={endMicros} />
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
          aria-valuemax={Math.round(endMicros / 1000)}
          onKeyDown={(event) =>
            scrubByKey(
              event,
              (change) => session.seek(change(playhead.timeMicros, endMicros)),
              session.pause.bind(session),
            )
          }
        >
          <svg width="14" height="18" viewBox="0 0 14 18" aria-hidden="true">
            <path d="M1 0h12v8l-6 6l-6-6z" fill="currentColor" />
          </svg>
        </div>
      </div>
    </section>
  );
}

/** How far the run has been computed, while that is not all of it. */
function Computed({ width, endMicros }: { width: number; endMicros: number }): ReactElement | null {
  const computed = useView((view) => view.progress.nowMicros);
  if (endMicros === 0 || computed >= endMicros) return null;
  return <div className="timeline-uncomputed" style={{ left: (computed / endMicros) * width, right: 0 }} />;
}

type Change = (now: number, end: number) => number;

const keys: Readonly<Record<string, (step: number) => Change>> = {
  ArrowLeft: (step) => (now) => now - step,
  ArrowDown: (step) => (now) => now - step,
  ArrowRight: (step) => (now) => now + step,
  ArrowUp: (step) => (now) => now + step,
  PageDown: () => (now) => now - 1e6,
  PageUp: () => (now) => now + 1e6,
  Home: () => () => 0,
  End: () => (_, end) => end,
};

function scrubByKey(event: KeyboardEvent, seek: (change: Change) => void, pause: () => void): void {
  const change = keys[event.key]?.(event.shiftKey ? 100_000 : 10_000);
  if (change === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  pause();
  seek(change);
}
