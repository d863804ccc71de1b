import { topicPartition } from '../kafka';
import type { AssignmentMember } from '../kafka';
import { InputError } from './input-error';
import type { JsonValue } from './json-text';
import { didYouMean } from './nearest';

/** The input of an assignor as the command line reads it: maps, so that the order of members is the one written. */
export interface ReadInput {
  topics: Map<string, number>;
  members: Map<string, AssignmentMember>;
  partitionRacks?: Map<string, string[][]>;
}

/** More than any cluster holds; above it an assignment would take minutes. */
const PARTITIONS_MAX = 1_000_000;

const MEMBER_FIELDS = ['topics', 'owned', 'generation', 'instanceId', 'rack'];

/**
 * Checks the input of an assignor.
 *
 * @param value JSON with objects as maps
 * @param at path of the input, empty at the top
 * @throws InputError with the path of what is wrong
 */
export function readAssignmentInput(value: JsonValue, at = ''): ReadInput {
  const input = fieldsOf(value, at, ['topics', 'members', 'partitionRacks']);
  const topics = new Map<string, number>();
  let total = 0;
  for (const [topic, count] of mapAt(input.get('topics'), join(at, 'topics'))) {
    const place = join(at, 'topics', topic);
    if (!isWholeNumber(count, 0, PARTITIONS_MAX))
      fail(place, `a number of partitions from 0 to ${PARTITIONS_MAX}`, count);
    topics.set(topic, count);
    total += count;
  }
  if (total > PARTITIONS_MAX)
    throw new InputError(`${join(at, 'topics')}: more than ${PARTITIONS_MAX} partitions in all`);
  const members = new Map<string, AssignmentMember>();
  for (const [id, member] of mapAt(input.get('members'), join(at, 'members'))) {
    members.set(id, readMember(member, join(at, 'members', id)));
  }
  const racks = input.get('partitionRacks');
  if (racks === undefined || racks === null) return { topics, members };
  return { topics, members, partitionRacks: readRacks(racks, join(at, 'partitionRacks')) };
}

function readMember(value: JsonValue, at: string): AssignmentMember {
  const member = fieldsOf(value, at, MEMBER_FIELDS);
  const topics = stringsAt(member.get('topics'), join(at, 'topics'));
  const owned = member.get('owned') ?? undefined;
  const generation = member.get('generation') ?? undefined;
  if (generation !== undefined && !isWholeNumber(generation, -1, 0x7fffffff)) {
    fail(join(at, 'generation'), 'a whole number from -1', generation);
  }
  return {
    topics,
    owned: owned === undefined ? undefined : claimsAt(owned, join(at, 'owned')),
    generation,
    instanceId: textAt(member.get('instanceId'), join(at, 'instanceId')),
    rack: textAt(member.get('rack'), join(at, 'rack')),
  };
}

function claimsAt(value: JsonValue, at: string): string[] {
  const claims = stringsAt(value, at);
  claims.forEach((claim, i) => {
    if (!topicPartition(claim)) fail(`${at}[${i}]`, 'a partition such as "orders-0"', claim);
  });
  return claims;
}

function readRacks(value: JsonValue, at: string): Map<string, string[][]> {
  const racks = new Map<string, string[][]>();
  for (const [topic, partitions] of mapAt(value, at)) {
    const place = join(at, topic);
    if (!Array.isArray(partitions)) fail(place, 'a list with the racks of each partition', partitions);
    racks.set(
      topic,
      partitions.map((replicas, i) => stringsAt(replicas, `${place}[${i}]`)),
    );
  }
  return racks;
}

function fieldsOf(value: JsonValue, at: string, known: readonly string[]): Map<string, JsonValue> {
  const fields = mapAt(value, at);
  for (const name of fields.keys()) {
    if (known.includes(name)) continue;
    const hint = didYouMean(name, known) || `; known here: ${known.join(', ')}`;
    throw new InputError(`${join(at, name)}: unknown key${hint}`);
  }
  return fields;
}

function mapAt(value: JsonValue | undefined, at: string): Map<string, JsonValue> {
  if (!(value instanceof Map)) fail(at, 'an object', value);
  return value;
}

function stringsAt(value: JsonValue | undefined, at: string): string[] {
  if (!Array.isArray(value)) fail(at, 'a list of names', value);
  return value.map((item, i) => {
    if (typeof item !== 'string') fail(`${at}[${i}]`, 'a name', item);
    return item;
  });
}

function textAt(value: JsonValue | undefined, at: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') fail(at, 'a text', value);
  return value;
}

function isWholeNumber(value: JsonValue | undefined, min: number, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}

function fail(at: string, expected: string, got: JsonValue | undefined): never {
  const place = at === '' ? '' : `${at}: `;
  throw new InputError(`${place}expected ${expected}, got ${shortly(got)}`);
}

function shortly(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (value instanceof Map) return 'an object';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** Path of a key below another: odd names in brackets. */
function join(at: string, ...keys: readonly string[]): string {
  return keys.reduce((path, key) => {
    if (!/^[\w-]{1,80}$/.test(key)) return `${path}[${JSON.stringify(key.slice(0, 80))}]`;
    return path === '' ? key : `${path}.${key}`;
  }, at);
}
