import { defineAction } from './definition';
import { kafkaErrors } from './kafka-errors';
import { message, nth, sender } from './fields';
import { ordinal, plainName } from './wording';

/**
 * The actor's n-th request of that kind is answered with an error and not executed. When it is answered decides
 * whether a retry can overtake the next request (K-PROD-24).
 */
export const refuse = defineAction({
  do: 'refuse',
  title: 'Refuse a request',
  at: 'optional',
  fields: {
    message,
    actor: sender,
    nth,
    error: { kind: 'choice', values: kafkaErrors, title: 'the error, by its Kafka name' },
    answered: {
      kind: 'choice',
      values: ['at once', 'when the next request is in flight'],
      default: 'at once',
      title: 'when the refusal is sent',
    },
  },
  rules: ['C-FLT-1', 'K-SIM-8', 'K-PROD-24'],
  say: (action) =>
    `the ${ordinal(action.nth)} ${action.message} of ${plainName(action.actor)} is refused with ${action.error}`,
  gentler: (action) => (action.answered === 'at once' ? [] : [{ ...action, answered: 'at once' }]),
  begin: (port, action) =>
    port.refuse(
      action.id,
      { api: action.message, actor: action.actor, nth: action.nth },
      { error: action.error, answered: action.answered },
    ),
});
