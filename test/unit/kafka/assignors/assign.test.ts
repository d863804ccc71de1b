import { describe, expect, test } from 'vitest';
import { assign, clientAssignorOf, rebalanceProtocolOf } from '../../../../simulations/kafka/assignors';
import type { AssignmentMember, ClientAssignor } from '../../../../simulations/kafka/assignors';
import examples from '../../../reference/recorded/kafka-examples.json';

interface Example {
  id: string;
  assignor: string;
  topics: Record<string, number>;
  members: Record<string, Omit<AssignmentMember, 'topics'> & { subscribed: string[] }>;
  expected: Record<string, string[]>;
}

const worked = (examples.assignors as unknown as Example[]).filter((it) => !it.assignor.startsWith('server-'));

test.each(worked.map((it) => [it.id, it] as const))('K-ASG-8: %s', (_, example) => {
  const members = Object.fromEntries(
    Object.entries(example.members).map(([id, member]) => [id, { ...member, topics: member.subscribed }]),
  );
  const assigned = assign(clientAssignorOf(example.assignor)!, { topics: example.topics, members });
  const asSets = (of: Record<string, string[]>): Map<string, string[]> =>
    new Map(Object.entries(of).map(([member, partitions]) => [member, partitions.toSorted()]));
  expect(asSets(assigned)).toEqual(asSets(example.expected));
});

describe('K-ASG-1: the rebalance protocol is the highest that all listed assignors support', () => {
  test.each<[ClientAssignor[], string]>([
    [['range', 'cooperative-sticky'], 'EAGER'],
    [['cooperative-sticky'], 'COOPERATIVE'],
    [['sticky'], 'EAGER'],
    [['roundrobin', 'range'], 'EAGER'],
  ])('%s: %s', (assignors, protocol) => expect(rebalanceProtocolOf(assignors)).toBe(protocol));
});

describe('K-ASG-2: what is asked of an assignor', () => {
  test('class names name assignors', () => {
    expect(clientAssignorOf('org.apache.kafka.clients.consumer.CooperativeStickyAssignor')).toBe('cooperative-sticky');
    expect(clientAssignorOf('RangeAssignor')).toBeUndefined();
    expect(clientAssignorOf('toString')).toBeUndefined();
  });

  test('every member has an entry, also without subscription, partitions or topics', () => {
    for (const assignor of ['range', 'roundrobin', 'sticky', 'cooperative-sticky'] as const) {
      expect(assign(assignor, { topics: {}, members: {} })).toEqual({});
      expect(assign(assignor, { topics: { t: 2 }, members: { a: { topics: [] } } })).toEqual({ a: [] });
      const gone = { topics: { t: 0 }, members: { a: { topics: ['t', 'gone'] }, b: { topics: ['t', 'gone'] } } };
      expect(assign(assignor, gone)).toEqual({ a: [], b: [] });
    }
  });

  test('names that objects have of themselves are names like others', () => {
    const members = new Map([
      ['__proto__', { topics: ['constructor'] }],
      ['toString', { topics: ['constructor'] }],
    ]);
    const assigned = assign('range', { topics: new Map([['constructor', 2]]), members });
    expect(Object.entries(assigned)).toEqual([
      ['__proto__', ['constructor-0']],
      ['toString', ['constructor-1']],
    ]);
  });
});

describe('K-ASG-5: claims', () => {
  const two = (a: Partial<AssignmentMember>, b: Partial<AssignmentMember>): Record<string, AssignmentMember> => ({
    a: { topics: ['t'], ...a },
    b: { topics: ['t'], ...b },
  });

  test('a claim without generation counts as generation 1', () => {
    const members = two({ owned: ['t-0'], generation: 2 }, { owned: ['t-0', 't-1'] });
    expect(assign('sticky', { topics: { t: 2 }, members })).toEqual({ a: ['t-0'], b: ['t-1'] });
  });

  test('claims on topics that are gone or unwanted, and on partitions that a topic does not have, are dropped', () => {
    const members = two({ owned: ['gone-0', 'other-1', 't-7', 't-1'] }, {});
    expect(assign('sticky', { topics: { t: 2, other: 4 }, members })).toEqual({ a: ['t-1'], b: ['t-0'] });
  });

  test('a partition that one member claims twice is marked: cooperative withholds it', () => {
    const members = two({ owned: ['t-0', 't-0'] }, {});
    const input = { topics: { t: 2 }, members };
    expect(assign('cooperative-sticky', input)).toEqual({ a: [], b: ['t-1'] });
  });

  test('a claim that is no partition is an error', () => {
    const members = two({ owned: ['orders'] }, {});
    expect(() => assign('sticky', { topics: { t: 2 }, members })).toThrow('expected a partition such as "orders-0"');
  });

  test('an empty subscription before the first other one counts as equal and is handed partitions', () => {
    const members = { m1: { topics: [] }, m2: { topics: ['t'] } };
    expect(assign('sticky', { topics: { t: 2 }, members })).toEqual({ m1: ['t-0'], m2: ['t-1'] });
    const reversed = { m0: { topics: ['t'] }, m1: { topics: [] } };
    expect(assign('sticky', { topics: { t: 2 }, members: reversed })).toEqual({ m0: ['t-0', 't-1'], m1: [] });
  });
});

describe('K-ASG-6: different subscriptions', () => {
  test('a previous owner that takes no part in the balancing is passed over', () => {
    const members = {
      m1: { topics: ['a'], owned: ['b-0', 'b-1'], generation: 1 },
      m2: { topics: ['b'], owned: ['b-0', 'b-1', 'b-2', 'b-3'], generation: 2 },
      m3: { topics: ['b'], generation: 2 },
    };
    const assigned = assign('sticky', { topics: { a: 1, b: 4 }, members });
    expect(assigned.m1).toEqual(['a-0']);
    expect([assigned.m2.length, assigned.m3.length]).toEqual([2, 2]);
  });
});
