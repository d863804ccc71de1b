import { useEffect, useMemo, useRef } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { Button, IconButton, KeyCap } from '../design/button';
import { Icon } from '../design/icon';
import { Menu } from '../design/menu';
import {
  describeAction,
  formatMoment,
  formatSpan,
  formatSpeed,
  formatTime,
  useAtMoment,
  useSession,
  useView,
} from '../app';
import { useTimeline } from './use-timeline';
import './transport.css';

const speeds = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 100, 1000];

/** Play, pause, step, the time, the speed; `children` are the controls at its right end. */
export function Transport({ children }: { children?: ReactNode }): ReactElement {
  const session = useSession();
  const timeline = useTimeline();
  const step = (direction: 'before' | 'after'): void => {
    if (!timeline.stepToBookmark(direction)) session.step(direction);
  };
  const isPlaying = useView((view) => view.phase === 'playing');
  const endMicros = useView((view) => view.progress.endMicros);
  return (
    <section className="transport" aria-label="Transport">
      <IconButton label="Previous event, key [" icon="previous" onClick={() => step('before')} />
      <IconButton
        label={isPlaying ? 'Pause, Space' : 'Play, Space'}
        icon={isPlaying ? 'pause' : 'play'}
        kind="plain"
        onClick={() => session.toggle()}
      />
      <IconButton label="Next event, key ]" icon="next" onClick={() => step('after')} />
      <Now />
      <span className="mono small third transport-span">/ {formatSpan(endMicros)} s</span>
      <SpeedMenu />
      <NextAction />
      <span className="transport-space" />
      <span className="transport-keys" aria-hidden="true">
        <KeyHint keys={['Space']}>play</KeyHint>
        <KeyHint keys={['[', ']']}>event</KeyHint>
        <KeyHint keys={['B']}>mark</KeyHint>
        <KeyHint keys={['K']}>kill</KeyHint>
        <KeyHint keys={['?']}>why</KeyHint>
      </span>
      {children}
    </section>
  );
}

/** Written straight into the page: it changes every frame, and nothing else has to. */
function Now(): ReactElement {
  const { playhead } = useSession();
  const digits = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const show = (): void => {
      if (digits.current !== null) digits.current.textContent = formatTime(playhead.timeMicros);
    };
    show();
    return playhead.subscribe(show);
  }, [playhead]);
  return (
    <span className="transport-now">
      <span ref={digits} data-testid="now" />
      <span className="third"> s</span>
    </span>
  );
}

function SpeedMenu(): ReactElement {
  const session = useSession();
  const speed = useView((view) => view.speed);
  const items = speeds.map((it) => ({
    id: String(it),
    label: <span className="mono">{formatSpeed(it)}</span>,
    note: it === 1 ? 'real time' : undefined,
    checked: it === speed,
    onSelect: () => session.setSpeed(it),
  }));
  return (
    <Menu
      label="Speed, virtual seconds a second"
      sections={[{ title: 'virtual seconds a second', items }]}
      trigger={
        <Button kind="quiet" aria-label={`Speed ${formatSpeed(speed)}`}>
          <span className="mono">{formatSpeed(speed)}</span>
          <Icon name="down" size={12} />
        </Button>
      }
    />
  );
}

/** What the scenario will do next by itself. */
function NextAction(): ReactElement | null {
  const actions = useView((view) => view.run?.scenario.actions);
  const coming = useMemo(
    () =>
      (actions ?? [])
        .flatMap((action) => (action.at === undefined ? [] : [{ atMicros: action.at * 1000, action }]))
        .toSorted((a, b) => a.atMicros - b.atMicros)
        .map(({ atMicros, action }) => ({ atMicros, words: `${describeAction(action)}, ${formatMoment(atMicros)}` })),
    [actions],
  );
  const next = useAtMoment((at) => coming.find(({ atMicros }) => atMicros > at)?.words);
  if (next === undefined) return null;
  return (
    <span className="transport-next">
      next: <span>{next}</span>
    </span>
  );
}

function KeyHint({ keys, children }: { keys: readonly string[]; children: ReactNode }): ReactElement {
  return (
    <span>
      {keys.map((key) => (
        <KeyCap key={key}>{key}</KeyCap>
      ))}{' '}
      {children}
    </span>
  );
}
