import { defineAction, forEachTarget } from './definition';
import { named } from './wording';

/**
 * Gives a partition another list of replicas, the first of them the new preferred leader, or takes back what the
 * reassignment in progress adds. It is over once every replica of the list is in sync, however long that takes.
 */
export const reassign = defineAction({
  do: 'reassign',
  title: 'Reassign replicas',
  at: 'required',
  exactlyOne: ['replicas', 'cancel'],
  fields: {
    target: { kind: 'target', of: ['partition'], title: 'the partition' },
    replicas: { kind: 'brokers', optional: true, title: 'broker numbers, the preferred leader first' },
    cancel: { kind: 'choice', values: ['adding'], optional: true, title: 'take back what is being added' },
  },
  rules: ['C-FLT-1', 'K-REA-1', 'K-REA-7'],
  say: ({ targets, replicas }) =>
    replicas === undefined
      ? `the reassignment of ${named(targets)} is cancelled`
      : `${named(targets)} is reassigned to ${named(replicas.map((broker) => `broker-${broker}`))}`,
  gentler: () => [],
  begin: (port, action) => forEachTarget(action, (partition) => port.reassign(partition, action.replicas ?? null)),
});
