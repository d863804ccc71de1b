import type { Session } from '../session';
import { copyText } from './hand-over';

/** Puts the link of what is on screen into the address and onto the clipboard. Answers with what was done, in words. */
export async function shareLink(session: Session): Promise<string> {
  const { theme, panel, speed } = session.view.get();
  const fragment = await session.link({
    t: session.playhead.timeMicros / 1000,
    ...(panel === 'config' ? {} : { panel }),
    ...(theme === 'auto' ? {} : { theme }),
    ...(speed === 1 ? {} : { speed }),
  });
  if (fragment === '') return 'A recording without a scenario has no link';
  history.replaceState(null, '', fragment);
  // Without the permission the address still holds the link.
  return (await copyText(location.href)) ? 'Link copied' : 'Link in the address';
}
