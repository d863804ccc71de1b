import { map, scalar } from './shape';
import type { KeyRule, Shape } from './shape';
import { isName, NAME_LENGTH_MAX, NAME_PATTERN, splitPartition, TOPIC_LENGTH_MAX, TOPIC_PATTERN } from './names';

/** Names as the shapes of a scenario check them. */

/** The name of a producer, a group or a member, as the key of a map. */
export function nameRule(plural: string): KeyRule {
  return {
    pattern: NAME_PATTERN,
    lengthMax: NAME_LENGTH_MAX,
    plural,
    expected: `expected a name of at most ${NAME_LENGTH_MAX} letters, digits, dots, hyphens and underscores`,
  };
}

export const topicRule: KeyRule = {
  pattern: TOPIC_PATTERN,
  lengthMax: TOPIC_LENGTH_MAX,
  plural: 'topics',
  expected: `expected a topic name of at most ${TOPIC_LENGTH_MAX} of the characters a-z, A-Z, 0-9, ".", "_" and "-"`,
};

const topic = new RegExp(TOPIC_PATTERN);

/** The name of something new: an id, a member that joins. */
export const nameShape: Shape<string> = scalar({
  schema: { type: 'string', pattern: NAME_PATTERN, maxLength: NAME_LENGTH_MAX },
  expected: 'a name of letters, digits, dots, hyphens and underscores',
  accept: (value) => (typeof value === 'string' && isName(value) ? value : undefined),
  standIn: '',
});

/** The name of a topic that must exist; whether it does is checked where all names are known. */
export const topicName: Shape<string> = scalar({
  schema: { type: 'string', pattern: TOPIC_PATTERN, maxLength: TOPIC_LENGTH_MAX },
  expected: 'the name of a topic',
  accept: (value) =>
    typeof value === 'string' && value.length <= TOPIC_LENGTH_MAX && topic.test(value) ? value : undefined,
  standIn: '',
});

/** "orders-0". */
export const partitionName: Shape<string> = scalar({
  schema: { type: 'string', pattern: '^[A-Za-z0-9._-]+-\\d{1,4}$' },
  expected: 'a partition such as "orders-0"',
  accept: (value) => (typeof value === 'string' && splitPartition(value) !== undefined ? value : undefined),
  standIn: '',
});

/** Offsets by partition: `{ "orders-0": 3 }`. */
export const offsetsMap: Shape<Record<string, number>> = map(
  scalar({
    schema: { type: 'integer', minimum: 0 },
    expected: 'an offset of 0 or more',
    accept: (value) => (Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : undefined),
    standIn: 0,
  }),
  {
    max: 1000,
    key: {
      pattern: '^[A-Za-z0-9._-]+-\\d{1,4}$',
      lengthMax: 254,
      plural: 'partitions',
      expected: 'expected a partition such as "orders-0"',
    },
  },
);
