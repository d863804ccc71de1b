import type { Session } from '../app';
import type { FrameMessage } from './host-messages';

/** Wall time between two messages about the time. */
const TIME_EVERY_MS = 100;

/** Tells the host page, unasked, when there is a run, where it is, what was found and what went wrong. */
export function tellHost(session: Session, ready: Promise<void>, say: (message: FrameMessage) => void): void {
  const tell = (event: string, more: object = {}): void => say({ source: 'tidemark', version: 1, event, ...more });
  const moment = (): object => ({
    time: session.playhead.timeMicros / 1000,
    playing: session.view.get().phase === 'playing',
  });
  void ready.then(() => tell('ready', moment()));
  tellTime(session, () => tell('time', moment()));
  let told = session.view.get();
  session.view.subscribe(() => {
    const { verdict, refused, failure, phase } = session.view.get();
    if (verdict !== undefined && verdict !== told.verdict)
      tell('verdict', { counts: verdict.counts, pending: verdict.pending });
    const first = refused?.problems[0];
    if (refused !== told.refused && first !== undefined) {
      tell('error', { error: first.path === '' ? first.message : `${first.path}: ${first.message}` });
    }
    if (failure !== undefined && failure !== told.failure) tell('error', { error: failure });
    if (phase !== told.phase) tell('time', moment());
    told = session.view.get();
  });
}

/** At most ten times a second, and once more where the playhead comes to rest. */
function tellTime(session: Session, tell: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStale = false;
  const due = (): void => {
    timer = undefined;
    if (!isStale) return;
    isStale = false;
    tell();
    timer = setTimeout(due, TIME_EVERY_MS);
  };
  session.playhead.subscribe(() => {
    isStale = true;
    if (timer === undefined) due();
  });
}
