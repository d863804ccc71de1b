import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { sentenceOf } from './sentences';
import { useSession } from './session-context';
import type { RunView } from './session-view';
import { formatMoment } from './times';

/** Wall time between two announcements. */
const EVERY_MS = 1000;

/** Tells people who do not see the page what happens, at most once a second. */
export function Announcer(): ReactElement {
  const session = useSession();
  const [text, setText] = useState('');
  useEffect(() => {
    let toldUntil = session.playhead.timeMicros;
    const timer = window.setInterval(() => {
      const now = session.playhead.timeMicros;
      const { run, phase } = session.view.get();
      const news =
        run === undefined || now <= toldUntil || phase !== 'playing' ? undefined : newsBetween(run, toldUntil, now);
      toldUntil = now;
      if (news !== undefined) setText(news);
    }, EVERY_MS);
    return () => window.clearInterval(timer);
  }, [session]);
  return (
    <output className="hidden-text" aria-live="polite">
      {text}
    </output>
  );
}

/** The weightiest moment of a stretch, the latest of equals. */
function newsBetween(run: RunView, fromMicros: number, toMicros: number): string | undefined {
  const { moments, trace, scenario } = run;
  let best: number | undefined;
  const first = moments.countUntil(fromMicros);
  for (let index = moments.countUntil(toMicros) - 1; index >= first; index -= 1) {
    const row = moments.rows[index];
    const weight = moments.weight(row);
    if (weight > 0 && weight > (best === undefined ? 0 : moments.weight(best))) best = row;
  }
  if (best === undefined) return undefined;
  return `${formatMoment(moments.timeMicros(best))}: ${sentenceOf({ trace, names: trace.names, scenario }, best)}.`;
}
