import type { GalleryEntry } from '../../../simulations/scenarios';
import type { CardPicture } from './card-picture';

/** How a scenario ends, as its card says it. */
export interface Outcome {
  /** The anomaly's name, or "holds". */
  label: string;
  tone: 'held' | 'violated' | 'allowed' | 'late' | 'idle';
}

/** A card of the gallery. All of it is read off the scenario's file and a real run of it. */
export interface Card {
  id: string;
  name: string;
  description: string;
  watch: string;
  gallery: GalleryEntry;
  outcome: Outcome;
  durationMs: number;
  /** The moment of the picture, ms. */
  atMs: number;
  picture: CardPicture;
  /** What else one may search for: keys and values of settings, actions, error codes, anomalies. */
  words: string;
}

/** Cards that every word of a search fits, in their order. */
export function cardsFor(cards: readonly Card[], query: string, track: string | undefined): Card[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  return cards.filter((card) => {
    if (track !== undefined && card.gallery.track !== track) return false;
    const text = textOf(card);
    return wanted.every((word) => text.includes(word));
  });
}

function textOf({ id, name, description, watch, words, outcome, gallery }: Card): string {
  return [id, name, description, watch, outcome.label, gallery.track, words].join(' ').toLowerCase();
}
