import { useCallback, useEffect, useLayoutEffect, useRef } from 'react';

/**
 * Shows the moment that React was given, with the next frame: not within React's own work, since a moment may bring other
 * boxes, which are laid out before it is drawn. Once for each moment and each `subject`. Answers with the way to show a
 * moment now: what React was given before that is out of date then, and is not shown any more.
 */
export function useAskedMoment(
  timeMicros: number,
  subject: unknown,
  show: (timeMicros: number) => void,
): (timeMicros: number) => void {
  const latest = useRef(show);
  const soon = useRef(0);
  useEffect(() => {
    latest.current = show;
  });
  useLayoutEffect(() => {
    const frame = requestAnimationFrame(() => latest.current(timeMicros));
    soon.current = frame;
    return () => cancelAnimationFrame(frame);
  }, [subject, timeMicros]);
  return useCallback(
    (moment: number) => {
      cancelAnimationFrame(soon.current);
      show(moment);
    },
    [show],
  );
}
