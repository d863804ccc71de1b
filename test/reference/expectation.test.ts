import { expect, test } from 'vitest';
import { mismatches, valueAt } from './expectation';

const result = {
  partitions: { 'orders-0': { leader: null, isr: [3, 1] } },
  delivered: {
    g: [
      { member: 'm1', offset: 0 },
      { member: 'm2', offset: 1 },
      { member: 'm1', offset: 2 },
    ],
  },
  groups: { g: { members: { a: { assignment: ['t-1', 't-0'] }, b: { assignment: ['t-2'] }, c: { assignment: [] } } } },
  $stderr: 'acks: expected 0, 1 or all',
};

test('paths go through names, places, lists and filters', () => {
  expect(valueAt(result, 'delivered.g[1].offset')).toBe(1);
  expect(valueAt(result, 'delivered.g[*].offset')).toEqual([0, 1, 2]);
  expect(valueAt(result, 'delivered.g[?member=m1][*].offset')).toEqual([0, 2]);
  expect(valueAt(result, 'delivered.g[?member=m1].length')).toBe(2);
  expect(valueAt(result, 'logs.orders-0[*].value')).toBeUndefined();
});

test.each<[string, unknown, boolean]>([
  ['partitions.orders-0.isr', [1, 3], true],
  ['partitions.orders-0.isr', [1], false],
  ['partitions.orders-0.leader', { absent: true }, true],
  ['partitions.orders-0.isr', { absent: true }, false],
  ['delivered.g[*].offset', [2, 1, 0], false],
  ['delivered.g[*].offset', { set: [2, 1, 0] }, true],
  ['delivered.g[*].offset', { contains: 2 }, true],
  ['delivered.g.length', { atLeast: 3, atMost: 3 }, true],
  ['delivered.g.length', { anyOf: [1, { atLeast: 4 }] }, false],
  ['delivered.g.length', { not: 3 }, false],
  ['$stderr', { contains: 'acks' }, true],
  ['groups.g.members', { assignmentSizes: [2, 1] }, true],
  ['groups.g.members', { assignments: [['t-2'], ['t-0', 't-1']] }, true],
  ['groups.g.members', { assignments: [['t-2'], ['t-0']] }, false],
])('%s against %j holds: %s', (path, expected, holds) => {
  expect(mismatches(result, { [path]: expected })).toHaveLength(holds ? 0 : 1);
});

test('a list under anyOf holds whole alternatives', () => {
  const other = { 'delivered.g.length': 3, 'delivered.g[0].member': 'm1' };
  expect(mismatches(result, { anyOf: [{ 'delivered.g.length': 2 }, other] })).toEqual([]);
  expect(mismatches(result, { anyOf: [{ 'delivered.g.length': 2 }] })).toHaveLength(1);
});
