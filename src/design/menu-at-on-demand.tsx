import { Suspense } from 'react';
import type { ComponentProps, ReactElement } from 'react';
import type { MenuAt } from './menu';
import { onDemand } from './on-demand';

const Loaded = onDemand(() => import('./menu').then((module) => module.MenuAt), { name: 'The menu', place: 'over' });

/** {@link MenuAt} for a page that shows no other menu: it is fetched when the first one opens. */
export function MenuAtOnDemand(props: ComponentProps<typeof MenuAt>): ReactElement {
  return (
    <Suspense>
      <Loaded {...props} />
    </Suspense>
  );
}
