import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** A browser to drive, and the environment its process needs. */
export interface FoundBrowser {
  executablePath: string;
  environment: Record<string, string>;
  origin: 'named' | 'installed' | 'package';
}

const root = join(import.meta.dirname, '../..');
const names = [
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
  'chrome.exe',
  'msedge.exe',
];
const places = [
  '/opt/google/chrome/chrome',
  '/opt/microsoft/msedge/msedge',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * The browser of the tests: the one that TIDEMARK_BROWSER names, else an installed Chrome, Chromium or Edge, else the
 * Chromium inside a registry package (Linux on x64). Throws with the command that gets one when there is none: browser
 * tests fail rather than skip.
 */
export async function findBrowser(): Promise<FoundBrowser> {
  const named = process.env.TIDEMARK_BROWSER;
  if (named === 'package') return unpackedChromium();
  if (named) {
    if (!isExecutable(named)) throw new Error(`TIDEMARK_BROWSER: no program at ${named}`);
    return { executablePath: named, environment: {}, origin: 'named' };
  }
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const installed = [...onPath, ...places].find(isExecutable);
  if (installed) return { executablePath: installed, environment: {}, origin: 'installed' };
  if (process.platform === 'linux' && process.arch === 'x64') return unpackedChromium();
  throw new Error(
    'No browser for the browser tests. Install Chrome, Chromium or Edge (for example `npx playwright-core install chromium`), ' +
      'and name its program in TIDEMARK_BROWSER if it is not in a usual place.',
  );
}

/** The package's Chromium, unpacked once into the cache folder of node_modules; some 200 MB and five seconds. */
async function unpackedChromium(): Promise<FoundBrowser> {
  const manifest = join(root, 'node_modules/@sparticuz/chromium/package.json');
  if (!existsSync(manifest)) {
    throw new Error('No browser for the browser tests. `npm ci` brings one for Linux on x64.');
  }
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const folder = join(root, 'node_modules/.cache/tidemark', `chromium-${version}`);
  if (!existsSync(folder)) await unpackInto(folder);
  nameFonts(folder);
  return {
    executablePath: join(folder, 'chromium'),
    environment: { LD_LIBRARY_PATH: join(folder, 'al2023/lib'), FONTCONFIG_PATH: join(folder, 'fonts') },
    origin: 'package',
  };
}

/** Unpacks beside the folder and renames: an interrupted run leaves no half a browser behind. */
async function unpackInto(folder: string): Promise<void> {
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  try {
    const script = join(import.meta.dirname, 'unpack-chromium.mjs');
    await promisify(execFile)(process.execPath, [script, unfinished], { env: { ...process.env, TMPDIR: unfinished } });
    if (!existsSync(folder)) renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** The package's own list of font folders names none that exists here; a page without a font has no text at all. */
function nameFonts(folder: string): void {
  const fonts = join(folder, 'fonts');
  const lines = [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    `  <dir>${fonts}</dir>`,
    '  <dir>/usr/share/fonts</dir>',
    `  <cachedir>${join(folder, 'fonts-cache')}</cachedir>`,
    '</fontconfig>',
  ];
  writeFileSync(join(fonts, 'fonts.conf'), `${lines.join('\n')}\n`);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
