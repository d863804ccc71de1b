import { useEffect, useMemo, useState } from 'react';
import type { ClusterView } from '../../../simulations/history';
import { LagHistory } from './lag-history';

/** Time that a slice may take, ms: a frame has to fit behind it. */
const sliceMs = 3;
const pauseMs = 30;
/** Between two looks at a trace that has not grown. */
const waitMs = 250;

/** Moments between two times that React is told of. */
const tellEvery = 12;

/**
 * The lag over the whole run, folded in slices between the frames; `grown` is called when more of it is there, and what
 * is written about it in words follows now and then.
 */
export function useLagHistory(
  view: ClusterView,
  endMicros: number,
  grown: () => void,
): { history: LagHistory; told: number } {
  const [told, tell] = useState(0);
  const history = useMemo(() => new LagHistory(view.names, view.trace, endMicros), [view, endMicros]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const slice = (): void => {
      const hasGrown = history.advance(sliceMs, () => performance.now());
      if (hasGrown) grown();
      tell(history.isComplete ? history.done : history.done - (history.done % tellEvery));
      if (!history.isComplete) timer = setTimeout(slice, hasGrown ? pauseMs : waitMs);
    };
    timer = setTimeout(slice, pauseMs);
    return () => clearTimeout(timer);
  }, [history, grown]);
  return { history, told };
}
