// Keeps the whole site: after the first load Tidemark opens without a network. The build fills in the two constants.
const version = '__VERSION__';
const files = __FILES__;

const cacheName = `tidemark-${version}`;
const scope = new URL(self.registration.scope);

self.addEventListener('install', (event) => {
  // `reload` goes past the browser's own cache, so that a page and its scripts are always of one build.
  const requests = files.map((file) => new Request(new URL(file, scope), { cache: 'reload' }));
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(requests)));
});

self.addEventListener('activate', (event) => {
  // A new build takes over once the last page of the old one is closed; only then may the old files go.
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((name) => name.startsWith('tidemark-') && name !== cacheName))
      .then((stale) => Promise.all(stale.map((name) => caches.delete(name)))),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== scope.origin || !address.pathname.startsWith(scope.pathname))
    return;
  // The scope's own address is index.html, as on every static server.
  const file = address.pathname.slice(scope.pathname.length) || 'index.html';
  event.respondWith(
    caches
      .open(cacheName)
      .then((cache) => cache.match(new URL(file, scope)))
      .then((kept) => kept ?? fetch(request)),
  );
});
