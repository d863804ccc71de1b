import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { actions, laterActions } from '../../../simulations/actions';
import { normalise, scenarioSchema } from '../../../simulations/scenario';
import { scenarios } from '../../../simulations/scenarios';

/** A schema is walked, not known: what JSON.parse answers. */
type Walked = ReturnType<typeof JSON.parse>;
type Schema = Record<string, Walked>;

const schema = scenarioSchema(actions) as Schema;

/** As much of JSON Schema 2020-12 as the scenario's uses; a keyword that it does not know fails the test. */
function accepts(rule: Schema, value: Walked): boolean {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const isNumber = typeof value === 'number';
  const checks: Record<string, (wanted: Walked) => boolean> = {
    $schema: () => true,
    $defs: () => true,
    title: () => true,
    $ref: (name: string) => accepts(schema.$defs[name.replace('#/$defs/', '')], value),
    anyOf: (rules: Schema[]) => rules.some((one) => accepts(one, value)),
    const: (wanted) => value === wanted,
    enum: (wanted: unknown[]) => wanted.includes(value),
    type: (wanted: string | string[]) => [wanted].flat().some((type) => isOfType(type, value)),
    minimum: (min) => !isNumber || value >= min,
    maximum: (max) => !isNumber || value <= max,
    pattern: (pattern) => typeof value !== 'string' || new RegExp(pattern, 'u').test(value),
    minLength: (min) => typeof value !== 'string' || value.length >= min,
    maxLength: (max) => typeof value !== 'string' || value.length <= max,
    items: (rule: Schema) => !Array.isArray(value) || value.every((one) => accepts(rule, one)),
    minItems: (min) => !Array.isArray(value) || value.length >= min,
    maxItems: (max) => !Array.isArray(value) || value.length <= max,
    required: (keys: string[]) => !isObject || keys.every((key) => Object.hasOwn(value, key)),
    minProperties: (min) => !isObject || Object.keys(value).length >= min,
    maxProperties: (max) => !isObject || Object.keys(value).length <= max,
    propertyNames: (rule: Schema) => !isObject || Object.keys(value).every((key) => accepts(rule, key)),
    properties: (rules: Record<string, Schema>) =>
      !isObject || Object.keys(rules).every((key) => !Object.hasOwn(value, key) || accepts(rules[key], value[key])),
    additionalProperties: (other: Schema | false) =>
      !isObject ||
      Object.keys(value)
        .filter((key) => !Object.hasOwn(rule.properties ?? {}, key))
        .every((key) => other !== false && accepts(other, value[key])),
  };
  return Object.entries(rule).every(([keyword, wanted]) => {
    if (!Object.hasOwn(checks, keyword)) throw new Error(`a keyword without a check: ${keyword}`);
    return checks[keyword](wanted);
  });
}

function isOfType(type: string, value: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return type === 'integer' ? Number.isInteger(value) : typeof value === type;
}

const folder = join(import.meta.dirname, '../../reference/recorded/kafka-cluster');
const recorded = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { scenario: unknown }).scenario);
const valid = [...recorded, ...scenarios.map(({ scenario }) => scenario)].filter(
  (scenario) => normalise(scenario, { actions, laterActions }).ok,
);

describe('the schema', () => {
  test('is closed: every reference leads somewhere', () => {
    const references = [...JSON.stringify(schema).matchAll(/"#\/\$defs\/(\w+)"/g)].map(([, name]) => name);
    expect(references.filter((name) => !Object.hasOwn(schema.$defs as object, name))).toEqual([]);
  });

  test('accepts every scenario that the validator accepts', () => {
    expect(valid.length).toBeGreaterThan(40);
    for (const scenario of valid) expect(accepts(schema, scenario)).toBe(true);
  });

  test('accepts normalised scenarios: they are scenarios too', () => {
    for (const scenario of valid) {
      const result = normalise(scenario, { actions, laterActions });
      expect(result.ok && accepts(schema, JSON.parse(JSON.stringify(result.scenario)))).toBe(true);
    }
  });

  test.each([
    ['an unknown key', { version: 1, brokrs: {} }],
    ['a wrong type', { version: 1, brokers: 3 }],
    ['a number out of bounds', { version: 1, brokers: { count: 31 } }],
    ['a wrong word', { version: 1, groups: { g: { topics: ['t'], processing: { onRevoked: 'maybe' } } } }],
    ['a wrong duration', { version: 1, duration: '30 seconds' }],
    ['an unknown action', { version: 1, actions: [{ at: 1, do: 'explode' }] }],
    ['an action without its moment', { version: 1, actions: [{ do: 'kill', target: 'broker-1' }] }],
    ['an action without its target', { version: 1, actions: [{ at: 1, do: 'kill' }] }],
    ['a wrong field of an action', { version: 1, actions: [{ at: 1, do: 'burst', target: 'p', by: 'much' }] }],
    ['an unknown op', { version: 1, producers: { p: { topic: 't', workload: { script: [{ at: 1, op: 'sned' }] } } } }],
    ['a missing version', { name: 'x' }],
  ])('and the validator both refuse %s', (_, scenario) => {
    expect(accepts(schema, scenario)).toBe(false);
    expect(normalise(scenario, { actions, laterActions }).ok).toBe(false);
  });
});
