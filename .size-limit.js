import { firstLoad, workerFiles } from './test/bench/first-load.mjs';

/** Budgets in kB of gzip; the `size` benchmark reports the same files. */
export default [
  { name: 'app', path: firstLoad('index.html', 'playground'), limit: '250 kB', gzip: true },
  { name: 'home', path: firstLoad('index.html', 'home'), limit: '220 kB', gzip: true },
  { name: 'embed', path: firstLoad('embed.html'), limit: '83 kB', gzip: true },
  { name: 'worker', path: workerFiles(), limit: '100 kB', gzip: true },
];
