// What the built pages make a browser fetch: the budgets of .size-limit.js and the `size` benchmark count the same files.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

const dist = join(import.meta.dirname, '../../dist');

/**
 * JS and CSS that a page asks for before it can paint: what its head names, what those import statically, and the
 * `part` of the page that the address asks for: the gallery (`home`) or the `playground`.
 */
export function firstLoad(page, part) {
  if (!existsSync(join(dist, page))) throw new Error('The site is not built: run `npm run build` first.');
  const html = readFileSync(join(dist, page), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, address]) => join(dist, address));
  return withStaticImports(part === undefined ? named : [...named, ...partFiles(named, part)]);
}

/** What the loader of a page fetches with one of its parts: the chunk, and everything that is named beside it. */
function partFiles(entries, part) {
  for (const entry of entries.filter((file) => file.endsWith('.js'))) {
    const source = readFileSync(entry, 'utf8');
    const call = new RegExp(`import\\([^)]*/(${part}-[\\w-]+\\.js).{0,60}?__vite__mapDeps\\(\\[([\\d,]*)\\]`).exec(
      source,
    );
    if (call === null) continue;
    const listed = JSON.parse(/m\.f=(\[[^\]]*\])/.exec(source)[1]);
    const beside = call[2].split(',').filter(Boolean);
    return [`./${call[1]}`, ...beside.map((index) => listed[Number(index)])].map((name) => join(entry, '..', name));
  }
  throw new Error(`The build has no part ${part}.`);
}

/** The simulation worker and what it imports statically. */
export function workerFiles() {
  const folder = join(dist, 'assets');
  const entries = existsSync(folder)
    ? readdirSync(folder).filter((name) => /^simulation\.worker-[\w-]+\.js$/.test(name))
    : [];
  return withStaticImports(entries.map((name) => join(folder, name)));
}

/** What the worker loads beside itself: `prepare` before its first run, `judge` for the first verdict. */
export function workerParts() {
  const folder = join(dist, 'assets');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter((name) => /^(prepare|judge)-[\w-]+\.js$/.test(name))
    .map((name) => relative(join(dist, '..'), join(folder, name)));
}

function withStaticImports(files) {
  const found = new Set();
  const queue = [...files];
  for (let file = queue.pop(); file; file = queue.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    if (file.endsWith('.js')) queue.push(...staticImports(file));
  }
  return [...found].map((file) => relative(join(dist, '..'), file)).toSorted();
}

/** `import … from "./x.js"`, `import "./x.js"` and `export … from "./x.js"`; not `import("./x.js")`. */
function staticImports(file) {
  const source = readFileSync(file, 'utf8');
  const clauses = source.matchAll(
    /(?:^|[;}\s])(?:import|export)\s*(?:[\w$*{][^"'();]*?from\s*)?["'](\.{1,2}\/[^"']+\.js)["']/g,
  );
  return [...clauses].map(([, address]) => join(file, '..', address));
}
