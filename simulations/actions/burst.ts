import { defineAction, forEachTarget } from './definition';
import { forAWhile } from './fields';
import { shorter, smaller } from './gentler';
import { lasting, named } from './wording';

/** A producer sends so many times as much. */
export const burst = defineAction({
  do: 'burst',
  title: 'Burst',
  at: 'required',
  fields: {
    target: { kind: 'target', of: ['producer'], title: 'the producer' },
    by: { kind: 'number', min: 0, max: 10_000, title: 'factor' },
    for: forAWhile,
  },
  rules: ['C-FLT-1'],
  say: (action) =>
    `${named(action.targets)} ${action.targets.length > 1 ? 'send' : 'sends'} ${action.by} times as much${lasting(action.for)}`,
  gentler: (action) => [...shorter(action, 20), ...smaller(action, 'by', { toward: 1, downTo: 0.5 })],
  begin: (port, action) => forEachTarget(action, (producer) => port.burst(action.id, producer, action.by)),
  end: (port, action) => port.endBurst(action.id),
});
