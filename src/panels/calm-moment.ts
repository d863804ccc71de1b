import { useSyncExternalStore, useMemo } from 'react';
import { ClusterView } from '../../simulations/history';
import { useSession } from '../app';
import type { RunView, Session } from '../app';

/** Wall time between two updates while the run plays: numbers that change faster cannot be read. */
const CALM_MS = 250;

/** The moment on screen: a few times a second while the run plays, exact once it is paused or moved by hand. */
export function useCalmMoment(): number {
  const session = useSession();
  const source = useMemo(() => calmMoment(session), [session]);
  return useSyncExternalStore(source.subscribe, source.read);
}

function calmMoment(session: Session): { subscribe: (listener: () => void) => () => void; read: () => number } {
  const { playhead } = session;
  let shown = playhead.timeMicros;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<() => void>();
  const show = (): void => {
    timer = undefined;
    if (shown === playhead.timeMicros) return;
    shown = playhead.timeMicros;
    for (const listener of listeners) listener();
  };
  const move = (): void => {
    if (playhead.isPlaying) timer ??= setTimeout(show, CALM_MS);
    else show();
  };
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      const stop = playhead.subscribe(move);
      // A pause moves nothing, but what it leaves on screen must be exact.
      const stopView = session.view.subscribe(() => !playhead.isPlaying && show());
      return () => {
        listeners.delete(listener);
        stop();
        stopView();
        if (timer !== undefined) clearTimeout(timer);
        timer = undefined;
      };
    },
    read: () => shown,
  };
}

/** The state of the cluster at a time, for one component. */
export function useClusterAt(run: RunView, atMicros: number): ClusterView {
  const view = useMemo(() => new ClusterView(run.trace.names, run.trace), [run]);
  view.advanceTo(atMicros);
  return view;
}
