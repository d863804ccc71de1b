import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assign } from '../../simulations/kafka/assignors';
import type { Assignment, AssignmentMember } from '../../simulations/kafka/assignors';

const topicNames = ['a', 'b', 'c', 'Aa', 'BB'];
const memberIds = ['m1', 'm2', 'm10', 'Aa', 'BB', 'zulu', 'ß', 'consumer-1'];
const topics = fc.dictionary(fc.constantFrom(...topicNames), fc.integer({ min: 1, max: 9 }), { minKeys: 1 });

/** Members that all subscribe to every topic. */
const equalInputs = fc
  .tuple(topics, fc.uniqueArray(fc.constantFrom(...memberIds), { minLength: 1 }))
  .map(([counts, ids]) => inputOf(counts, ids, () => Object.keys(counts)));

/** Members that subscribe to what they like. */
const mixedInputs = fc
  .tuple(topics, fc.dictionary(fc.constantFrom(...memberIds), fc.subarray(topicNames), { minKeys: 1 }))
  .map(([counts, wanted]) => inputOf(counts, Object.keys(wanted), (id) => wanted[id]));

function inputOf(counts: Record<string, number>, ids: string[], wanted: (id: string) => string[]): Plain {
  return { topics: counts, members: Object.fromEntries(ids.map((id) => [id, { topics: wanted(id) }])) };
}

interface Plain {
  topics: Record<string, number>;
  members: Record<string, AssignmentMember>;
}

/** Wanted partitions of an input, by name. */
function wantedPartitions(input: Plain): string[] {
  const wanted = new Set(Object.values(input.members).flatMap((member) => member.topics));
  const names = Object.entries(input.topics).filter(([topic]) => wanted.has(topic));
  return names.flatMap(([topic, count]) => Array.from({ length: count }, (_, i) => `${topic}-${i}`)).toSorted();
}

function claiming(input: Plain, owned: Assignment, generation: number): Plain {
  const entries = Object.entries(input.members);
  const members = entries.map(([id, { topics: listed }]) => [
    id,
    { topics: listed, owned: owned[id] ?? [], generation },
  ]);
  return { topics: input.topics, members: Object.fromEntries(members) as Record<string, AssignmentMember> };
}

const sizesOf = (assigned: Assignment): number[] => Object.values(assigned).map((partitions) => partitions.length);
const isEven = (sizes: number[]): boolean => sizes.length === 0 || Math.max(...sizes) - Math.min(...sizes) <= 1;

test.each(['range', 'roundrobin', 'sticky', 'cooperative-sticky'] as const)(
  'K-ASG-3 to K-ASG-6: %s hands out every wanted partition once, and only to subscribers',
  (assignor) => {
    fc.assert(
      fc.property(mixedInputs, (input) => {
        const someoneWants = Object.values(input.members).every((member) => member.topics.length > 0);
        const assigned = assign(assignor, input);
        expect(Object.values(assigned).flat().toSorted()).toEqual(wantedPartitions(input));
        // The sticky ones hand partitions to members without any subscription that come first (K-ASG-5).
        if (assignor.includes('sticky') && !someoneWants) return;
        for (const [id, partitions] of Object.entries(assigned)) {
          for (const partition of partitions)
            expect(input.members[id].topics).toContain(partition.replace(/-\d+$/, ''));
        }
      }),
    );
  },
);

test('K-ASG-3: range gives every subscriber of a topic the same share, but for one', () => {
  fc.assert(
    fc.property(mixedInputs, (input) => {
      const assigned = assign('range', input);
      for (const topic of Object.keys(input.topics)) {
        const subscribers = Object.keys(input.members).filter((id) => input.members[id].topics.includes(topic));
        const shares = subscribers.map((id) => assigned[id].filter((it) => it.replace(/-\d+$/, '') === topic).length);
        expect(isEven(shares)).toBe(true);
      }
    }),
  );
});

test('K-ASG-5: sticky is even for equal subscriptions, and asked again it moves nothing', () => {
  fc.assert(
    fc.property(equalInputs, (input) => {
      const assigned = assign('sticky', input);
      expect(isEven(sizesOf(assigned))).toBe(true);
      expect(assign('sticky', claiming(input, assigned, 3))).toEqual(assigned);
      expect(assign('cooperative-sticky', claiming(input, assigned, 3))).toEqual(assigned);
    }),
  );
});

test('K-ASG-5: when a member leaves, those who stay keep what they had', () => {
  fc.assert(
    fc.property(equalInputs, fc.nat(), (input, pick) => {
      const before = assign('sticky', input);
      const ids = Object.keys(input.members);
      const gone = ids[pick % ids.length];
      const members = Object.fromEntries(Object.entries(input.members).filter(([id]) => id !== gone));
      const after = assign('sticky', claiming({ topics: input.topics, members }, before, 2));
      for (const [id, partitions] of Object.entries(after))
        expect(partitions).toEqual(expect.arrayContaining(before[id]));
    }),
  );
});

/** What one member holds and another is given, in an answer of a cooperative round. */
function handedOver(before: Assignment, after: Assignment, members: object): string[] {
  const holders = new Map(
    Object.entries(before).flatMap(([id, partitions]) =>
      id in members ? partitions.map((partition) => [partition, id] as const) : [],
    ),
  );
  return Object.entries(after).flatMap(([id, partitions]) =>
    partitions.filter((partition) => (holders.get(partition) ?? id) !== id),
  );
}

/** A newcomer who wants every topic, then round after round, each member claiming what the round before gave it. */
function roundsAfterJoin(input: Plain, newcomer: string, count: number): { joined: Plain; rounds: Assignment[] } {
  const joined = {
    topics: input.topics,
    members: { ...input.members, [newcomer]: { topics: Object.keys(input.topics) } },
  };
  const rounds = [assign('sticky', input)];
  for (let round = 1; round <= count; round++) {
    rounds.push(assign('cooperative-sticky', claiming(joined, rounds.at(-1)!, round + 1)));
  }
  return { joined, rounds };
}

test('K-ASG-5: with equal subscriptions the second cooperative round hands out what the first withheld', () => {
  fc.assert(
    fc.property(equalInputs, fc.constantFrom(...memberIds), (input, newcomer) => {
      const { joined, rounds } = roundsAfterJoin(input, newcomer, 2);
      expect(handedOver(rounds[0], rounds[1], joined.members)).toEqual([]);
      expect(Object.values(rounds[2]).flat().toSorted()).toEqual(wantedPartitions(joined));
    }),
  );
});

test('K-ASG-6: no cooperative round hands over what another still owns, and the rounds come to rest', () => {
  fc.assert(
    fc.property(mixedInputs, fc.constantFrom(...memberIds), (input, newcomer) => {
      const { joined, rounds } = roundsAfterJoin(input, newcomer, 8);
      for (let round = 1; round < rounds.length; round++) {
        expect(handedOver(rounds[round - 1], rounds[round], joined.members)).toEqual([]);
      }
      expect(Object.values(rounds.at(-1)!).flat().toSorted()).toEqual(wantedPartitions(joined));
    }),
  );
});

test('K-ASG-6: with different subscriptions a second round may withhold again (as the class of 4.2.1 does)', () => {
  const input = inputOf({ Aa: 8, a: 5, b: 3, BB: 1, c: 9 }, ['Aa', 'm1', 'ß', 'consumer-1'], (id) => {
    const wanted: Record<string, string[]> = {
      Aa: ['a', 'c', 'BB'],
      m1: ['a', 'b', 'c', 'Aa'],
      ß: ['a', 'Aa'],
      'consumer-1': ['c', 'BB'],
    };
    return wanted[id];
  });
  const { joined, rounds } = roundsAfterJoin(input, 'BB', 4);
  const missing = (given: Assignment): string[] => {
    const held = new Set(Object.values(given).flat());
    return wantedPartitions(joined).filter((partition) => !held.has(partition));
  };
  const withheld = ['Aa-0', 'Aa-1', 'BB-0', 'a-0', 'a-1', 'b-0', 'b-1', 'b-2', 'c-0'];
  expect(rounds.slice(1).map(missing)).toEqual([withheld, ['a-2'], [], []]);
  expect(rounds[2].Aa).not.toContain('a-2');
  expect(rounds[3]['ß']).toContain('a-2');
});
