import type { CSSProperties, ReactElement } from 'react';
import { Menu } from '../design/menu';
import type { MenuItem } from '../design/menu';
import { formatMoment, useSession, useView } from '../app';
import type { Branch, Session } from '../app';
import type { TimeScale } from './time-scale';
import './branch-lane.css';

/** The courses that the run may take, each from the moment at which it left another one; absent while there is one. */
export function BranchLane({ scale }: { scale: TimeScale }): ReactElement | null {
  const work = useView((view) => view.work);
  const compared = useView((view) => view.compared);
  if (work === undefined || work.branches.length < 2) return null;
  const difference = compared?.difference;
  return (
    <div className="timeline-lane" data-lane="branches">
      <span className="timeline-name">branches</span>
      <ul className="timeline-branches" aria-label="Branches">
        {work.branches.map((branch) => (
          <BranchRow
            key={branch.id}
            branch={branch}
            isCurrent={branch.id === work.current}
            isCompared={branch.id === compared?.branch}
            differsAt={branch.id === compared?.branch ? difference?.atMicros : undefined}
            scale={scale}
          />
        ))}
      </ul>
    </div>
  );
}

interface RowProps {
  branch: Branch;
  isCurrent: boolean;
  isCompared: boolean;
  differsAt: number | undefined;
  scale: TimeScale;
}

/** A name needs so much room before the right edge. */
const NAME_ROOM = 150;

function BranchRow({ branch, isCurrent, isCompared, differsAt, scale }: RowProps): ReactElement {
  const session = useSession();
  const { id, label, fork } = branch;
  const begins = fork?.atMicros ?? 0;
  const left = Math.min(Math.max(0, scale.x(begins)), scale.width);
  const states = [isCurrent ? 'on screen' : '', isCompared ? 'beside it' : ''].filter((state) => state !== '');
  const from = fork === undefined ? '' : `, left ${fork.from} at ${formatMoment(begins)}`;
  return (
    <li
      className="timeline-branch"
      data-current={isCurrent || undefined}
      data-compared={isCompared || undefined}
      style={{ '--fork': `${left}px` } as CSSProperties}
    >
      {differsAt !== undefined && scale.shows(differsAt) ? (
        <span
          className="timeline-difference"
          title={`First difference, ${formatMoment(differsAt)}`}
          style={{ left: scale.x(differsAt) }}
        />
      ) : null}
      <Menu
        label={`Branch ${id}`}
        sections={[{ title: `${id}: ${label}${from}`, items: itemsOf(session, branch, { isCurrent, isCompared }) }]}
        trigger={
          <button
            type="button"
            className="timeline-branch-name"
            aria-label={`Branch ${[id, label, ...states].join(' ')}${from}`}
            style={{ left: Math.min(left + 6, Math.max(0, scale.width - NAME_ROOM)) }}
          >
            <b>{id}</b> {label}
            {states.length === 0 ? null : <span className="third"> {states.join(' ')}</span>}
          </button>
        }
      />
    </li>
  );
}

function itemsOf(
  session: Session,
  { id, fork }: Branch,
  { isCurrent, isCompared }: { isCurrent: boolean; isCompared: boolean },
): MenuItem[] {
  const items: MenuItem[] = [];
  if (!isCurrent) {
    items.push(
      { id: 'show', label: `Go on with ${id}`, onSelect: () => void session.showBranch(id) },
      isCompared
        ? { id: 'alone', label: 'Stop comparing', onSelect: () => void session.compare(undefined) }
        : { id: 'compare', label: 'Compare with what is on screen', onSelect: () => void session.compare(id) },
    );
  } else
    items.push({ id: 'copy', label: 'Copy, to change it beside this one', onSelect: () => void session.copyBranch() });
  if (fork !== undefined) {
    items.push({
      id: 'fork',
      label: `Go to where it begins, ${formatMoment(fork.atMicros)}`,
      onSelect: () => {
        session.visit(fork.atMicros);
      },
    });
  }
  items.push({ id: 'remove', label: `Remove ${id}`, onSelect: () => void session.removeBranch(id) });
  return items;
}
