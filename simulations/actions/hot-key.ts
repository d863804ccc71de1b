import { defineAction, forEachTarget } from './definition';
import { forAWhile } from './fields';
import { shorter, smaller } from './gentler';
import { lasting, named } from './wording';

/** One key takes a share of a producer's records, and its partition the load. */
export const hotKey = defineAction({
  do: 'hotKey',
  title: 'Hot key',
  at: 'required',
  fields: {
    target: { kind: 'target', of: ['producer'], title: 'the producer' },
    share: { kind: 'number', min: 0, max: 1, title: 'share of the hottest key' },
    for: forAWhile,
  },
  rules: ['C-FLT-1'],
  say: (action) =>
    `one key takes ${Math.round(action.share * 100)} % of what ${named(action.targets)} sends${lasting(action.for)}`,
  gentler: (action) => [...shorter(action, 20), ...smaller(action, 'share', { toward: 0, downTo: 0.05 })],
  begin: (port, action) => forEachTarget(action, (producer) => port.hotKey(action.id, producer, action.share)),
  end: (port, action) => port.endHotKey(action.id),
});
