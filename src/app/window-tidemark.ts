import type { ConfigMap, Json } from '../../simulations/scenario';
import { formatProblem, parseDuration } from '../../simulations/scenario';
import type { RecordingSource } from '../../workers/recording-protocol';
import type { Problem } from '../../simulations/scenario';
import type { NewAction, SettingChange } from './edits';
import type { Session } from './session';

/** What every command answers with. */
export interface Answer {
  ok: true;
  /** Milliseconds of virtual time. */
  time: number;
  playing: boolean;
}

export type Asked = 'time' | 'scenario' | 'result' | 'verdict' | 'link' | 'traceHash';

/**
 * The playground from the console, from lessons and from tests: the same words that a host page sends to an embedded
 * diagram, as methods that return promises and reject with an Error whose message names the place.
 */
export interface Tidemark {
  /** Resolves when the first scenario is on screen. */
  ready: Promise<void>;
  play(): Promise<Answer>;
  pause(): Promise<Answer>;
  /** To the next event of the history. */
  step(): Promise<Answer>;
  seek(message: { at: number | string }): Promise<Answer>;
  speed(message: { value: number }): Promise<Answer>;
  act(message: { action: Record<string, unknown> }): Promise<Answer>;
  set(message: SetMessage): Promise<Answer>;
  /** `trace`: a recorded history, as a file, its bytes, or its text. */
  load(message: LoadMessage): Promise<Answer>;
  get(message: { what: Asked }): Promise<unknown>;
}

export interface LoadMessage {
  scenario?: unknown;
  link?: string;
  trace?: Blob | BufferSource | string;
}

export interface SetMessage {
  target?: string;
  config?: ConfigMap;
  workload?: Record<string, unknown>;
  processing?: Record<string, unknown>;
  network?: SettingChange['network'];
  from?: 'now' | 'start';
}

declare global {
  interface Window {
    tidemark: Tidemark;
  }
}

/** Puts `window.tidemark` there. */
export function installTidemark(session: Session, ready: Promise<void>): void {
  window.tidemark = tidemarkOf(session, ready);
}

export function tidemarkOf(session: Session, ready: Promise<void>): Tidemark {
  const answer = (): Answer => ({
    ok: true,
    time: session.playhead.timeMicros / 1000,
    playing: session.view.get().phase === 'playing',
  });
  /** Every command waits until there is a run. */
  const command = async (act: () => unknown): Promise<Answer> => {
    await ready;
    await act();
    return answer();
  };
  const accepted = async (problems: Promise<readonly Problem[]>): Promise<void> => {
    const [first] = await problems;
    if (first !== undefined) throw new Error(formatProblem(first));
  };
  return {
    ready,
    play: () => command(() => session.play()),
    pause: () => command(() => session.pause()),
    step: () => command(() => session.stepRow()),
    seek: ({ at }) => command(() => session.seekComputed(microsOf('at', at))),
    speed: ({ value }) =>
      command(() => {
        if (!(value >= 0.01 && value <= 1000)) throw new Error(`value: expected 0.01 to 1000, got ${String(value)}`);
        session.setSpeed(value);
      }),
    act: ({ action }) => command(() => accepted(session.act([timed(action)]))),
    set: (message) => command(() => accepted(session.set(changeOf(message), message.from ?? 'now'))),
    load: (message) =>
      command(() =>
        accepted(
          message.trace === undefined
            ? session.open(sourceOf(message), { what: 'what was loaded' })
            : session.open(traceOf(message.trace), { what: 'the trace', atMicros: 0, play: false }),
        ),
      ),
    get: async ({ what }) => {
      await ready;
      return valueOf(session, what);
    },
  };
}

function valueOf(session: Session, what: Asked): unknown {
  switch (what) {
    case 'time':
      return session.playhead.timeMicros / 1000;
    case 'scenario':
      return session.view.get().run?.scenario;
    case 'result':
      return session.result();
    case 'verdict':
      return session.result().then((result) => (result as Record<string, Json>).verdict);
    case 'link':
      return session.link({ t: session.playhead.timeMicros / 1000 });
    case 'traceHash':
      return session.traceHash();
    default:
      throw new Error(`what: expected time, scenario, result, verdict, link or traceHash, got ${String(what)}`);
  }
}

function traceOf(trace: Blob | BufferSource | string): RecordingSource {
  const recording = trace instanceof Blob ? trace : new Blob([trace]);
  return { recording, name: trace instanceof File ? trace.name : 'the trace' };
}

function sourceOf({ scenario, link }: LoadMessage): { fragment: string } | { preset: string } | { scenario: Json } {
  if (link !== undefined) return { fragment: link };
  if (typeof scenario === 'string') return { preset: scenario };
  if (scenario === undefined) throw new Error('load: expected scenario or link');
  return { scenario: scenario as Json };
}

function timed(action: Record<string, unknown>): NewAction {
  if (typeof action.do !== 'string')
    throw new Error(`action.do: expected the name of an action, got ${String(action.do)}`);
  return typeof action.at === 'string'
    ? { ...action, do: action.do, at: microsOf('action.at', action.at) / 1000 }
    : { ...action, do: action.do };
}

function changeOf({ target, config, workload, processing, network }: SetMessage): SettingChange {
  return {
    ...(target === undefined ? {} : { target }),
    ...(config === undefined ? {} : { config }),
    ...(workload === undefined ? {} : { workload }),
    ...(processing === undefined ? {} : { processing }),
    ...(network === undefined ? {} : { network }),
  };
}

function microsOf(path: string, value: unknown): number {
  const reading = parseDuration(value);
  if (!reading.ok) throw new Error(`${path}: ${reading.message}`);
  return Math.round(reading.ms * 1000);
}
