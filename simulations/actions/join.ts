import { defineAction, forEachTarget } from './definition';
import { named } from './wording';

/** One more member, with the group's settings. */
export const join = defineAction({
  do: 'join',
  title: 'Let a member join',
  at: 'required',
  fields: {
    target: { kind: 'target', of: ['group'], title: 'the group' },
    name: { kind: 'member-name', title: 'the name of the new member' },
  },
  rules: ['C-FLT-1', 'K-GRP-12'],
  say: (action) => `${action.name} joins ${named(action.targets)}`,
  gentler: () => [],
  begin: (port, action) => forEachTarget(action, (group) => port.join(group, action.name)),
});
