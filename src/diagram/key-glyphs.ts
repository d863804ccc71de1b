import { keyLetters } from '../design/canvas-palette';

/** Hue of a record without a key: no hue at all. */
export const noHue = 8;

/**
 * The hue (0 to 7) of a record's key: its own where the key is one of the letters a to h, else by its number, so that up
 * to eight keys never share one.
 */
export function hueOf(keys: readonly string[], key: number): number {
  if (key < 0) return noHue;
  const letter = keys[key]?.length === 1 ? keyLetters.indexOf(keys[key]!) : -1;
  return letter >= 0 ? letter : key % 8;
}

/** The letter on a cell: the key itself if it is one letter, else that of its hue. */
export function letterOf(keys: readonly string[], key: number): string {
  if (key < 0) return '';
  return keys[key]?.length === 1 ? keys[key]! : keyLetters[key % 8]!;
}
