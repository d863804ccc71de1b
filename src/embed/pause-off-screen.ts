import type { Session } from '../app';

/** Nobody looks at a diagram that is scrolled away: it holds still, and goes on where it was once it is seen again. */
export function pauseOffScreen(page: Element, session: Session): void {
  let wasPlaying = false;
  // The root is the window of the outermost page, also for a frame within it.
  new IntersectionObserver(([entry]) => {
    if (entry === undefined) return;
    if (entry.isIntersecting) {
      if (wasPlaying) session.play();
      wasPlaying = false;
    } else if (session.view.get().phase === 'playing') {
      wasPlaying = true;
      session.pause();
    }
  }).observe(page);
}
