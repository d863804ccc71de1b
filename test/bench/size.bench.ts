import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { firstLoad, workerFiles, workerParts } from './first-load.mjs';
import { report } from './report.ts';

/** kB of gzip that a browser fetches: for the first paint of the app, for the simulation worker, and for what that loads beside it. */
const cases = {
  app: firstLoad('index.html', 'playground'),
  home: firstLoad('index.html', 'home'),
  embed: firstLoad('embed.html'),
  worker: workerFiles(),
  'worker-on-demand': workerParts(),
};

for (const [name, files] of Object.entries(cases)) {
  if (files.length === 0) throw new Error(`size: the build has no file for ${name}`);
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0);
  report({ name: 'size', case: name, value: bytes / 1000, unit: 'kB gzip', samples: 1, spread: 0, better: 'lower' });
}
