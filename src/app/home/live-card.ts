import type { Problem } from '../../../simulations/scenario';
import type { Session } from '../session';
import { gallery } from './gallery';
import type { Card } from './cards';

/** The run on a card begins a little before what it is about. */
const leadMicros = 4_000_000;

/** The first card runs as soon as the page is open. */
export function openFirstCard(session: Session): Promise<readonly Problem[]> {
  return openCard(session, gallery.cards[0]);
}

/** Runs a card's scenario as the session's run. Who wants no motion sees the moment that the card is about. */
export function openCard(session: Session, { id, atMs }: Card): Promise<readonly Problem[]> {
  const isCalm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const atMicros = isCalm ? atMs * 1000 : Math.max(0, atMs * 1000 - leadMicros);
  return session.open({ preset: id }, { play: !isCalm, atMicros, what: 'the scenario of the card' });
}
