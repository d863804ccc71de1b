// Bundles the command line, so that it starts in a blink: its sources are TypeScript, and Node would have to translate
// each of some hundred files. Run by `npm ci` (prepare), and by the launcher when a source is newer than the bundle.
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'node_modules/.cache/tidemark/cli');

/** The bundle's entry; importing it gives what main.ts exports. */
export const entry = join(folder, 'main.mjs');

/** True if the bundle is there and no source was touched since the bundling began. */
export function isFresh() {
  const bundledAt = statSync(entry, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
  return bundledAt > Math.max(newestIn(join(root, 'simulations')), statSync(join(root, 'package.json')).mtimeMs);
}

/** Bundles main.ts and what it loads on demand. Safe beside a running command and beside another bundling. */
export async function bundle() {
  const startedAt = new Date();
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: { main: join(root, 'simulations/cli/main.ts') },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    chunkNames: '[name]-[hash]',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    define: { 'process.env.NODE_ENV': '"production"' },
    write: false,
    logLevel: 'error',
  });
  mkdirSync(folder, { recursive: true });
  // The entry comes last and in one move: whoever imports it finds every chunk that it names.
  const chunks = outputFiles.filter((file) => file.path !== entry);
  for (const chunk of chunks) writeFileSync(chunk.path, chunk.contents);
  const unfinished = `${entry}.${process.pid}`;
  writeFileSync(unfinished, outputFiles.find((file) => file.path === entry).contents);
  utimesSync(unfinished, startedAt, startedAt);
  renameSync(unfinished, entry);
  removeOld(new Set([entry, ...chunks.map((chunk) => chunk.path)].map((path) => basename(path))));
}

/** Chunks of earlier bundles go once no command that still runs can want them. */
function removeOld(current) {
  const minuteAgo = Date.now() - 60_000;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (!current.has(name) && statSync(path).mtimeMs < minuteAgo) rmSync(path, { force: true });
  }
}

function newestIn(path) {
  let newest = statSync(path).mtimeMs;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inside = join(path, entry.name);
    newest = Math.max(newest, entry.isDirectory() ? newestIn(inside) : statSync(inside).mtimeMs);
  }
  return newest;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();
