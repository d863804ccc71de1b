import type { PlaceName } from './place';

/** Each page is fetched when it is looked at; the other one behind the first picture. */
export const loadHome = (): Promise<typeof import('./home/home')> => import('./home/home');
export const loadPlayground = (): Promise<typeof import('./playground')> => import('./playground');
export const loadPalette = (): Promise<typeof import('./palette/palette')> => import('./palette/palette');

/** Begins to fetch a page before anything is drawn. */
export function preload(name: PlaceName): void {
  void (name === 'home' ? loadHome() : loadPlayground());
}
