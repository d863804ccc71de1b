import type { ActionSpec, FieldSpec } from './action-spec';
import { BROKERS_MAX, PARTITIONS_MAX } from './cluster-shapes';
import { nameShape } from './name-shapes';
import type { Anchor } from './normalised';
import { object, optional, required, fallback, variants } from './object-shape';
import type { Field, Fields } from './object-shape';
import { choice, configMap, duration, integer, isObject, list, number, pair, scalar, text } from './shape';
import type { Shape } from './shape';
import { parseSlowdown } from './slowdown';
import { parseTarget } from './target';
import type { Path, Problems } from './problem';
import { notYet, printChoices } from './wording';
import { lateness } from './workload-shape';

/** Turns the fields of an action's definition into shapes; the definitions themselves are handed in. */

export const ACTIONS_MAX = 10_000;

/** An action as it is read: defaults filled in, its id still optional, its target not yet looked up. */
export interface DraftAction {
  id?: string;
  do: string;
  at?: number;
  after?: Anchor;
  [field: string]: unknown;
}

const anchor: Shape<Anchor> = object({
  event: required(
    scalar({
      schema: { type: 'string', pattern: '^[a-z][A-Za-z.-]{0,60}$' },
      expected: 'an event kind such as "effect.applied"',
      accept: (value) => (typeof value === 'string' && /^[a-z][A-Za-z.-]{0,60}$/.test(value) ? value : undefined),
      standIn: '',
    }),
  ),
  actor: optional(text(250)),
  nth: fallback(integer(1, 1_000_000_000), 1),
  plus: fallback(duration(), 0),
});

export function actionsField(
  specs: readonly ActionSpec[],
  laterActions: readonly string[],
): { presence: 'default'; shape: Shape<DraftAction[]>; fallback: () => DraftAction[] } {
  const shapes: Record<string, Shape<DraftAction>> = {};
  for (const spec of specs) shapes[spec.do] = actionShape(spec);
  const action = variants<DraftAction>({
    key: 'do',
    shapes,
    refuse: (word) => (laterActions.includes(word) ? notYet(`the action ${word}`) : undefined),
  });
  return fallback(list(action, { max: ACTIONS_MAX }), () => []);
}

function actionShape(spec: ActionSpec): Shape<DraftAction> {
  const fields: Fields = {};
  for (const [name, field] of Object.entries(spec.fields)) fields[name] = presenceOf(field);
  const shape = object({
    id: optional(nameShape),
    at: optional(duration()),
    do: required(choice([spec.do])),
    ...fields,
    after: optional(anchor),
  });
  const timed = spec.at === 'required';
  const base = shape.schema;
  return {
    schema: timed ? { ...base, anyOf: [{ required: ['at'] }, { required: ['after'] }] } : base,
    standIn: () => shape.standIn() as DraftAction,
    read(value, path, problems) {
      const read = shape.read(value, path, problems) as DraftAction;
      if (read.at !== undefined && read.after !== undefined) {
        problems.error([...path, 'after'], 'expected either at or after, got both');
      } else if (timed && isObject(value) && value.at === undefined && value.after === undefined) {
        problems.error([...path, 'at'], 'missing', 'say when: at, or after an event');
      }
      if (spec.exactlyOne !== undefined) checkExactlyOne(spec.exactlyOne, { value, path }, problems);
      return read;
    },
  };
}

function checkExactlyOne(names: readonly string[], at: { value: unknown; path: Path }, problems: Problems): void {
  if (!isObject(at.value)) return;
  const written = names.filter((name) => (at.value as Record<string, unknown>)[name] !== undefined);
  if (written.length === 0) problems.error([...at.path, names[0]], 'missing', `expected ${printChoices(names)}`);
  else if (written.length > 1)
    problems.error([...at.path, written[1]], `expected either ${names.join(' or ')}, got both`);
}

function presenceOf(field: FieldSpec): Field<unknown> {
  const shape = fieldShape(field);
  if ('default' in field && field.default !== undefined) return fallback<unknown>(shape, field.default);
  return field.optional === true ? optional<unknown>(shape) : required<unknown>(shape);
}

function fieldShape(field: FieldSpec): Shape<unknown> {
  switch (field.kind) {
    case 'target':
      return target;
    case 'targets':
      return list(target, { min: 1, max: 1000 });
    case 'pair':
      return pair(target);
    case 'duration':
      return duration(field.min ?? 0);
    case 'number':
      return field.integer === true ? integer(field.min, field.max) : number(field.min, field.max);
    case 'choice':
      return choice(field.values);
    case 'slowdown':
      return slowdown;
    case 'config':
      return configMap;
    case 'member-name':
      return nameShape;
    case 'lateness':
      return lateness;
    case 'brokers':
      return replicaList;
    case 'partition-count':
      return integer(1, PARTITIONS_MAX);
    case 'set':
      return atLeastOne(object(optionalFields(field.fields)));
  }
}

function optionalFields(fields: Readonly<Record<string, FieldSpec>>): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, optional(fieldShape(field))]));
}

/** A change that changes nothing is a slip. */
function atLeastOne(shape: Shape<unknown>): Shape<unknown> {
  return {
    ...shape,
    schema: { ...shape.schema, minProperties: 1 },
    read(value, path, problems) {
      if (isObject(value) && Object.keys(value).length === 0) {
        problems.error(path, `expected at least one of ${Object.keys(shape.schema.properties as object).join(', ')}`);
      }
      return shape.read(value, path, problems);
    },
  };
}

/** The grammar of targets; whether the thing exists is checked where all names are known. */
const target: Shape<string> = {
  schema: { type: 'string', minLength: 1, maxLength: 600 },
  standIn: () => '',
  read(value, path, problems) {
    const written = text(600).read(value, path, problems);
    if (problems.covers(path)) return '';
    const parsed = parseTarget(written);
    if (parsed.ok) return written;
    problems.error(path, parsed.message, parsed.mend);
    return '';
  },
};

/** Broker numbers, none twice; whether they exist is checked where their count is known. */
const brokerNumbers = list(integer(1, BROKERS_MAX), { min: 1, max: BROKERS_MAX });
const replicaList: Shape<number[]> = {
  ...brokerNumbers,
  schema: { ...brokerNumbers.schema, uniqueItems: true },
  read(value, path, problems) {
    const read = brokerNumbers.read(value, path, problems);
    if (new Set(read).size !== read.length) problems.error(path, 'expected each broker once');
    return read;
  },
};

/** "40ms" is added to the delay, "4x" multiplies it. */
const slowdown: Shape<string> = scalar({
  schema: { type: 'string', pattern: '^\\d+(\\.\\d+)?(x|us|ms|s|m|h|d)$' },
  expected: 'a delay to add such as "40ms", or a factor such as "4x"',
  accept: (value) => (typeof value === 'string' && parseSlowdown(value) !== undefined ? value : undefined),
  standIn: '1x',
});
