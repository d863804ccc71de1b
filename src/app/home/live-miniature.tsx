import { useMemo, useSyncExternalStore } from 'react';
import type { ReactElement } from 'react';
import { useSession, useView } from '../session-context';
import type { Card } from './cards';
import { Miniature } from './miniature';
import { lostAt } from './outcome';
import { pictureFold } from './picture-fold';

/** A picture of some hundred marks need not be drawn anew more often than this to be seen moving. */
const grainMicros = 100_000;

/** A card's picture, drawn from the run on screen at the present moment; once it has ended, of its telling one. */
export function LiveMiniature({ card }: { card: Card }): ReactElement {
  const { playhead } = useSession();
  const run = useView((view) => view.run);
  const verdict = useView((view) => view.verdict);
  const at = useSyncExternalStore(
    playhead.subscribe,
    () => Math.floor(playhead.timeMicros / grainMicros) * grainMicros,
  );
  const fold = useMemo(
    () =>
      run?.preset === card.id
        ? pictureFold(card.gallery, run.trace.names, run.trace, run.scenario.duration * 1000)
        : undefined,
    [run, card],
  );
  const hasEnded = run !== undefined && playhead.timeMicros >= playhead.endMicros;
  if (run === undefined || fold === undefined || hasEnded)
    return <Miniature picture={card.picture} durationMs={card.durationMs} />;
  const lost = lostAt(verdict ?? { anomalies: [] }, run.trace.names, at);
  return <Miniature picture={fold.at(at, lost)} durationMs={card.durationMs} isMoving />;
}
