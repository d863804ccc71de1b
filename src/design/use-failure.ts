import { useCallback, useState } from 'react';

/** For what goes wrong outside of drawing: the guard around the component that asks is told of it. */
export function useFailure(): (error: unknown) => void {
  const [, set] = useState<undefined>();
  return useCallback((error: unknown) => {
    set(() => {
      throw error;
    });
  }, []);
}
