import { defineAction, forEachTarget } from './definition';
import { named, plainName } from './wording';

/** Another broker leads the partition that keeps the group, and so coordinates it. */
export const moveCoordinator = defineAction({
  do: 'moveCoordinator',
  title: 'Move the coordinator',
  at: 'required',
  fields: {
    target: { kind: 'target', of: ['group'], title: 'the group' },
    to: { kind: 'target', of: ['broker'], title: 'the broker that coordinates it then' },
  },
  rules: ['C-FLT-1', 'K-GRP-24', 'K-REA-11'],
  say: (action) => `${plainName(action.to)} coordinates ${named(action.targets)}`,
  gentler: () => [],
  begin: (port, action) => forEachTarget(action, (group) => port.moveCoordinator(group, action.to)),
});
