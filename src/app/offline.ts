/**
 * Asks the browser to keep the whole site, so that it opens without a network after the first load. Does nothing in
 * development and where service workers do not exist (plain http on another machine, private windows). A failure to
 * register only costs the offline copy, so it is not shown.
 */
export function registerOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  // After `load`, so that filling the cache never competes with the first picture.
  const register = (): void => {
    navigator.serviceWorker.register(new URL('service-worker.js', document.baseURI)).catch(() => undefined);
  };
  if (document.readyState === 'complete') register();
  else window.addEventListener('load', register, { once: true });
}
