import { describe, expect, test } from 'vitest';
import { bookmarksOf, neighbourBookmark, renamed, withBookmark, withoutBookmark } from '../../../../src/app/bookmarks';

describe('bookmarks', () => {
  const two = withBookmark(withBookmark([], 12_400_000), 3_000_000.4);

  test('stand in the order of time, are numbered, and no moment has two', () => {
    expect(two).toEqual([
      { atMicros: 3_000_000, name: 'Mark 2' },
      { atMicros: 12_400_000, name: 'Mark 1' },
    ]);
    expect(withBookmark(two, 3_000_000)).toBe(two);
    expect(withBookmark(withoutBookmark(two, 12_400_000), 5).map(({ name }) => name)).toEqual(['Mark 1', 'Mark 2']);
  });

  test('can be renamed, but not to nothing', () => {
    expect(renamed(two, 3_000_000, '  before the kill ')[0].name).toBe('before the kill');
    expect(renamed(two, 3_000_000, '  ')[0].name).toBe('Mark 2');
  });

  test('are found before and after a moment, never at it', () => {
    expect(neighbourBookmark(two, 3_000_000, 'after')?.name).toBe('Mark 1');
    expect(neighbourBookmark(two, 3_000_000, 'before')).toBeUndefined();
    expect(neighbourBookmark(two, 30_000_000, 'before')?.name).toBe('Mark 1');
  });

  test('come back from saved work as they were; what is none is left out', () => {
    expect(bookmarksOf(JSON.parse(JSON.stringify(two)))).toEqual(two);
    expect(bookmarksOf('x')).toEqual([]);
    const hostile = [
      null,
      1,
      {},
      { atMicros: -1 },
      { atMicros: 'x' },
      { atMicros: Number.NaN },
      { atMicros: 7, name: 4 },
    ];
    expect(bookmarksOf(hostile)).toEqual([{ atMicros: 7, name: 'Mark 1' }]);
    expect(bookmarksOf([{ atMicros: 1, name: 'n'.repeat(500) }])[0].name).toHaveLength(60);
    expect(bookmarksOf(Array.from({ length: 5000 }, (_, atMicros) => ({ atMicros })))).toHaveLength(200);
  });
});
