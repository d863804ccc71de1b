import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['firefox', 'firefox-esr', 'firefox.exe'];
const places = [
  '/usr/lib/firefox-esr/firefox-esr',
  '/usr/lib/firefox/firefox',
  '/opt/firefox/firefox',
  '/snap/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
  'C:\\Program Files (x86)\\Mozilla Firefox\\firefox.exe',
];

/** What a run of the tests says where there is no Firefox. */
export const firefoxNotFound = 'Firefox not found: not tested';

/**
 * The program of the Firefox that the tests drive: the one that FIREFOX_PATH names, else an installed one; undefined if
 * there is none.
 *
 * @throws Error if FIREFOX_PATH names no program, or TIDEMARK_FIREFOX is "required" and there is none
 */
export function findFirefox(
  environment: NodeJS.ProcessEnv = process.env,
  usualPlaces: readonly string[] = places,
): string | undefined {
  const named = environment.FIREFOX_PATH;
  if (named) {
    if (!isExecutable(named)) throw new Error(`FIREFOX_PATH: no program at ${named}`);
    return named;
  }
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  const found = [...onPath, ...usualPlaces].find(isExecutable);
  if (found === undefined && environment.TIDEMARK_FIREFOX === 'required') {
    throw new Error(
      'TIDEMARK_FIREFOX=required, and no Firefox: install it (Debian: `apt-get install firefox-esr`), ' +
        'or name its program in FIREFOX_PATH.',
    );
  }
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
