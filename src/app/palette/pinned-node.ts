import type { DiagramNode } from '../../diagram';
import type { Session } from '../session';

/** What is pinned in the diagram, as something that actions can be aimed at; of a log or a record its broker. */
export function nodeOf(session: Session): DiagramNode | undefined {
  const { selected, run } = session.view.get();
  if (selected === null || run === undefined) return undefined;
  const { actors, actorKinds, groups } = run.trace.names;
  if (selected.kind === 'group') return { kind: 'group', name: groups[selected.group], number: selected.group };
  const number = 'actor' in selected ? selected.actor : selected.broker;
  const kind = actorKinds[number];
  if (kind !== 'broker' && kind !== 'producer' && kind !== 'member') return undefined;
  return { kind, name: actors[number], number };
}
