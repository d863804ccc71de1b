import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { Plugin } from 'vite';

const workerFile = 'service-worker.js';

/** Writes the service worker beside the built pages: the list of all files, and a version that is the hash of them. */
export function offline(): Plugin {
  let outputFolder = '';
  return {
    name: 'tidemark:offline',
    apply: 'build',
    configResolved: (config) => {
      outputFolder = resolve(config.root, config.build.outDir);
    },
    closeBundle: () => {
      const files = filesUnder(outputFolder);
      const hash = createHash('sha256');
      for (const file of files) hash.update(file).update(readFileSync(join(outputFolder, file)));
      const source = readFileSync(join(import.meta.dirname, workerFile), 'utf8')
        .replace('__VERSION__', hash.digest('hex').slice(0, 16))
        .replace('__FILES__', JSON.stringify(files));
      writeFileSync(join(outputFolder, workerFile), source);
    },
  };
}

/** Every file below a folder with forward slashes, sorted: the version must not depend on the order of the disk. */
function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== workerFile)
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .toSorted();
}
