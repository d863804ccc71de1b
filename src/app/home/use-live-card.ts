import { useCallback, useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { usePlace } from '../kept-note';
import { placeOf } from '../place';
import { useSession, useView } from '../session-context';
import type { Card } from './cards';
import { gallery } from './gallery';
import { openCard } from './live-card';

/** A pointer that only passes over a card starts nothing. */
const DWELL_MS = 350;

/**
 * One card is alive: the first one, then the one that was pointed at or focused last. Its run is the session's; it
 * stands still while nobody can see it.
 */
export function useLiveCard(
  list: RefObject<HTMLElement | null>,
  /** Which cards are in the list: the one that is alive may not be among them. */
  shown: string,
): {
  live: string | undefined;
  lookAt: (card: Card) => void;
} {
  const session = useSession();
  const place = usePlace();
  const live = useView((view) => view.run?.preset);
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const lookAt = useCallback(
    (card: Card) => {
      window.clearTimeout(timer.current);
      if (session.view.get().run?.preset === card.id) return;
      timer.current = window.setTimeout(() => {
        void place.within(async () => {
          if (placeOf(location.hash) === 'home') await openCard(session, card);
        });
      }, DWELL_MS);
    },
    [session, place],
  );
  useEffect(() => {
    const card = list.current?.querySelector(`a[data-card="${CSS.escape(live ?? '')}"]`);
    if (card === null || card === undefined) {
      session.pause();
      return undefined;
    }
    let hadToStop = false;
    const watch = new IntersectionObserver(([entry]) => {
      const { phase } = session.view.get();
      if (!entry.isIntersecting && phase === 'playing') {
        hadToStop = true;
        session.pause();
      } else if (entry.isIntersecting && hadToStop) {
        hadToStop = false;
        session.play();
      }
    });
    watch.observe(card);
    return () => watch.disconnect();
  }, [live, list, shown, session]);
  return { live: gallery.cards.some(({ id }) => id === live) ? live : undefined, lookAt };
}
