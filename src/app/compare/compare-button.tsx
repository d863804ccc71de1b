import type { ReactElement } from 'react';
import { Button } from '../../design/button';
import { useSession, useView } from '../session-context';
import { counterpartOf } from './counterpart';

/** Puts the branch that this one left beside it, or takes it away; there once there are two. */
export function CompareButton(): ReactElement | null {
  const session = useSession();
  const work = useView((view) => view.work);
  const compared = useView((view) => view.compared?.branch);
  const other = compared ?? (work === undefined ? undefined : counterpartOf(work));
  if (work === undefined || other === undefined) return null;
  const pair = [work.current, other].toSorted().join('/');
  return (
    <Button
      kind="quiet"
      icon="compare"
      className="button bar-compare"
      aria-pressed={compared !== undefined}
      aria-label={`Compare ${pair}`}
      onClick={() => void session.compare(compared === undefined ? other : undefined)}
    >
      <span>Compare {pair}</span>
    </Button>
  );
}
