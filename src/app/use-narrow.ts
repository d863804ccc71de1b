import { useSyncExternalStore } from 'react';

const query = '(max-width: 699px)';

/** Whether the page is one column with a sheet. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => window.matchMedia(query).matches,
  );
}
