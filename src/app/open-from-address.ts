import type { Problem } from '../../simulations/scenario';
import { placeOf } from './place';
import type { Place } from './place';
import { cancelReading } from './recording';
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
  /** How often the address was asked for what it names: only the last one counts. */
  asked?: number;
  /** What it named then. */
  fragment?: string;
}

/**
 * Opens what the address says, now and whenever its fragment changes. Resolves when the first scenario is on screen, or
 * refused; then the first preset runs, so that nobody is left with an empty page.
 */
export async function openFromAddress(page: OpenPage): Promise<void> {
  const { session } = page;
  window.addEventListener('hashchange', () => void openAddress(page));
  // Two entries of the history may have the same fragment, and different work.
  window.addEventListener('popstate', () => {
    if (location.hash === page.fragment && !page.keeper.isHere()) void openAddress(page);
  });
  const refused = await openAddress(page);
  if (refused) {
    const { refused: why, waiting } = session.view.get();
    await page.place.within(() => session.open({ preset: firstPreset }));
    if (why !== undefined) session.refuse(why.what, why.problems, waiting);
  }
  await session.loadCatalogue();
}

/** Opens what the address says now. Answers whether nothing is on screen since it was refused. */
export async function openAddress(page: OpenPage): Promise<boolean> {
  const { session, place } = page;
  const asked = (page.asked = (page.asked ?? 0) + 1);
  page.fragment = location.hash;
  cancelReading();
  const theme = themeOf(location.hash);
  if (theme !== 'auto') session.setTheme(theme);
  const problems = await place.within(async () => {
    // The address has changed again in the meantime.
    if (asked !== page.asked) return [];
    return placeOf(location.hash) === 'home' ? openHome(page) : openScenario(page);
  });
  return problems.length > 0 && session.view.get().phase === 'failed' && session.view.get().failure === undefined;
}

/** The page that was there stays until the scenario is on screen, or refused. */
async function openScenario({ session, place, keeper }: OpenPage): Promise<readonly Problem[]> {
  const fragment = location.hash;
  try {
    return await keeper.begin(() => session.open({ fragment }, { what: 'the link' }));
  } finally {
    place.go('playground');
  }
}

async function openHome({ session, place, keeper }: OpenPage): Promise<readonly Problem[]> {
  place.go('home');
  keeper.atHome();
  const card = await import('./home/live-card').catch(() => undefined);
  // Without it the first card stays a drawn one; or the gallery is missing too, and says so.
  return card === undefined ? [] : card.openFirstCard(session);
}
