import { useRef } from 'react';
import type { KeyboardEvent, PointerEvent, ReactElement } from 'react';
import { exactMoment, spanText } from './axis-ticks';
import type { TimeScale } from './time-scale';
import { isWhole } from './time-window';
import { useTimeline } from './use-timeline';

/** However small the window, its brush can be taken hold of. */
const BRUSH_LEAST = 14;
/** Of the span beside the brush. */
const SPAN_ROOM = 80;

type Part = 'middle' | 'from' | 'to';

/** The whole run above a zoomed axis; the window is a brush that can be moved and drawn wider at its ends. */
export function OverviewBar({ scale }: { scale: TimeScale }): ReactElement {
  const timeline = useTimeline();
  const dragged = useRef<{ part: Part; x: number } | undefined>(undefined);
  const bar = useRef<HTMLDivElement>(null);
  const { window, endMicros, width } = scale;
  if (isWhole(window, endMicros) || width === 0) return <div className="overview" data-whole="true" />;
  const perPixel = endMicros / width;
  const exact = (window.toMicros - window.fromMicros) / perPixel;
  const size = Math.max(BRUSH_LEAST, exact);
  const left = Math.min(width - size, Math.max(0, (window.fromMicros + window.toMicros) / 2 / perPixel - size / 2));
  const span = spanText(window.toMicros - window.fromMicros);
  const begin = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return;
    event.stopPropagation();
    const part = (event.target as HTMLElement).dataset.part as Part | undefined;
    if (part === undefined) {
      // Beside the brush: it comes there.
      const at = (event.clientX - bar.current!.getBoundingClientRect().left) * perPixel;
      timeline.pan(at - (window.fromMicros + window.toMicros) / 2);
    }
    dragged.current = { part: part ?? 'middle', x: event.clientX };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent<HTMLElement>): void => {
    const { current } = dragged;
    if (current === undefined) return;
    event.stopPropagation();
    const by = (event.clientX - current.x) * perPixel;
    current.x = event.clientX;
    if (current.part === 'middle') return timeline.pan(by);
    const span = window.toMicros - window.fromMicros;
    const wanted = Math.max(1, current.part === 'to' ? span + by : span - by);
    timeline.zoom(wanted / span, current.part === 'to' ? window.fromMicros : window.toMicros);
  };
  const end = (): void => {
    dragged.current = undefined;
  };
  return (
    <div
      className="overview"
      ref={bar}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
    >
      {/* What scrolls is the window of time, and arrows move it. */}
      <div
        className="overview-brush"
        data-part="middle"
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        role="slider"
        tabIndex={0}
        aria-label="Window of time"
        aria-orientation="horizontal"
        // oxlint-disable-next-line jsx-a11y/role-supports-aria-props
        aria-description="Left and right move it, + and - zoom, 0 shows all."
        aria-valuemin={0}
        aria-valuemax={Math.round(endMicros / 1000)}
        aria-valuenow={Math.round(window.fromMicros / 1000)}
        aria-valuetext={`${exactMoment(window.fromMicros)} to ${exactMoment(window.toMicros)}, ${span}`}
        style={{ left, width: size }}
        onKeyDown={(event: KeyboardEvent) => {
          const share = { ArrowLeft: -0.1, ArrowRight: 0.1, PageDown: -0.9, PageUp: 0.9 }[event.key];
          if (share === undefined) return;
          event.preventDefault();
          event.stopPropagation();
          timeline.pan((window.toMicros - window.fromMicros) * share);
        }}
      >
        <span data-part="from" />
        <span data-part="to" />
      </div>
      <button
        type="button"
        className="overview-span mono"
        aria-label={`${span} shown. Show all, key 0`}
        title="Show all, key 0"
        style={left + size < width - SPAN_ROOM ? { left: left + size + 6 } : { right: width - left + 6 }}
        onPointerDown={(event) => event.stopPropagation()}
        onClick={() => timeline.showAll()}
      >
        {span}
      </button>
    </div>
  );
}
