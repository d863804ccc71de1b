import type { PlaceName } from './place';

/** Each page is fetched when it is looked at; the other one behind the first picture. */
export const loadHome = () => import('./home/home');
export const loadPlayground = () => import('./playground');
export const loadPalette = () => import('./palette/palette');

/** Begins to fetch a page before anything is drawn. */
export function preload(name: PlaceName): void {
  // Who shows it tells of a failure.
  (name === 'home' ? loadHome() : loadPlayground()).catch(() => undefined);
}
