import { useCallback, useEffect, useRef, useState } from 'react';

const refreshMs = 200;

/** Asks for the table to be written again, a few times a second at most; the last ask is never lost. */
export function useTableRefresh(showsTable: boolean): () => void {
  const [, redraw] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );
  return useCallback(() => {
    if (!showsTable || timer.current !== null) return;
    timer.current = setTimeout(() => {
      timer.current = null;
      redraw((count) => count + 1);
    }, refreshMs);
  }, [showsTable]);
}
