/** Longer names say nothing more. */
const LENGTH_MAX = 120;

/** Controls, and marks that would turn the direction of what stands behind the name. */
const unseen = /[\p{Cc}\p{Cs}\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]+/gu;

/** A file's name as it is written on the page: no more of it than can be read, its end with the extension kept. */
export function shownName(name: string): string {
  const seen = [...name.replace(unseen, '')];
  if (seen.length === 0) return 'a file without a name';
  if (seen.length <= LENGTH_MAX) return seen.join('');
  return `${seen.slice(0, 80).join('')}…${seen.slice(-30).join('')}`;
}
