import type { Card } from './cards';
import written from './gallery-cards.json';

/** How much of the simulator has been held against a real cluster. */
export interface HeldAgainst {
  recordedRuns: number;
  modelled: number;
  simplified: number;
  absent: number;
}

/** The gallery as a test writes it from the scenarios' files and their runs. */
export const gallery = written as unknown as { cards: readonly Card[]; held: HeldAgainst };
