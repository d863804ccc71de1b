import { defineAction, forEachTarget } from './definition';
import { forAWhile, process } from './fields';
import { shorter } from './gentler';
import { isOrAre, lasting, named } from './wording';

/** A clean end, as SIGTERM brings it about: flush, hand over leadership, leave the group. */
export const stop = defineAction({
  do: 'stop',
  title: 'Stop',
  at: 'required',
  fields: { target: process, for: forAWhile },
  rules: ['C-FLT-1', 'K-REP-40'],
  say: (action) => `${named(action.targets)} ${isOrAre(action.targets)} stopped cleanly${lasting(action.for)}`,
  gentler: (action) => shorter(action, 20),
  begin: (port, action) => forEachTarget(action, (actor) => port.stop(actor)),
  end: (port, action) => forEachTarget(action, (actor) => port.restart(actor)),
});
