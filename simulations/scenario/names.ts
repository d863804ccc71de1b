import { map, scalar } from './shape';
import type { KeyRule, Shape } from './shape';

/** What may be a name, of what. Names stand in targets ("owner(invoice, orders-0)"), so brackets, commas, slashes
 * and colons are not for them; Kafka itself is stricter about topics. */

const NAME_PATTERN = '^[\\p{L}\\p{N}_][\\p{L}\\p{N}._-]*$';
const NAME_LENGTH_MAX = 100;

/** Kafka's own rule for topics: at most 249 of these characters. */
const TOPIC_PATTERN = '^[A-Za-z0-9._-]+$';
const TOPIC_LENGTH_MAX = 249;

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

const name = new RegExp(NAME_PATTERN, 'u');
const topic = new RegExp(TOPIC_PATTERN);

export function isName(text: string): boolean {
  return text.length <= NAME_LENGTH_MAX && name.test(text) && !(text in {});
}

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

/** Topic and number of "orders-0"; a topic's own name may hold hyphens, so the last one counts. */
export function splitPartition(text: string): { topic: string; partition: number } | undefined {
  const parts = /^([A-Za-z0-9._-]{1,249})-(0|[1-9]\d{0,3})$/.exec(text);
  return parts === null ? undefined : { topic: parts[1], partition: Number(parts[2]) };
}

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
