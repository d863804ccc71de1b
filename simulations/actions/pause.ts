import { defineAction, forEachTarget } from './definition';
import { forAWhile, process } from './fields';
import { shorter } from './gentler';
import { lasting, named } from './wording';

/** A long garbage collection: nothing runs, no timer fires, the inbox fills; on resume it acts on old beliefs. */
export const pause = defineAction({
  do: 'pause',
  title: 'Pause',
  at: 'required',
  fields: { target: process, for: forAWhile },
  rules: ['C-FLT-1', 'K-GRP-20'],
  say: (action) =>
    `${named(action.targets)} ${action.targets.length > 1 ? 'freeze' : 'freezes'}${lasting(action.for)} (a long garbage collection)`,
  gentler: (action) => shorter(action, 20),
  begin: (port, action) => forEachTarget(action, (actor) => port.freeze(actor)),
  end: (port, action) => forEachTarget(action, (actor) => port.thaw(actor)),
});
