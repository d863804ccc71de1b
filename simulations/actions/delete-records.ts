import { defineAction, forEachTarget } from './definition';
import { named } from './wording';

/** An administrator deletes what lies below an offset, read or unread. */
export const deleteRecords = defineAction({
  do: 'deleteRecords',
  title: 'Delete records',
  at: 'required',
  fields: {
    target: { kind: 'target', of: ['partition'], title: 'the partition' },
    before: {
      kind: 'number',
      min: -1,
      max: 1_000_000_000,
      integer: true,
      default: -1,
      title: 'the first offset that stays; -1: the high watermark',
    },
  },
  rules: ['C-FLT-1', 'K-REA-12', 'K-REP-64'],
  say: (action) =>
    `records of ${named(action.targets)} below ${action.before < 0 ? 'the high watermark' : action.before} are deleted`,
  gentler: (action) => {
    const before = Number(action.before);
    return before > 1 ? [{ ...action, before: Math.floor(before / 2) }] : [];
  },
  begin: (port, action) => forEachTarget(action, (partition) => port.deleteRecords(partition, action.before)),
});
