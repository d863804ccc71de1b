import { useEffect, useRef } from 'react';
import type { ClusterView } from '../../../simulations/history';

/** Draws the moment that is asked for, once for each run and moment: while a run plays, what was asked for is long past. */
export function useAskedMoment(view: ClusterView, timeMicros: number, draw: (timeMicros: number) => void): void {
  const latest = useRef(draw);
  useEffect(() => {
    latest.current = draw;
  });
  useEffect(() => {
    const soon = requestAnimationFrame(() => latest.current(timeMicros));
    return () => cancelAnimationFrame(soon);
  }, [view, timeMicros]);
}
