import { useSyncExternalStore } from 'react';

const calm = '(prefers-reduced-motion: reduce)';

/** Whether the person asked their machine for less motion. */
export function useReducedMotion(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia(calm);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => window.matchMedia(calm).matches,
  );
}
