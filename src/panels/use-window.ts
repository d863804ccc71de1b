import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

/** Rows drawn above and below what is seen, so that a quick scroll shows none missing. */
const MARGIN_ROWS = 12;

/** The rows of a long list that are on screen; the others are only room. */
export interface RowWindow<E extends HTMLElement> {
  scroller: RefObject<E | null>;
  onScroll: () => void;
  from: number;
  to: number;
}

/** Follows which of `count` rows of equal height a scrolling element shows. */
export function useWindow<E extends HTMLElement>(count: number, rowHeight: number): RowWindow<E> {
  const scroller = useRef<E>(null);
  const [seen, setSeen] = useState({ first: 0, rows: 40 });
  const measure = useCallback(() => {
    const { current } = scroller;
    if (current === null) return;
    const first = Math.max(0, Math.floor(current.scrollTop / rowHeight));
    // An element without a height yet, or in a page that has no layout, shows a screenful.
    const rows = current.clientHeight === 0 ? 40 : Math.ceil(current.clientHeight / rowHeight);
    setSeen((before) => (before.first === first && before.rows === rows ? before : { first, rows }));
  }, [rowHeight]);
  useLayoutEffect(() => {
    const { current } = scroller;
    if (current === null) return undefined;
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, [measure]);
  const from = Math.max(0, Math.min(seen.first, count - seen.rows) - MARGIN_ROWS);
  return { scroller, onScroll: measure, from, to: Math.min(count, Math.max(0, seen.first) + seen.rows + MARGIN_ROWS) };
}
