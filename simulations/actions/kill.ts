import { defineAction, forEachTarget } from './definition';
import { forAWhile, process } from './fields';
import { instead, shorter } from './gentler';
import { isOrAre, lasting, named } from './wording';

/** Process memory is gone: requests in flight, purgatory, in-memory high watermark. The page cache survives. */
export const kill = defineAction({
  do: 'kill',
  title: 'Kill',
  at: 'required',
  fields: { target: process, for: forAWhile },
  rules: ['C-FLT-1', 'K-REP-41'],
  say: (action) => `${named(action.targets)} ${isOrAre(action.targets)} killed${lasting(action.for)}`,
  gentler: (action) => [...shorter(action, 20), ...instead(action, 'pause')],
  begin: (port, action) => forEachTarget(action, (actor) => port.kill(actor)),
  end: (port, action) => forEachTarget(action, (actor) => port.restart(actor)),
});
