import { describe, expect, test } from 'vitest';
import { keysByScope, maxLong } from '../../../../simulations/config';
import type { ConfigScope, KeyTable } from '../../../../simulations/config';
import { configOf, configs } from '../../../../simulations/config/catalogue';
import type { CatalogueRow } from '../../../../simulations/config/catalogue';

const scopes = Object.keys(keysByScope) as ConfigScope[];
const longest = '9223372036854775807';

describe('the catalogue', () => {
  test('section G: holds every key of Apache Kafka 4.2.1, each once in its scope', () => {
    const counts = { producer: 113, consumer: 116, admin: 91, topic: 34, group: 11, broker: 341 };
    for (const scope of scopes) expect([scope, configs(scope).length]).toEqual([scope, counts[scope]]);
    expect(new Set(configs().map(({ scope, key }) => `${scope} ${key}`)).size).toBe(706);
  });

  test('rows have the shape that the command line prints', () => {
    expect(configOf('producer', 'acks')).toMatchObject({
      key: 'acks',
      scope: 'producer',
      type: 'string',
      default: 'all',
      required: false,
      validValues: ['all', '-1', '0', '1'],
      modelled: 'yes',
    });
    expect(configOf('producer', 'min.insync.replicas')).toBeNull();
  });
});

/** What the code reads has to be what people are told. */
describe.each(scopes)('the keys that the code reads: %s', (scope) => {
  const table: KeyTable = keysByScope[scope];
  const rows = configs(scope);

  test('are those of the catalogue, in the same order', () => {
    expect(Object.keys(table)).toEqual(rows.map(({ key }) => key));
  });

  test('have its types, defaults, ranges and choices', () => {
    for (const row of rows) {
      const definition = table[row.key];
      const isLongest = row.type === 'long' && row.default === longest;
      expect({ key: row.key, ...toldOf(definition) }).toEqual({
        key: row.key,
        type: row.type,
        default: isLongest ? maxLong : row.default,
        required: row.required,
        range: row.alsoAllowed === undefined ? row.range : undefined,
        choices: choicesOfRow(row),
      });
      if (row.mayBeEmpty !== undefined) expect(definition.check).toMatchObject({ mayBeEmpty: row.mayBeEmpty });
    }
  });
});

function toldOf(definition: KeyTable[string]) {
  const { type, default: standard, required = false } = definition;
  return { type, default: standard, required, range: rangeOf(definition), choices: choicesOf(definition) };
}

function rangeOf({ check }: KeyTable[string]): CatalogueRow['range'] {
  if (check?.kind !== 'range') return undefined;
  return {
    ...(check.min === undefined ? {} : { min: Number(check.min) }),
    ...(check.max === undefined ? {} : { max: Number(check.max) }),
  };
}

function choicesOf({ check }: KeyTable[string]): string[] | undefined {
  const values = check !== undefined && 'values' in check ? check.values : undefined;
  return values && values.length > 0 ? values.toSorted() : undefined;
}

/** Offset resets and share modes have checks of their own, with the names inside. */
function choicesOfRow({ key, validValues }: CatalogueRow): string[] | undefined {
  const hasOwnCheck = /auto\.offset\.reset$|^share\.ac/.test(key);
  return hasOwnCheck ? undefined : validValues?.toSorted();
}
