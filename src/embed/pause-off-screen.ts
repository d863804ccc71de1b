import type { Session } from '../app';

/**
 * Nobody looks at a diagram that is scrolled away: it holds still, and goes on where it was once it is seen again. Calling
 * the function that comes back lets it stay as it is: somebody has asked for that.
 */
export function pauseOffScreen(page: Element, session: Session): () => void {
  // Until the browser has said otherwise.
  let isSeen = true;
  let isHeld = false;
  const hold = (): void => {
    if (isSeen || session.view.get().phase !== 'playing') return;
    isHeld = true;
    session.pause();
  };
  // A run may begin while the page is already off the screen: frames are loaded before they are seen.
  session.view.subscribe(hold);
  // The root is the window of the outermost page, also for a frame within it.
  new IntersectionObserver(([entry]) => {
    if (entry === undefined) return;
    isSeen = entry.isIntersecting;
    if (isSeen && isHeld) session.play();
    if (isSeen) isHeld = false;
    else hold();
  }).observe(page);
  return () => {
    isHeld = false;
  };
}
