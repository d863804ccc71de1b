/** Reading a whole configuration: every known key in Kafka's order, each read and held against its own check. */
import type { ConfigValue, KeyTable, ValuesOf } from './definition';
import { Refusal } from './finding';
import type { ConfigScope, Written } from './finding';
import { readValue } from './read-value';
import { keysByScope } from './scopes';
import type { KeysByScope } from './scopes';
import { validate } from './validate';

export interface ReadConfig<S extends ConfigScope = ConfigScope> {
  /** Every key of the scope: as written, else its default. A refused value leaves the default here. */
  readonly values: ValuesOf<KeysByScope[S]>;
  /** Whether somebody wrote the key, be it with an empty value. */
  isWritten(key: keyof KeysByScope[S]): boolean;
  /** The value as Java prints it, all digits of a long included. */
  printed(key: keyof KeysByScope[S]): string;
  /** Values that do not stand by themselves, in the order in which Kafka would meet them. */
  readonly refusals: readonly Refusal[];
  /** Names that the scope does not have, as written. */
  readonly unknownKeys: readonly string[];
}

/** A key reached JavaScript's own properties would otherwise look written (`constructor`). */
function ownValue(written: Written, key: string): unknown {
  return Object.hasOwn(written, key) ? written[key] : undefined;
}

/** Nothing where a value is needed: what no validator catches fails in Kafka where it is first used. */
function refuseNull(key: string): never {
  throw new Refusal({
    rule: 'K-CFG-7',
    keys: [key],
    reason: `Invalid value null for configuration ${key}: Value must be non-null`,
    mend: 'Write a value, or leave the key out for its default.',
  });
}

/** Reads `written` as the settings of `scope` (rule K-CFG-7). Never throws: what is refused stands in `refusals`. */
export function readConfig<S extends ConfigScope>(scope: S, written: Written): ReadConfig<S> {
  const table: KeyTable = keysByScope[scope];
  const values: Record<string, ConfigValue> = {};
  const printed: Record<string, string> = {};
  const refusals: Refusal[] = [];
  for (const [key, definition] of Object.entries(table)) {
    values[key] = definition.default;
    const value = ownValue(written, key);
    if (value === undefined) continue;
    try {
      const read = readValue(key, definition, value);
      validate(key, definition, read);
      if (read.value === null && definition.default !== null) refuseNull(key);
      values[key] = read.value;
      printed[key] = read.printed;
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      refusals.push(refusal);
    }
  }
  return {
    values: values as ValuesOf<KeysByScope[S]>,
    isWritten: (key) => ownValue(written, key as string) !== undefined,
    printed: (key) => printed[key as string] ?? String(values[key as string]),
    refusals,
    unknownKeys: Object.keys(written).filter((key) => written[key] !== undefined && !Object.hasOwn(table, key)),
  };
}
