/** What is told in place of notes when the checks could not be fetched; what was typed stays. */
export const checksMissing = {
  path: '',
  message: 'The checks of settings could not be fetched. Once the network is back, change the text or reload the page.',
  keys: [],
};

/**
 * What the editor needs is fetched when it is needed: the catalogue of every Kafka setting with its texts and checks,
 * and, on a page with room for it, Monaco.
 */
export const loadCheck = once(() => import('./check'));
export const loadMonaco = once(() => import('./monaco'));

const RETRY_AFTER_MS = 2000;

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  const forget = (error: unknown): never => {
    // What could not be fetched may be there later; who asks at once is told the same.
    setTimeout(() => (loading = undefined), RETRY_AFTER_MS);
    throw error;
  };
  return () => (loading ??= load().catch(forget));
}
