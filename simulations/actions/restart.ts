import { defineAction, forEachTarget } from './definition';
import { forAWhile, process } from './fields';
import { shorter } from './gentler';
import { isOrAre, lasting, named } from './wording';

/**
 * Starts a process that was killed, stopped or lost power, with the same settings: a new incarnation. A broker answers
 * `brokers.restartTime` later. After `for` it is stopped again.
 */
export const restart = defineAction({
  do: 'restart',
  title: 'Start again',
  at: 'required',
  fields: { target: process, for: forAWhile },
  rules: ['C-FLT-1', 'K-CTL-2'],
  say: (action) => `${named(action.targets)} ${isOrAre(action.targets)} started again${lasting(action.for)}`,
  gentler: (action) => shorter(action, 20),
  begin: (port, action) => forEachTarget(action, (actor) => port.restart(actor)),
  end: (port, action) => forEachTarget(action, (actor) => port.stop(actor)),
});
