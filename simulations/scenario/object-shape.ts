import type { Path, Problems } from './problem';
import { isObject } from './shape';
import type { JsonSchema, Shape } from './shape';
import type { Json } from './types';
import { notYet, printChoices, printValue, suggest } from './wording';

/** A key of an object: it must be there, may be left out, or has a default. */
export type Field<T> =
  | { presence: 'required'; shape: Shape<T> }
  | { presence: 'optional'; shape: Shape<T> }
  | { presence: 'default'; shape: Shape<T>; fallback: () => T };

export type Fields = Record<string, Field<unknown>>;

/** What an object of these fields reads to; optional ones that are absent are left out. */
export type ReadFields<F extends Fields> = {
  [K in keyof F as F[K] extends { presence: 'optional' } ? never : K]: F[K] extends Field<infer T> ? T : never;
} & { [K in keyof F as F[K] extends { presence: 'optional' } ? K : never]?: F[K] extends Field<infer T> ? T : never };

export function required<T>(shape: Shape<T>): { presence: 'required'; shape: Shape<T> } {
  return { presence: 'required', shape };
}

export function optional<T>(shape: Shape<T>): { presence: 'optional'; shape: Shape<T> } {
  return { presence: 'optional', shape };
}

/** A default that is itself in the form a person would write, or made anew for each reading. */
export function fallback<T>(
  shape: Shape<T>,
  value: NoInfer<T> | (() => NoInfer<T>),
): { presence: 'default'; shape: Shape<T>; fallback: () => T } {
  return { presence: 'default', shape, fallback: typeof value === 'function' ? (value as () => T) : () => value };
}

/** An object's defaults when the whole of it is absent: the object read from `{}`. */
export function section<F extends Fields>(
  fields: F,
): { presence: 'default'; shape: Shape<ReadFields<F>>; fallback: () => ReadFields<F> } {
  const shape = object(fields);
  return { presence: 'default', shape, fallback: () => shape.standIn() };
}

/**
 * An object with exactly these keys; any other is an error that names the nearest one. Those of `later` are keys of
 * the format that this build cannot run.
 */
export function object<F extends Fields>(fields: F, later: readonly string[] = []): Shape<ReadFields<F>> {
  const known = Object.keys(fields);
  return {
    schema: objectSchema(fields),
    standIn() {
      const standIn: Record<string, unknown> = {};
      for (const key of known) {
        const field = fields[key];
        if (field.presence === 'required') standIn[key] = field.shape.standIn();
        if (field.presence === 'default') standIn[key] = field.fallback();
      }
      return standIn as ReadFields<F>;
    },
    read(value, path, problems) {
      if (!isObject(value)) {
        problems.error(path, `expected an object, got ${printValue(value)}`);
        return this.standIn();
      }
      for (const key of Object.keys(value)) {
        if (Object.hasOwn(fields, key) || value[key] === undefined) continue;
        if (later.includes(key)) problems.error([...path, key], notYet(key));
        else problems.error([...path, key], 'unknown key', suggest(key, known));
      }
      const read: Record<string, unknown> = {};
      for (const key of known) readField({ fields, key, value, read }, path, problems);
      return read as ReadFields<F>;
    },
  };
}

function readField(
  of: { fields: Fields; key: string; value: Record<string, unknown>; read: Record<string, unknown> },
  path: Path,
  problems: Problems,
): void {
  const field = of.fields[of.key];
  const written = Object.hasOwn(of.value, of.key) ? of.value[of.key] : undefined;
  if (written !== undefined) {
    of.read[of.key] = field.shape.read(written, [...path, of.key], problems);
  } else if (field.presence === 'required') {
    problems.error([...path, of.key], 'missing');
    of.read[of.key] = field.shape.standIn();
  } else if (field.presence === 'default') {
    of.read[of.key] = field.fallback();
  }
}

function objectSchema(fields: Fields): JsonSchema {
  const properties: { [key: string]: Json } = {};
  for (const [key, field] of Object.entries(fields)) properties[key] = field.shape.schema;
  const requiredKeys = Object.keys(fields).filter((key) => fields[key].presence === 'required');
  const schema: JsonSchema = { type: 'object', properties, additionalProperties: false };
  if (requiredKeys.length > 0) schema.required = requiredKeys;
  return schema;
}

/** An object whose other keys depend on the word under one key (`op`, `kind`, `do`). */
export function variants<T>(of: {
  key: string;
  shapes: Readonly<Record<string, Shape<T>>>;
  /** The word that is meant when the key is absent. */
  absent?: string;
  /** Says why a word that is not among the shapes is refused, if there is more to say than that it is unknown. */
  refuse?: (word: string) => string | undefined;
}): Shape<T> {
  const words = Object.keys(of.shapes);
  const first = of.shapes[of.absent ?? words[0]];
  return {
    schema: { anyOf: Object.values(of.shapes).map((shape) => shape.schema) },
    standIn: () => first.standIn(),
    read(value, path, problems) {
      if (!isObject(value)) {
        problems.error(path, `expected an object, got ${printValue(value)}`);
        return first.standIn();
      }
      const written = Object.hasOwn(value, of.key) ? value[of.key] : undefined;
      const word = written === undefined ? of.absent : written;
      if (typeof word === 'string' && Object.hasOwn(of.shapes, word))
        return of.shapes[word].read(value, path, problems);
      const place = [...path, of.key];
      if (word === undefined) problems.error(place, 'missing', `one of ${printChoices(words)}`);
      else if (typeof word !== 'string')
        problems.error(place, `expected ${printChoices(words)}, got ${printValue(word)}`);
      else {
        const reason = of.refuse?.(word);
        if (reason === undefined)
          problems.error(place, `expected ${printChoices(words)}, got ${printValue(word)}`, suggest(word, words));
        else problems.error(place, reason);
      }
      return first.standIn();
    },
  };
}
