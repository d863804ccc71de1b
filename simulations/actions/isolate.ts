import { defineAction, forEachTarget } from './definition';
import { forAWhile, process, processes } from './fields';
import { fewer, shorter } from './gentler';
import { lasting, named, plainName } from './wording';

/** Cuts links: both ways or one way; from one, some or all. What is sent over a cut link
 * arrives when it is whole again, as TCP repeats it, unless somebody has given the connection up by then. */
export const isolate = defineAction({
  do: 'isolate',
  title: 'Cut off',
  at: 'required',
  fields: {
    target: process,
    from: { kind: 'targets', of: processes, optional: true, title: 'from whom; absent: from everyone' },
    direction: {
      kind: 'choice',
      values: ['both', 'in', 'out'],
      default: 'both',
      title: 'in: what it would receive is held up, out: what it sends',
    },
    for: forAWhile,
  },
  rules: ['C-FLT-1', 'K-REP-38'],
  say: (action) => `${named(action.targets)} ${sayCut(action.direction, action.from)}${lasting(action.for)}`,
  gentler: (action) => [...shorter(action, 20), ...fewer(action, 'from')],
  begin: (port, action) =>
    forEachTarget(action, (actor) => port.cut(action.id, { actor, from: action.from, direction: action.direction })),
  end: (port, action) => port.heal(action.id),
});

function sayCut(direction: 'both' | 'in' | 'out', from: readonly string[] | undefined): string {
  const whom = from === undefined ? 'everyone' : from.length === 1 ? plainName(from[0]) : named(from);
  if (direction === 'both') return `is cut off from ${whom}`;
  return direction === 'in' ? `no longer hears ${whom}` : `is no longer heard by ${whom}`;
}
