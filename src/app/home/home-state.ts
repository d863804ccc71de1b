import type { Track } from '../../../simulations/scenarios';
import { Store } from '../store';

/** How a person left the gallery: they find it so when they come back. */
export interface HomeState {
  query: string;
  track: Track | undefined;
  /** The card that the arrows have come to, or that was opened last. */
  current: string | undefined;
  /** Whether that card is to be focused when the page is there again. */
  isReturning: boolean;
  /** What stands in the field for a config, and the file that it came from. */
  config: string;
  configName: string | undefined;
}

export const homeState = new Store<HomeState>({
  query: '',
  track: undefined,
  current: undefined,
  isReturning: false,
  config: '',
  configName: undefined,
});
