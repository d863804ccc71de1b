import { defineAction } from './definition';
import { message, nth, sender } from './fields';
import { ordinal, plainName } from './wording';

/**
 * The actor's n-th request of that kind is executed, and its answer never comes, nor any later one on that
 * connection (the client checks correlation ids in order), until it times out and closes the connection.
 */
export const loseAnswer = defineAction({
  do: 'loseAnswer',
  title: 'Lose an answer',
  at: 'optional',
  fields: { message, actor: sender, nth },
  rules: ['C-FLT-1', 'K-SIM-8', 'K-PROD-25'],
  say: (action) => `the answer to the ${ordinal(action.nth)} ${action.message} of ${plainName(action.actor)} is lost`,
  gentler: () => [],
  begin: (port, action) => port.loseAnswer(action.id, { api: action.message, actor: action.actor, nth: action.nth }),
});
