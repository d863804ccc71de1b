import { Suspense, lazy } from 'react';
import type { ComponentProps, ReactElement } from 'react';
import type { MenuAt } from './menu';

const Loaded = lazy(() => import('./menu').then((module) => ({ default: module.MenuAt })));

/** {@link MenuAt} for a page that shows no other menu: it is fetched when the first one opens. */
export function MenuAtOnDemand(props: ComponentProps<typeof MenuAt>): ReactElement {
  return (
    <Suspense>
      <Loaded {...props} />
    </Suspense>
  );
}
