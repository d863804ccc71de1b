import { DURATION_PATTERN, parseDuration } from './duration';
import type { Path, Problems } from './problem';
import type { ConfigMap, Json } from './types';
import { notYet, printChoices, printValue, suggest } from './wording';

/**
 * A shape is one description of a value that serves three times: it reads and completes what a person wrote, words
 * what is wrong with it, and is printed as JSON Schema. The format is written down once, in shapes, so that the
 * editor, the link and the command line cannot disagree about it.
 *
 * `read` never throws and always answers with a value of its type. Where the input is wrong it notes a problem and
 * answers with a stand-in, so that reading goes on and every other mistake is found in the same pass.
 */
export interface Shape<T> {
  readonly schema: JsonSchema;
  read(value: unknown, path: Path, problems: Problems): T;
  standIn(): T;
}

export type JsonSchema = { [key: string]: Json };

/** The type a shape reads. */
export type Read<S> = S extends Shape<infer T> ? T : never;

/** A shape of a single value that either fits or does not. */
export function scalar<T>(of: {
  schema: JsonSchema;
  expected: string;
  accept: (value: unknown) => T | undefined;
  standIn: T;
}): Shape<T> {
  return {
    schema: of.schema,
    standIn: () => of.standIn,
    read(value, path, problems) {
      const accepted = of.accept(value);
      if (accepted !== undefined) return accepted;
      problems.error(path, `expected ${of.expected}, got ${printValue(value)}`);
      return of.standIn;
    },
  };
}

/** A number between two bounds, both included. */
export function number(min: number, max: number): Shape<number> {
  return scalar({
    schema: { type: 'number', minimum: min, maximum: max },
    expected: `a number ${printBounds(min, max)}`,
    accept: (value) => (typeof value === 'number' && value >= min && value <= max ? value : undefined),
    standIn: min,
  });
}

/** A whole number between two bounds, both included. */
export function integer(min: number, max: number): Shape<number> {
  return scalar({
    schema: { type: 'integer', minimum: min, maximum: max },
    expected: `a whole number ${printBounds(min, max)}`,
    accept: (value) =>
      Number.isInteger(value) && Number(value) >= min && Number(value) <= max ? Number(value) : undefined,
    standIn: min,
  });
}

export function text(lengthMax: number): Shape<string> {
  return scalar({
    schema: { type: 'string', maxLength: lengthMax },
    expected: lengthMax >= 1_000_000 ? 'text' : `text of at most ${lengthMax} characters`,
    accept: (value) => (typeof value === 'string' && value.length <= lengthMax ? value : undefined),
    standIn: '',
  });
}

export const flag: Shape<boolean> = scalar({
  schema: { type: 'boolean' },
  expected: 'true or false',
  accept: (value) => (typeof value === 'boolean' ? value : undefined),
  standIn: false,
});

/** One of some words. Those of `later` are words of the format that this build cannot run. */
export function choice<const V extends string>(values: readonly V[], later: readonly string[] = []): Shape<V> {
  return {
    schema: values.length === 1 ? { const: values[0] } : { enum: [...values] },
    standIn: () => values[0],
    read(value, path, problems) {
      if (typeof value === 'string' && (values as readonly string[]).includes(value)) return value as V;
      if (typeof value === 'string' && later.includes(value)) {
        problems.error(path, notYet(printValue(value)), `this build runs ${printChoices(values)}`);
        return values[0];
      }
      const mend = typeof value === 'string' && values.length > 6 ? suggest(value, values) : undefined;
      problems.error(path, `expected ${printChoices(values)}, got ${printValue(value)}`, mend);
      return values[0];
    },
  };
}

/** A duration in milliseconds, at least `min` of them. */
export function duration(min = 0): Shape<number> {
  return {
    schema: {
      anyOf: [
        { type: 'number', minimum: min },
        { type: 'string', pattern: DURATION_PATTERN },
      ],
    },
    standIn: () => min,
    read(value, path, problems) {
      const reading = parseDuration(value);
      if (!reading.ok) {
        problems.error(path, reading.message, reading.mend);
        return min;
      }
      if (reading.ms >= min) return reading.ms;
      problems.error(path, `expected a duration of at least ${min} ms, got ${printValue(value)}`);
      return min;
    },
  };
}

/** The list of a shape, in order. */
export function list<T>(of: Shape<T>, bounds: { min?: number; max: number }): Shape<T[]> {
  const min = bounds.min ?? 0;
  return {
    schema: { type: 'array', items: of.schema, ...(min > 0 ? { minItems: min } : {}), maxItems: bounds.max },
    standIn: () => [],
    read(value, path, problems) {
      if (!Array.isArray(value)) {
        problems.error(path, `expected a list, got ${printValue(value)}`);
        return [];
      }
      if (value.length < min || value.length > bounds.max) {
        problems.error(path, `expected ${printLength(min, bounds.max)}, got ${value.length}`);
        return [];
      }
      return Array.from(value, (entry, index) => of.read(entry, [...path, index], problems));
    },
  };
}

/** Exactly two different names: the ends of a link. */
export function pair(of: Shape<string>): Shape<[string, string]> {
  return {
    schema: { type: 'array', items: of.schema, minItems: 2, maxItems: 2 },
    standIn: () => ['', ''],
    read(value, path, problems) {
      if (!Array.isArray(value) || value.length !== 2) {
        problems.error(path, `expected two names, got ${printValue(value)}`);
        return ['', ''];
      }
      if (value[0] === value[1])
        problems.error(path, `expected two different names, got ${printValue(value[0])} twice`);
      return [of.read(value[0], [...path, 0], problems), of.read(value[1], [...path, 1], problems)];
    },
  };
}

const PROTOTYPE_KEYS = new Set(Object.getOwnPropertyNames(Object.prototype));

/**
 * A map from names to a shape. Names of Object.prototype are refused: whoever later looks a name up in a plain
 * object must not find `constructor` in it.
 */
export function map<T>(of: Shape<T>, bounds: { max: number; key: KeyRule }): Shape<Record<string, T>> {
  return {
    schema: {
      type: 'object',
      propertyNames: { pattern: bounds.key.pattern, maxLength: bounds.key.lengthMax },
      additionalProperties: of.schema,
      maxProperties: bounds.max,
    },
    standIn: () => ({}),
    read(value, path, problems) {
      const read: Record<string, T> = {};
      if (!isObject(value)) {
        problems.error(path, `expected an object, got ${printValue(value)}`);
        return read;
      }
      const keys = Object.keys(value);
      if (keys.length > bounds.max) {
        problems.error(path, `expected at most ${bounds.max} ${bounds.key.plural}, got ${keys.length}`);
        return read;
      }
      const pattern = new RegExp(bounds.key.pattern, 'u');
      for (const key of keys) {
        const place = [...path, key];
        if (value[key] === undefined) continue;
        if (PROTOTYPE_KEYS.has(key)) problems.error(place, `${key} cannot be a name`);
        else if (key.length > bounds.key.lengthMax || !pattern.test(key)) problems.error(place, bounds.key.expected);
        else read[key] = of.read(value[key], place, problems);
      }
      return read;
    },
  };
}

/** What the keys of a map may be. */
export interface KeyRule {
  pattern: string;
  lengthMax: number;
  plural: string;
  expected: string;
}

/** Settings by their real names. What they mean is the catalogue's business; here only their form is checked. */
export const configMap: Shape<ConfigMap> = map(
  scalar<string | number | boolean | null>({
    schema: { type: ['string', 'number', 'boolean', 'null'] },
    expected: 'text, a number, true, false or null (a list as comma-separated text)',
    accept: (value) => (isSetting(value) ? value : undefined),
    standIn: null,
  }),
  {
    max: 500,
    key: { pattern: '^\\S+$', lengthMax: 250, plural: 'settings', expected: 'expected the name of a setting' },
  },
);

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSetting(value: unknown): value is string | number | boolean | null {
  if (value === null || typeof value === 'boolean') return true;
  return typeof value === 'number' ? Number.isFinite(value) : typeof value === 'string' && value.length <= 10_000;
}

function printBounds(min: number, max: number): string {
  return max >= Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
}

function printLength(min: number, max: number): string {
  return min > 0 ? `${min} to ${max} entries` : `at most ${max} entries`;
}
