import { defineAction, forEachTarget } from './definition';
import { named } from './wording';

/** The topic grows; which partition a key goes to changes with it, as soon as a producer hears of it. */
export const addPartitions = defineAction({
  do: 'addPartitions',
  title: 'Add partitions',
  at: 'required',
  fields: {
    target: { kind: 'target', of: ['topic'], title: 'the topic' },
    count: { kind: 'partition-count', title: 'how many partitions it has then' },
  },
  rules: ['C-FLT-1', 'K-REA-9', 'K-REA-10'],
  say: (action) => `${named(action.targets)} grows to ${action.count} partitions`,
  gentler: (action) => (Number(action.count) > 2 ? [{ ...action, count: Number(action.count) - 1 }] : []),
  begin: (port, action) => forEachTarget(action, (topic) => port.addPartitions(topic, action.count)),
});
