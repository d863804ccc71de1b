import { defineAction, forEachTarget } from './definition';
import { named } from './wording';

/** Leaderships go back to the preferred replicas, where those are in sync. */
export const electPreferred = defineAction({
  do: 'electPreferred',
  title: 'Elect preferred leaders',
  at: 'required',
  fields: {
    target: {
      kind: 'target',
      of: ['topic', 'partition'],
      optional: true,
      title: 'a topic or a partition; absent: all',
    },
  },
  rules: ['C-FLT-1', 'K-REA-11', 'K-REP-36'],
  say: (action) => `preferred leaders${action.targets.length > 0 ? ` of ${named(action.targets)}` : ''} are elected`,
  gentler: () => [],
  begin: (port, action) =>
    action.targets.length === 0 ? port.electPreferred() : forEachTarget(action, (of) => port.electPreferred(of)),
});
