/**
 * What the editor needs is fetched when it is needed: the catalogue of every Kafka setting with its texts and checks,
 * and, on a page with room for it, Monaco.
 */
export const loadCheck = once(() => import('./check'));
export const loadMonaco = once(() => import('./monaco'));

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => (loading ??= load());
}
