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
  // The card that had to stop, and goes on when it is seen again.
  const stopped = useRef<string | undefined>(undefined);
  useEffect(() => {
    // It may have been opened since this was rendered.
    const preset = session.view.get().run?.preset;
    if (stopped.current !== preset) stopped.current = undefined;
    const stop = (): void => {
      if (session.view.get().phase !== 'playing') return;
      stopped.current = preset;
      session.pause();
    };
    const card = list.current?.querySelector(`a[data-card="${CSS.escape(preset ?? '')}"]`);
    if (card === null || card === undefined) {
      stop();
      return undefined;
    }
    const watch = new IntersectionObserver(([entry]) => {
      if (!entry.isIntersecting) stop();
      else if (stopped.current !== undefined) {
        stopped.current = undefined;
        session.play();
      }
    });
    watch.observe(card);
    return () => watch.disconnect();
  }, [live, list, shown, session]);
  return { live: gallery.cards.some(({ id }) => id === live) ? live : undefined, lookAt };
}
