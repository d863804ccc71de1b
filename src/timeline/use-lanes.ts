import { useSyncExternalStore } from 'react';

/** Which lanes there is room for. */
export interface Lanes {
  hasSignals: boolean;
  hasGroups: boolean;
  hasFindings: boolean;
  /** A phone: short labels, one leader. */
  isCompact: boolean;
}

const wide = '(min-width: 1200px)';
const narrow = '(max-width: 699px)';

const sets: readonly Lanes[] = [
  { hasSignals: false, hasGroups: false, hasFindings: true, isCompact: false },
  { hasSignals: true, hasGroups: true, hasFindings: true, isCompact: false },
  { hasSignals: false, hasGroups: false, hasFindings: false, isCompact: true },
];

/** The lanes follow the page's width. */
export function useLanes(): Lanes {
  const set = useSyncExternalStore(
    (listener) => {
      const media = [window.matchMedia(wide), window.matchMedia(narrow)];
      for (const it of media) it.addEventListener('change', listener);
      return () => {
        for (const it of media) it.removeEventListener('change', listener);
      };
    },
    () => (window.matchMedia(wide).matches ? 1 : window.matchMedia(narrow).matches ? 2 : 0),
  );
  return sets[set];
}
