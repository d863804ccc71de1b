/**
 * How one setting is described to the code: its type, its default and the check that Kafka applies to it.
 *
 * The tables under definitions/ are written with these constructors. They hold what a run needs and nothing more;
 * importance, text and the rule that models a key stand in catalogue/, which only the editor and the command line load.
 */

export type KeyType = 'boolean' | 'short' | 'int' | 'long' | 'double' | 'string' | 'password' | 'class' | 'list';

/** A value as the code reads it. Longs beyond 2^53 are the nearest double; `maxLong` stands for 2^63 - 1. */
export type ConfigValue = boolean | number | string | readonly string[] | null;

/** A bound is text where Java prints it otherwise than a JavaScript number would (`1.0`). */
export type Bound = number | string;

/** The validators of Kafka's ConfigDef, and those that single keys bring along. */
export type Check =
  | { readonly kind: 'range'; readonly min?: Bound; readonly max?: Bound }
  | { readonly kind: 'one-of' | 'one-of-any-case'; readonly values: readonly string[] }
  | {
      readonly kind: 'list';
      readonly values?: readonly string[];
      readonly mayBeEmpty: boolean;
      readonly mayBeNull: boolean;
    }
  | { readonly kind: 'non-empty' | 'non-null' | 'gzip-level' }
  | { readonly kind: 'offset-reset' | 'share-offset-reset' | 'acknowledgement-mode' | 'acquire-mode' }
  | { readonly kind: 'throttled-replicas' | 'quorum-voters' | 'quorum-bootstrap-servers' };

export interface KeyDefinition<V extends ConfigValue = ConfigValue> {
  readonly type: KeyType;
  readonly default: V;
  readonly check?: Check;
  /** The file, or the code beside it, has to give a value. */
  readonly required?: boolean;
}

export type KeyTable = Readonly<Record<string, KeyDefinition>>;

/** The values of a table of keys, each with the type that its definition has. */
export type ValuesOf<T extends KeyTable> = {
  readonly [K in keyof T]: T[K] extends KeyDefinition<infer V> ? V : never;
};

type OrNull<D, V> = D extends null ? V | null : V;

/** What Kafka writes as Long.MAX_VALUE. The nearest double is one more, which no setting can tell apart. */
export const maxLong = 2 ** 63;

export const boolean = (value: boolean): KeyDefinition<boolean> => ({ type: 'boolean', default: value });

const numeric =
  (type: 'short' | 'int' | 'long' | 'double') =>
  <D extends number | null>(value: D, check?: Check) =>
    ({ type, default: value, check }) as unknown as KeyDefinition<OrNull<D, number>>;

export const short = numeric('short');
export const int = numeric('int');
export const long = numeric('long');
export const double = numeric('double');

const textual =
  (type: 'string' | 'password' | 'class') =>
  <D extends string | null>(value: D, check?: Check) =>
    ({ type, default: value, check }) as unknown as KeyDefinition<OrNull<D, string>>;

export const string = textual('string');
export const password = textual('password');
export const className = textual('class');

export const list = <D extends readonly string[] | null>(value: D, check?: Check) =>
  ({ type: 'list', default: value, check }) as unknown as KeyDefinition<OrNull<D, readonly string[]>>;

export const required = <V extends ConfigValue>(key: KeyDefinition<V>): KeyDefinition<V> => ({
  ...key,
  required: true,
});

export const atLeast = (min: Bound): Check => ({ kind: 'range', min });
export const between = (min: Bound, max: Bound): Check => ({ kind: 'range', min, max });
export const oneOf = (...values: string[]): Check => ({ kind: 'one-of', values });
export const oneOfAnyCase = (...values: string[]): Check => ({ kind: 'one-of-any-case', values });

/** A list without empty elements; without any element only if that is said. */
export const listCheck = (rules: { mayBeEmpty?: boolean; mayBeNull?: boolean; values?: string[] } = {}): Check => ({
  kind: 'list',
  mayBeEmpty: rules.mayBeEmpty ?? true,
  mayBeNull: rules.mayBeNull ?? false,
  values: rules.values,
});
