import { describe, expect, test } from 'vitest';
import { Arena } from '../../../../simulations/kernel';
import {
  electAssignor,
  emptyGroup,
  withChange,
  withMember,
  type GroupMember,
} from '../../../../simulations/kafka/groups/group-record';
import { MemberIds } from '../../../../simulations/kafka/groups/member-ids';
import { PayloadTable, type JoinRequest } from '../../../../simulations/kafka/groups/payloads';

const request: JoinRequest = {
  memberId: -1,
  clientId: 'c',
  instanceId: null,
  rack: '',
  topics: ['t'],
  owned: [],
  generationId: -1,
  lastAssignment: [],
  lastGenerationId: -1,
  assignors: ['range', 'cooperative-sticky'],
  sessionMicros: 1,
  rebalanceMicros: 1,
  reason: 0,
};

function member(id: number, assignors: JoinRequest['assignors']): GroupMember {
  const own = { ...request, assignors };
  return { id, request: own, joinMessage: -1, syncMessage: -1, hasSynced: false, isNew: false, assignment: [] };
}

describe('the coordinator’s book', () => {
  test('K-GRP-14: each member votes for the first assignor that all offer', () => {
    expect(electAssignor([])).toBeNull();
    expect(electAssignor([member(0, ['sticky', 'range']), member(1, ['range'])])).toBe('range');
    const votes = [member(0, ['range', 'sticky']), member(1, ['sticky', 'range']), member(2, ['sticky', 'range'])];
    expect(electAssignor(votes)).toBe('sticky');
  });

  test('changing a member keeps its place and leaves the old record alone', () => {
    const before = withMember(withMember(emptyGroup, member(1, ['range'])), member(2, ['range']));
    const after = withChange(before, 1, { id: 9 });
    expect(after.members.map(({ id }) => id)).toEqual([9, 2]);
    expect(before.members.map(({ id }) => id)).toEqual([1, 2]);
  });

  test('K-GRP-10: ids are the client id or the instance id, and a UUID of their own draws', () => {
    const ids = new MemberIds(new Arena(), 2, 7);
    const [first, second, fixed] = [ids.issue(0, 'app', null), ids.issue(0, 'app', null), ids.issue(1, 'app', 'i-1')];
    expect(ids.textOf(first)).toMatch(/^app-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(ids.textOf(second)).not.toBe(ids.textOf(first));
    expect(ids.textOf(fixed)).toMatch(/^i-1-/);
    expect(ids.instanceOf(fixed)).toBe('i-1');
    const other = new MemberIds(new Arena(), 2, 7);
    other.issue(1, 'x', null);
    expect(other.textOf(other.issue(0, 'app', null))).toBe(ids.textOf(first));
  });

  test('payloads come back with a snapshot', () => {
    const arena = new Arena();
    const table = new PayloadTable<string>(arena);
    for (let i = 0; i < 100; i++) expect(table.add(`row ${i}`)).toBe(i);
    const image = arena.snapshot();
    for (let i = 100; i < 200; i++) table.add(`row ${i}`);
    arena.restore(image);
    expect(table.add('another')).toBe(100);
    expect([0, 63, 64, 99, 100].map((row) => table.get(row))).toEqual([
      'row 0',
      'row 63',
      'row 64',
      'row 99',
      'another',
    ]);
  });
});
