import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, extname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

/**
 * The house rules that no tool knows, as a test. Verifies names, sizes, lists and what documents may say; types, lint,
 * arrows between rooms and dead code have tools of their own (`npm run check`).
 */

const root = join(import.meta.dirname, '..');
const ignored = readFileSync(join(root, '.gitignore'), 'utf8')
  .split('\n')
  .filter((line) => /^[^*]+\/$/.test(line))
  .map((line) => line.slice(0, -1));
const all = filesUnder(root);
const code = all.filter((file) => /\.(ts|tsx|mjs|cjs|js)$/.test(file));
const written = all.filter((file) => /\.(ts|tsx|mjs|cjs|js|css|md|html|json|yml|svg)$/.test(file));
const prose = written.filter((file) => !file.endsWith('.json') && file !== 'test/tidy.test.ts');

describe('the top level', () => {
  test('holds exactly the rooms, the pages and the papers', () => {
    const wanted = ['docs', 'public', 'simulations', 'src', 'test', 'workers'];
    const papers = ['CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE', 'README.md'];
    const settings = ['index.html', 'package-lock.json', 'package.json', 'tsconfig.json', 'vite.config.ts'];
    const found = readdirSync(root).filter((name) => !name.startsWith('.') && !ignored.includes(name));
    const optional = ['embed.html'];
    expect(found.filter((name) => !optional.includes(name)).toSorted()).toEqual(
      [...wanted, ...papers, ...settings].toSorted(),
    );
  });
});

describe('the lock file', () => {
  test('knows every platform: what was left out on one machine fails `npm ci` on the next', () => {
    type Locked = { optionalDependencies?: Record<string, string> };
    const { packages } = JSON.parse(text('package-lock.json')) as { packages: Record<string, Locked> };
    const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`node_modules/${name}` in packages) && !(`${place}/node_modules/${name}` in packages),
      ),
    );
    expect(missing).toEqual([]);
  });

  test('names no address to download from', () => {
    expect(text('package-lock.json')).not.toMatch(/"resolved"|\.tgz/);
  });
});

describe('files', () => {
  test('have at most 400 lines', () => {
    const long = [...code, ...all.filter((file) => file.endsWith('.css'))]
      .map((file) => ({ file, lines: text(file).split('\n').length - 1 }))
      .filter(({ lines }) => lines > 400);
    expect(long).toEqual([]);
  });

  test('are named in kebab-case after the noun they hold', () => {
    const vague = /(^|-)(utils?|helpers?|manager|handler|data|info|misc|common)(-|$)/;
    const wrong = code.filter((file) => {
      const stem = basename(file)
        .replace(/^\./, '')
        .replace(/(\.[a-z-]+)*\.[a-z]+$/, '');
      return !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(stem) || vague.test(stem);
    });
    expect(wrong).toEqual([]);
  });

  test('tests lie where what they test lies', () => {
    const strays = all
      .filter((file) => file.startsWith('test/unit/') && file.includes('.test.'))
      .map((file) => file.slice('test/unit/'.length).split('/').slice(0, -1))
      .filter((folders) => !existsSync(join(root, 'simulations', ...folders)) && !existsSync(join(root, ...folders)));
    expect(strays.map((folders) => folders.join('/'))).toEqual([]);
  });
});

describe('lists', () => {
  test.each([
    ['scenarios', /^(?!index\.)[a-z0-9-]+\.(ts|json)$/],
    ['actions', /^(?!index\.)[a-z0-9-]+\.ts$/],
  ])('every file of simulations/%s is reached from its index', (room, entries) => {
    const folder = join('simulations', room);
    const files = all.filter((file) => file.startsWith(`${folder}/`) && entries.test(basename(file)));
    expect(files.length).toBeGreaterThan(0);
    const index = text(join(folder, 'index.ts'));
    const unlisted = files.filter((file) => {
      const name = file.endsWith('.json') ? basename(file) : basename(file, '.ts');
      return !index.includes(`'./${name}'`) && !isInternal(file, files);
    });
    expect(unlisted).toEqual([]);
  });

  test.each([
    ['scenarios', /preset\('([^']+)'/g],
    ['actions', /^ {2}(\w+),$/gm],
  ])('simulations/%s is listed in alphabetical order', (room, entry) => {
    const index = text(join('simulations', room, 'index.ts'));
    const list = index.slice(index.indexOf(`export const ${room}`));
    const names = [...list.slice(0, list.indexOf('];')).matchAll(entry)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(1);
    expect(names).toEqual(names.toSorted());
  });

  test('every room has a page that says what it is for', () => {
    const rooms = ['simulations', 'src'].flatMap((house) =>
      readdirSync(join(root, house), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => join(house, entry.name)),
    );
    expect([...rooms, 'workers'].filter((room) => !existsSync(join(root, room, 'README.md')))).toEqual([]);
  });
});

describe('what a trace rests on', () => {
  test('powers are powers of two, which every engine computes exactly', () => {
    const powers = code
      .filter((file) => file.startsWith('simulations/'))
      .flatMap((file) =>
        [...text(file).matchAll(/^(?!\s*(?:\/?\*|\/\/)).*?(\S+) \*\* /gm)]
          .filter(([, base]) => !/(?:^|[^\w.])-?2n?$/.test(base))
          .map(([line]) => `${file}: ${line.trim()}`),
      );
    expect(powers).toEqual([]);
  });
});

describe('style', () => {
  test('names only variables that somebody sets', () => {
    const sheets = written.filter((file) => file.startsWith('src/') && /\.(css|tsx?)$/.test(file)).map(text);
    const set = new Set(
      sheets.flatMap((sheet) => [...sheet.matchAll(/(--[\w-]+)['"\]]*\s*[:,]/g)].map(([, name]) => name)),
    );
    const used = sheets.flatMap((sheet) =>
      [...sheet.matchAll(/var\((--[\w-]+)(?!\$)[\s,)]/g)].map(([, name]) => name!),
    );
    expect(used.length).toBeGreaterThan(500);
    // Radix sets its own on what it opens.
    expect([...new Set(used)].filter((name) => !set.has(name) && !name.startsWith('--radix-'))).toEqual([]);
  });
});

describe('what is written', () => {
  test('nothing is left for later', () => {
    const marks = /\b(TODO|FIXME|XXX|HACK)\b/;
    expect(prose.filter((file) => marks.test(text(file)))).toEqual([]);
  });

  test('speaks of the product, not of where it was made', () => {
    // Kafka's own defaults are the one exception.
    const workplace = /(^|[\s"'`(])\/(work|home|root|Users|tmp)\/(?!kafka)|\.\.\/shared\//m;
    expect(prose.filter((file) => workplace.test(text(file)))).toEqual([]);
  });

  test('documents name only files that exist', () => {
    const broken = all
      .filter((file) => file.endsWith('.md'))
      .flatMap((file) =>
        [...text(file).matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)]
          .map(([, target]) => join(file, '..', target))
          .filter((target) => !existsSync(join(root, target)))
          .map((target) => `${file}: ${target}`),
      );
    expect(broken).toEqual([]);
  });
});

/** A file that another of its room imports is a piece of that one, no entry of the list. */
function isInternal(file: string, files: string[]): boolean {
  const name = basename(file, extname(file));
  return files.some((other) => other !== file && text(other).includes(`'./${name}'`));
}

function text(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === '.git' || ignored.includes(entry.name) ? [] : filesUnder(path);
    return [relative(root, path)];
  });
}
