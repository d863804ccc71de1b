import { createContext, use, useSyncExternalStore } from 'react';
import type { Session } from './session';
import type { SessionView } from './session-view';
import { useStore } from './store';

const SessionContext = createContext<Session | undefined>(undefined);

/** Puts a session around the components that show it. */
export const SessionProvider = SessionContext.Provider;

export function useSession(): Session {
  const session = use(SessionContext);
  if (session === undefined) throw new Error('A component that needs a session stands outside of one.');
  return session;
}

/** A part of what the session shows; renders again when that part changes. */
export function useView<S>(select: (view: SessionView) => S): S {
  return useStore(useSession().view, select);
}

/** The moment on screen, rounded down to `grainMicros`: renders again only when that changes. */
export function useMoment(grainMicros: number): number {
  const { playhead } = useSession();
  const read = (): number => Math.floor(playhead.timeMicros / grainMicros) * grainMicros;
  return useSyncExternalStore(playhead.subscribe, read);
}

/** Something folded from the moment; renders again only when the fold gives another primitive. */
export function useAtMoment<S extends string | number | boolean | undefined>(fold: (atMicros: number) => S): S {
  const { playhead } = useSession();
  return useSyncExternalStore(playhead.subscribe, () => fold(playhead.timeMicros));
}
