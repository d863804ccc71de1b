import type { Session } from './session';

/** Puts the link of what is on screen into the address and onto the clipboard. Answers with what was done, in words. */
export async function shareLink(session: Session): Promise<string> {
  const { theme, panel, speed } = session.view.get();
  const fragment = await session.link({
    t: session.playhead.timeMicros / 1000,
    ...(panel === 'config' ? {} : { panel }),
    ...(theme === 'auto' ? {} : { theme }),
    ...(speed === 1 ? {} : { speed }),
  });
  history.replaceState(null, '', fragment);
  try {
    await navigator.clipboard.writeText(location.href);
    return 'Link copied';
  } catch {
    // Without the permission the address still holds the link.
    return 'Link in the address';
  }
}
