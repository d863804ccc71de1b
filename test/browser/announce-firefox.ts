import { findFirefox, firefoxNotFound } from './find-firefox.ts';

/** Before the browser tests: who runs them without a Firefox reads that nothing was tested in one. */
export function setup(): void {
  if (findFirefox() === undefined) process.stdout.write(`\n${firefoxNotFound}\n\n`);
}
