import { defineAction, forEachTarget } from './definition';
import { named } from './wording';

/** The coordinator starts a rebalance although nothing changed. */
export const rebalance = defineAction({
  do: 'rebalance',
  title: 'Rebalance',
  at: 'required',
  fields: { target: { kind: 'target', of: ['group'], title: 'the group' } },
  rules: ['C-FLT-1', 'K-GRP-12'],
  say: (action) => `${named(action.targets)} ${action.targets.length > 1 ? 'rebalance' : 'rebalances'}`,
  gentler: () => [],
  begin: (port, action) => forEachTarget(action, (group) => port.rebalance(group)),
});
