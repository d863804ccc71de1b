import type { Problem } from '../../simulations/scenario';
import { placeOf } from './place';
import type { Place } from './place';
import type { WorkKeeper } from './saved-work';
import type { Session } from './session';
import { themeOf } from './theme';

/** What runs when an address names something that cannot be opened. */
const firstPreset = 'first-event';

/** The page as a whole: who is at it, where, and what is kept. */
export interface OpenPage {
  session: Session;
  place: Place;
  keeper: WorkKeeper;
}

/**
 * Opens what the address says, now and whenever its fragment changes. Resolves when the first scenario is on screen, or
 * refused; then the first preset runs, so that nobody is left with an empty page.
 */
export async function openFromAddress(page: OpenPage): Promise<void> {
  const { session } = page;
  window.addEventListener('hashchange', () => void openAddress(page));
  const refused = await openAddress(page);
  if (refused) {
    const { refused: why, waiting } = session.view.get();
    await page.place.within(() => session.open({ preset: firstPreset }));
    if (why !== undefined) session.refuse(why.what, why.problems, waiting);
  }
  await session.loadCatalogue();
}

/** Opens what the address says now. Answers whether nothing is on screen since it was refused. */
export async function openAddress({ session, place, keeper }: OpenPage): Promise<boolean> {
  const fragment = location.hash;
  const theme = themeOf(fragment);
  if (theme !== 'auto') session.setTheme(theme);
  const problems = await place.within(async (): Promise<readonly Problem[]> => {
    place.go(placeOf(fragment));
    if (placeOf(fragment) === 'playground') {
      return keeper.begin(() => session.open({ fragment }, { what: 'the link' }));
    }
    keeper.atHome();
    const { openFirstCard } = await import('./home/live-card');
    return openFirstCard(session);
  });
  return problems.length > 0 && session.view.get().phase === 'failed' && session.view.get().failure === undefined;
}
