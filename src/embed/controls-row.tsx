import { Suspense, useEffect, useRef, useState } from 'react';
import type { FormEvent, ReactElement } from 'react';
import { onDemand } from '../design/on-demand';
import { Button, IconButton } from '../design/button';
import { Segmented } from '../design/segmented';
import { formatMoment, formatTime, useMoment, useSession, useView } from '../app';
import type { RunView } from '../app';
import type { Offer, OfferedSetting } from './controls';
import { settingAt } from './setting-at';

/** The controls that the author named, and the way into the playground. */
export function ControlsRow({ offer }: { offer: Offer }): ReactElement {
  const session = useSession();
  const isPlaying = useView((view) => view.phase === 'playing');
  const run = useView((view) => view.run);
  return (
    <section className="embed-controls" aria-label="Transport">
      {offer.play ? (
        <IconButton
          label={isPlaying ? 'Pause, Space' : 'Play, Space'}
          icon={isPlaying ? 'pause' : 'play'}
          kind="plain"
          onClick={() => session.toggle()}
        />
      ) : null}
      <Now />
      {offer.scrub ? <Scrub /> : <span className="embed-space" />}
      {run === undefined
        ? null
        : offer.settings.map((setting) => (
            <Setting key={`${setting.target}.${setting.key}`} setting={setting} run={run} />
          ))}
      {run === undefined ? null : offer.actions.map((name) => <ActionButton key={name} name={name} run={run} />)}
      <OpenInPlayground />
    </section>
  );
}

/** Faders are rarely offered, and their room is that of the playground. */
const Faders = onDemand(() => import('../panels').then((room) => room.InjectPanel), { name: 'The row of faders' });

/** The faders that the author named, in a row of their own. */
export function FaderRow({ offer }: { offer: Offer }): ReactElement | null {
  if (offer.faders.length === 0) return null;
  return (
    <div className="embed-faders">
      <Suspense>
        <Faders only={offer.faders} />
      </Suspense>
    </div>
  );
}

/** Written straight into the page: it changes every frame. */
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
    <span className="embed-time mono">
      <span ref={digits} /> <span className="third">s</span>
    </span>
  );
}

/** The stretch that can be seen, as a slider. */
function Scrub(): ReactElement {
  const session = useSession();
  const { playhead } = session;
  useView((view) => view.progress.endMicros);
  const at = useMoment(10_000);
  return (
    <input
      className="embed-scrub"
      type="range"
      aria-label="Time"
      aria-valuetext={formatMoment(at)}
      min={playhead.startMicros}
      max={playhead.endMicros}
      step={10_000}
      value={at}
      onChange={({ target }) => {
        session.visit(Number(target.value));
      }}
    />
  );
}

/** One setting: its values side by side where there are few, else a field. It acts from the moment on screen. */
function Setting({ setting, run }: { setting: OfferedSetting; run: RunView }): ReactElement {
  const session = useSession();
  const at = useMoment(50_000);
  const { target, key } = setting;
  const [choices, setChoices] = useState<readonly string[]>();
  const [error, setError] = useState<string>();
  useEffect(() => {
    let isGone = false;
    // The tables of settings are large, and few diagrams offer one.
    void import('./settings-offer').then(({ choicesOf }) => {
      if (!isGone) setChoices(choicesOf(run.scenario, setting));
    });
    return () => {
      isGone = true;
    };
  }, [run, setting]);
  const value = settingAt(run, setting, at / 1000 + 0.01);
  const set = async (next: string): Promise<void> => {
    const [problem] = await session.set({ target, config: { [key]: next } }, 'now');
    setError(problem?.message);
  };
  const label = `${target} ${key}`;
  if (choices !== undefined && choices.length <= 4) {
    return (
      <span className="embed-setting">
        <span className="small second mono">{key}</span>
        <Segmented
          label={label}
          choices={choices.map((id) => ({ id, label: id }))}
          selected={value}
          onSelect={(next) => void set(next)}
        />
      </span>
    );
  }
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void set(String(new FormData(event.currentTarget).get('value') ?? ''));
  };
  return (
    <form className="embed-setting" onSubmit={submit}>
      <label>
        <span className="small second mono">{key}</span>{' '}
        <input
          name="value"
          className="mono"
          key={value}
          defaultValue={value}
          aria-label={label}
          aria-invalid={error !== undefined}
        />
      </label>
      {error === undefined ? null : <span role="alert">{error}</span>}
    </form>
  );
}

/** The words of a button that does something to the leader of the first partition, or to the first group. */
const buttons: Readonly<Record<string, { label: string; fields?: Record<string, unknown> }>> = {
  kill: { label: 'Kill the leader' },
  stop: { label: 'Stop the leader' },
  powerOff: { label: 'Cut the leader’s power' },
  pause: { label: 'Pause the leader', fields: { for: 3000 } },
  isolate: { label: 'Isolate the leader' },
};

/** Other actions stand in the menus of the nodes alone: they need a target, or more to say. */
function ActionButton({ name, run }: { name: string; run: RunView }): ReactElement | null {
  const session = useSession();
  const [topic] = Object.keys(run.scenario.topics);
  const words = Object.hasOwn(buttons, name) ? buttons[name] : undefined;
  if (words === undefined || topic === undefined) return null;
  const target = `leader(${topic}-0)`;
  return (
    <Button icon="close" onClick={() => void session.act([{ do: name, target, ...words.fields }])}>
      {words.label}
    </Button>
  );
}

/** The same run at the same moment, with everything that was done to it. */
function OpenInPlayground(): ReactElement {
  const session = useSession();
  const open = async (): Promise<void> => {
    const fragment = await session.link({ t: session.playhead.timeMicros / 1000 });
    window.open(new URL(`index.html${fragment}`, document.baseURI), '_blank', 'noopener');
  };
  return <IconButton label="Open in playground" icon="expand" onClick={() => void open()} />;
}
