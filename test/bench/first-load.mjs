// What the built pages make a browser fetch: the budgets of .size-limit.js and the `size` benchmark count the same files.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

const dist = join(import.meta.dirname, '../../dist');

/** JS and CSS that a page asks for before it can paint: what its head names, and what those import statically. */
export function firstLoad(page) {
  if (!existsSync(join(dist, page))) throw new Error('The site is not built: run `npm run build` first.');
  const html = readFileSync(join(dist, page), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, address]) => join(dist, address));
  return withStaticImports(named);
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
