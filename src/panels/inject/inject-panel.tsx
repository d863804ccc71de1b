import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { Fader } from '../../design/fader';
import { formatMoment, useMoment, useSession, useView } from '../../app';
import type { RunView, Session } from '../../app';
import { faderSpecs } from './faders';
import type { FaderSpec } from './faders';
import './inject.css';

/** Wall time between two runs while a fader is dragged. */
const FOLLOW_EVERY_MS = 120;

/**
 * Faders that make what comes next later, faster, more skewed, slower. They act from the moment on screen. `only`: the
 * names of those that are offered, absent for all.
 */
export function InjectPanel({ only }: { only?: readonly string[] }): ReactElement {
  const run = useView((view) => view.run);
  const at = useMoment(10_000);
  return (
    <section className="inject" aria-label="Inject">
      <h2 className="section-title">
        Inject <span>{run?.recording === undefined ? `from ${formatMoment(at)} on` : 'as it was recorded'}</span>
      </h2>
      {run === undefined
        ? null
        : faderSpecs
            .filter(({ id }) => only?.includes(id) ?? true)
            .map((spec) => <InjectFader key={spec.id} spec={spec} run={run} atMs={at / 1000} />)}
    </section>
  );
}

function InjectFader({ spec, run, atMs }: { spec: FaderSpec; run: RunView; atMs: number }): ReactElement {
  const session = useSession();
  const drag = useDrag(session, spec);
  const value = spec.read(run.scenario, atMs + 0.01);
  const usual = spec.read(run.scenario, -1);
  return (
    <Fader
      label={spec.label}
      unit={spec.unit}
      value={drag.value ?? value ?? 0}
      usual={usual}
      scale={spec.scale}
      format={spec.format}
      disabled={value === undefined || run.recording !== undefined}
      onChange={drag.move}
      onCommit={drag.end}
    />
  );
}

/** A drag is one action at the moment it began; the run follows a few times a second and once at its end. */
function useDrag(
  session: Session,
  spec: FaderSpec,
): { value: number | undefined; move: (value: number) => void; end: () => void } {
  const [value, setValue] = useState<number>();
  const state = useRef({ latest: undefined as number | undefined, startMs: 0, timer: 0 });
  useEffect(() => () => window.clearTimeout(state.current.timer), []);
  const follow = (): Promise<unknown> => {
    const { latest, startMs } = state.current;
    state.current.timer = 0;
    const scenario = session.view.get().run?.scenario;
    if (latest === undefined || scenario === undefined) return Promise.resolve();
    // What this drag itself has set must not be what its next value is measured against.
    const actions = spec.write(scenario, startMs - 0.001, latest);
    return session.act(actions, `inject:${spec.id}`);
  };
  return {
    value,
    move: (next) => {
      if (state.current.latest === undefined) state.current.startMs = session.playhead.timeMicros / 1000;
      state.current.latest = next;
      setValue(next);
      if (state.current.timer === 0) state.current.timer = window.setTimeout(() => void follow(), FOLLOW_EVERY_MS);
    },
    end: () => {
      window.clearTimeout(state.current.timer);
      void follow().then(() => setValue(undefined));
      state.current.latest = undefined;
      session.endGesture();
    },
  };
}
