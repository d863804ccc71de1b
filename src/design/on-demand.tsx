import { lazy, useState } from 'react';
import type { ComponentType, ReactElement } from 'react';
import { FailureGuard } from './failure-guard';
import type { FailurePlace } from './failure-guard';

interface Options {
  /** What a person would call it, with a capital: "The lag table". */
  name: string;
  place?: FailurePlace;
}

interface Watched {
  onFailed?: ((error: Error) => void) | undefined;
}

/**
 * A component that is fetched when it is first shown; a Suspense around it says what stands there until then. One that
 * cannot be fetched, or that fails, says so in its place and can be tried again: the rest of the page goes on.
 */
export function onDemand<P extends object>(
  load: () => Promise<ComponentType<P>>,
  { name, place = 'here' }: Options,
): ComponentType<P & Watched> {
  const fetched = (): ComponentType<P> => lazy(async () => ({ default: await load() })) as unknown as ComponentType<P>;
  let current = fetched();
  return function OnDemand({ onFailed, ...given }: P & Watched): ReactElement {
    const [Part, setPart] = useState<ComponentType<P>>(() => current);
    const again = (): void => {
      // Who has failed to be fetched once fails for ever.
      if (current === Part) current = fetched();
      setPart(() => current);
    };
    return (
      <FailureGuard {...{ name, place, onFailed }} onRetry={again}>
        <Part {...(given as unknown as P)} />
      </FailureGuard>
    );
  };
}
