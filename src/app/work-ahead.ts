import type { ClusterView } from '../../simulations/history';
import type { SessionView } from './session-view';
import type { Store } from './store';

/** Between two stretches, so that whatever a person does comes first. */
const PAUSE_MS = 8;

/**
 * Takes in a long trace stretch by stretch as it arrives, so that the first jump to its end finds it done. Returns the
 * way to stop it.
 */
export function workAhead(cluster: ClusterView, view: Store<SessionView>): () => void {
  let timer: number | undefined;
  const step = (): void => {
    timer = cluster.prepare() ? window.setTimeout(step, PAUSE_MS) : undefined;
  };
  const wake = (): void => {
    timer ??= window.setTimeout(step, PAUSE_MS);
  };
  let { progress } = view.get();
  const stop = view.subscribe(() => {
    if (view.get().progress === progress) return;
    ({ progress } = view.get());
    wake();
  });
  wake();
  return () => {
    stop();
    window.clearTimeout(timer);
  };
}
