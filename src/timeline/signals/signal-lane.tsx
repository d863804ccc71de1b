import { useEffect, useMemo, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { onThemeChange } from '../../design/canvas-palette';
import { useSession, useView } from '../../app';
import type { TimeScale } from '../time-scale';
import { useTimeline, useTimelineState } from '../use-timeline';
import { GROUPS_MAX, bandsOf, channelsOf } from './channels';
import type { Channel } from './channels';
import { BAND_HEIGHT, paintSignals, readColours } from './signal-paint';
import type { SignalColours } from './signal-paint';
import { SignalReader } from './signal-reader';
import './signals.css';

/** Wall time between two values of a label: what changes faster cannot be read. */
const LABEL_EVERY_MS = 100;
/** Between the head and its labels. */
const LABEL_GAP = 10;

/** Throughput, lag and latency as traces of a scope, each with its value at the moment on screen. */
export function SignalLane({ scale }: { scale: TimeScale }): ReactElement {
  const session = useSession();
  const timeline = useTimeline();
  const hidden = useTimelineState((state) => state.hidden);
  const groups = useView((view) => view.run?.trace.names.groups);
  const [hasLatency, setHasLatency] = useState(false);
  const channels = useMemo(() => channelsOf(groups ?? [], hasLatency), [groups, hasLatency]);
  const canvas = useRef<HTMLCanvasElement>(null);
  const labels = useRef<HTMLFieldSetElement>(null);
  const colours = useRef<SignalColours>(undefined);
  const reader = useRef<SignalReader>(undefined);
  const paint = useRef<() => void>(() => undefined);
  const placeLabels = useRef<() => void>(() => undefined);
  const widest = useRef(0);
  useEffect(() => {
    let frame: number | undefined;
    const changed = (): void => {
      frame ??= requestAnimationFrame(() => {
        frame = undefined;
        setHasLatency((reader.current?.fold?.latency.most ?? 0) > 0 || (reader.current?.before?.latency.most ?? 0) > 0);
        paint.current();
      });
    };
    const reading = new SignalReader(session, () => timeline.state.get().held !== undefined, changed);
    reader.current = reading;
    const stopTheme = onThemeChange(() => {
      colours.current = undefined;
      changed();
    });
    return () => {
      if (frame !== undefined) cancelAnimationFrame(frame);
      stopTheme();
      reading.close();
    };
  }, [session, timeline]);
  useEffect(() => {
    const { playhead } = session;
    paint.current = () => {
      const { fold, before } = reader.current ?? {};
      if (canvas.current !== null && fold !== undefined && scale.width > 0) {
        const { held } = timeline.state.get();
        const changedMicros = held === undefined ? 0 : Math.min(held.atMicros, held.origin.atMicros);
        colours.current ??= readColours(canvas.current);
        paintSignals({
          canvas: canvas.current,
          colours: colours.current,
          ...{ scale, channels, hidden, fold, before, changedMicros },
        });
      }
      tell();
    };
    let toldAtMs = -Infinity;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = (): void => {
      clearTimeout(timer);
      timer = undefined;
      toldAtMs = performance.now();
      const at = playhead.timeMicros;
      const fold = reader.current?.foldAt(at);
      const spans = labels.current?.querySelectorAll<HTMLElement>('[data-channel]') ?? [];
      for (const span of spans) {
        const channel = channels.find(({ id }) => id === span.dataset.channel);
        if (fold !== undefined && channel !== undefined) span.textContent = channel.tell(fold, at);
      }
      place();
    };
    const place = (): void => {
      const { current } = labels;
      if (current === null) return;
      const x = Math.min(scale.width, Math.max(0, scale.x(playhead.timeMicros)));
      const size = widest.current;
      const fits = x + LABEL_GAP + size <= scale.width;
      const side = fits || x - LABEL_GAP - size < 0 ? 'right' : 'left';
      // Where neither side has the room they end with the lane.
      const at = side === 'right' && !fits ? scale.width - LABEL_GAP - size : x;
      current.style.transform = `translateX(${at}px)`;
      if (current.dataset.side !== side) current.dataset.side = side;
    };
    const move = (): void => {
      place();
      if (performance.now() - toldAtMs >= LABEL_EVERY_MS) tell();
      else timer ??= setTimeout(tell, LABEL_EVERY_MS);
    };
    paint.current();
    move();
    placeLabels.current = place;
    const stop = playhead.subscribe(move);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [session, timeline, scale, channels, hidden]);
  const bands = bandsOf(channels);
  const bandCount = bands.length;
  useEffect(() => {
    const rows = [...(labels.current?.children ?? [])] as HTMLElement[];
    // Whoever asks for a width while values are written makes the page lay itself out once more.
    const observer = new ResizeObserver(() => {
      widest.current = Math.max(0, ...rows.map((row) => row.offsetWidth));
      placeLabels.current();
    });
    for (const row of rows) observer.observe(row);
    return () => observer.disconnect();
  }, [bandCount]);
  return (
    <div className="timeline-lane" data-lane="signals" style={{ height: bands.length * BAND_HEIGHT + 1 }}>
      <span className="timeline-name">signals</span>
      <canvas ref={canvas} aria-hidden="true" style={{ width: scale.width, height: bands.length * BAND_HEIGHT }} />
      <fieldset className="signal-labels" ref={labels} aria-label="Signals at the moment on screen">
        {bands.map((band) => (
          <div key={band}>
            {channels
              .filter((channel) => channel.band === band)
              .map((channel) => (
                <ChannelLabel key={channel.id} channel={channel} isHidden={hidden.includes(channel.id)} />
              ))}
            {band === 'lag' && (groups?.length ?? 0) > GROUPS_MAX ? (
              <span className="signal-more">and {(groups?.length ?? 0) - GROUPS_MAX} more in the Lag panel</span>
            ) : null}
          </div>
        ))}
      </fieldset>
    </div>
  );
}

/** At its end, like a scope's channel; pressed, the trace is hidden or shown again. */
function ChannelLabel({ channel, isHidden }: { channel: Channel; isHidden: boolean }): ReactElement {
  const timeline = useTimeline();
  const { id, name, tone } = channel;
  return (
    <button
      type="button"
      className="signal-label"
      data-tone={tone}
      data-dashed={channel.isDashed || undefined}
      aria-pressed={!isHidden}
      title={`${isHidden ? 'Show' : 'Hide'} ${name}`}
      onClick={() => {
        const { hidden } = timeline.state.get();
        timeline.state.set({ hidden: isHidden ? hidden.filter((it) => it !== id) : [...hidden, id] });
      }}
    >
      <span data-channel={id}>{name}</span>
    </button>
  );
}
