import type { ScenarioSource } from '../../workers/protocol';
import type { Session } from './session';
import { themeOf } from './theme';

/** What the page shows when the address names nothing. */
const firstPreset = 'first-event';

/**
 * Opens what the address says, now and whenever its fragment changes. Resolves when the first scenario is on screen, or
 * refused; then the first preset runs, so that nobody is left with an empty page.
 */
export async function openFromAddress(session: Session): Promise<void> {
  window.addEventListener('hashchange', () => void open(session));
  const refused = await open(session);
  if (refused) {
    const { refused: why, waiting } = session.view.get();
    await session.open({ preset: firstPreset });
    if (why !== undefined) session.refuse(why.what, why.problems, waiting);
  }
  await session.loadCatalogue();
}

async function open(session: Session): Promise<boolean> {
  const theme = themeOf(location.hash);
  if (theme !== 'auto') session.setTheme(theme);
  const problems = await session.open(sourceOf(location.hash), { what: 'the link' });
  return problems.length > 0 && session.view.get().phase === 'failed' && session.view.get().failure === undefined;
}

function sourceOf(fragment: string): ScenarioSource {
  return /(?:^#?|&)(?:s|scenario)=/.test(fragment) ? { fragment } : { preset: firstPreset };
}
