/** A moment that somebody wants to find again. */
export interface Bookmark {
  /** Whole µs of virtual time; no two bookmarks share one. */
  readonly atMicros: number;
  readonly name: string;
}

/** In the order of time. As JSON they are part of saved work. */
export type Bookmarks = readonly Bookmark[];

const NAME_LENGTH_MAX = 60;
const COUNT_MAX = 200;

/** With one more at a moment; the same if there is one, or if there are too many. Without a name it gets a number. */
export function withBookmark(bookmarks: Bookmarks, atMicros: number, name?: string): Bookmarks {
  const at = Math.max(0, Math.round(atMicros));
  if (bookmarks.length >= COUNT_MAX || bookmarks.some((it) => it.atMicros === at)) return bookmarks;
  return [...bookmarks, { atMicros: at, name: named(name, freeName(bookmarks)) }].toSorted(byTime);
}

export function withoutBookmark(bookmarks: Bookmarks, atMicros: number): Bookmarks {
  return bookmarks.filter((it) => it.atMicros !== atMicros);
}

/** An empty name changes nothing. */
export function renamed(bookmarks: Bookmarks, atMicros: number, name: string): Bookmarks {
  return bookmarks.map((it) => (it.atMicros === atMicros ? { ...it, name: named(name, it.name) } : it));
}

/** The bookmark nearest before or after a moment. */
export function neighbourBookmark(
  bookmarks: Bookmarks,
  atMicros: number,
  direction: 'before' | 'after',
): Bookmark | undefined {
  return direction === 'after'
    ? bookmarks.find((it) => it.atMicros > atMicros)
    : bookmarks.findLast((it) => it.atMicros < atMicros);
}

/** Reads what was saved; what is no bookmark is left out. */
export function bookmarksOf(saved: unknown): Bookmarks {
  if (!Array.isArray(saved)) return [];
  let bookmarks: Bookmarks = [];
  for (const it of saved as readonly unknown[]) {
    if (typeof it !== 'object' || it === null) continue;
    const { atMicros, name } = it as { atMicros?: unknown; name?: unknown };
    if (typeof atMicros !== 'number' || !Number.isFinite(atMicros) || atMicros < 0) continue;
    bookmarks = withBookmark(bookmarks, atMicros, typeof name === 'string' ? name : undefined);
  }
  return bookmarks;
}

function named(name: string | undefined, otherwise: string): string {
  const trimmed = name?.trim().slice(0, NAME_LENGTH_MAX) ?? '';
  return trimmed === '' ? otherwise : trimmed;
}

function freeName(bookmarks: Bookmarks): string {
  let number = 1;
  while (bookmarks.some(({ name }) => name === `Mark ${number}`)) number += 1;
  return `Mark ${number}`;
}

function byTime(a: Bookmark, b: Bookmark): number {
  return a.atMicros - b.atMicros;
}
