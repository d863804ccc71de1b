// Runs benchmarks, each in a process of its own: `npm run --silent bench -- [--json] [NAME…]`. With --json one object
// a line and nothing else on standard output; else the same as a table.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build as bundle } from 'esbuild';
import { createBuilder } from 'vite';

const here = import.meta.dirname;
const root = join(here, '../..');
const known = readdirSync(here)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => basename(file, '.bench.ts'))
  .toSorted();

/** These look at the built site, and must not look at yesterday's. */
const needSite = ['drag', 'frame', 'load-trace', 'plot', 'size'];

/** A bundled file lies elsewhere; what it names beside itself it must still find. */
const ownFolders = {
  name: 'own-folders',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]test[\\/].*\.(ts|mjs)$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll('import.meta.dirname', JSON.stringify(dirname(path))),
      loader: 'ts',
      resolveDir: dirname(path),
    })),
};

const json = process.argv.includes('--json');
const asked = process.argv.slice(2).filter((argument) => argument !== '--json');
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`bench: no benchmark ${unknown.join(', ')}; there are ${known.join(', ')}\n`);
  process.exit(2);
}

// Inside the checkout, so that packages left out of the bundle are found.
const folder = mkdtempSync(join(root, 'node_modules/.tidemark-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const names = asked.length > 0 ? asked : known;
if (names.some((name) => needSite.includes(name))) {
  // Both pages: the builder knows of each, `build` of the first alone.
  const site = await createBuilder({ root, logLevel: 'error' });
  await site.buildApp();
}
if (!json) printRow(['name', 'value', 'unit', 'ratio', 'baseline', 'spread', 'memory', 'cold']);
for (const name of names) {
  const code = await runOne(name);
  if (code !== 0) {
    process.stderr.write(`bench: ${name} ended with ${code}\n`);
    process.exitCode = 1;
  }
}

async function runOne(name) {
  const file = join(folder, `${name}.mjs`);
  await bundle({
    entryPoints: [join(here, `${name}.bench.ts`)],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // A browser driver finds its own parts beside its files; bundled it would not.
    external: ['playwright-core', 'vite', 'esbuild'],
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [ownFolders],
    logLevel: 'error',
  });
  const child = spawn(process.execPath, ['--expose-gc', file], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let rest = '';
  child.stdout.setEncoding('utf8');
  for await (const text of child.stdout) {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const line of lines) print(line);
  }
  return child.exitCode ?? (await new Promise((done) => child.once('exit', (code) => done(code ?? 1))));
}

function print(line) {
  if (!line.startsWith('{')) process.stderr.write(`${line}\n`);
  else if (json) process.stdout.write(`${line}\n`);
  else {
    const { name, case: part, value, unit, ratio, baseline, spread, memoryMb, coldValue } = JSON.parse(line);
    const title = part ? `${name} ${part}` : name;
    const percent = spread === undefined ? '' : `${Math.round(spread * 100)} %`;
    const memory = memoryMb === undefined ? '' : `${memoryMb} MB`;
    const beside = baseline ? `${baseline.name} ${count(baseline.value)}` : '';
    printRow([title, count(value), unit, ratio ?? '', beside, percent, memory, coldValue ? count(coldValue) : '']);
  }
}

function count(value) {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 4 });
}

function printRow([name, value, unit, ratio, baseline, spread, memory, cold]) {
  const columns = [name.padEnd(22), value.padStart(12), unit.padEnd(14), String(ratio).padStart(8)];
  columns.push(baseline.padEnd(26), spread.padStart(6), memory.padStart(8), cold.padStart(10));
  process.stdout.write(`${columns.join('  ').trimEnd()}\n`);
}
