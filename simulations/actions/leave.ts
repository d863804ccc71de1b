import { defineAction, forEachTarget } from './definition';
import { named } from './wording';

/** A member closes: it finishes the record in hand and commits only what its mode would on close. */
export const leave = defineAction({
  do: 'leave',
  title: 'Let it leave',
  at: 'required',
  fields: { target: { kind: 'target', of: ['member'], title: 'the member' } },
  rules: ['C-FLT-1', 'K-CON-21'],
  say: (action) => `${named(action.targets)} ${action.targets.length > 1 ? 'leave' : 'leaves'}`,
  gentler: () => [],
  begin: (port, action) => forEachTarget(action, (member) => port.leave(member)),
});
