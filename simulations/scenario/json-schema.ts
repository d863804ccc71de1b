import type { ActionSpec } from './action-spec';
import type { JsonSchema } from './shape';
import { scenarioShape } from './scenario-shape';
import type { Json } from './types';

/**
 * The JSON Schema of a scenario with these actions, for editors and for other people's tools. It is printed from the
 * shapes that read scenarios, so it accepts what they accept; what only the whole shows (names that must exist,
 * numbers that must fit together) no schema can say.
 */
export function scenarioSchema(actions: readonly ActionSpec[]): JsonSchema {
  const shared = new Map<string, string>();
  const schema = scenarioShape(actions).schema;
  const used = new Map<string, number>();
  count(schema, used);
  const defs: { [name: string]: Json } = {};
  const body = share(schema, { used, shared, defs });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Tidemark scenario, version 1',
    ...(body as JsonSchema),
    $defs: defs,
  };
}

/** Only what is long and stands in several places is worth a definition of its own. */
const SHARED_LENGTH_MIN = 60;

function count(schema: Json, used: Map<string, number>): void {
  if (typeof schema !== 'object' || schema === null) return;
  const text = JSON.stringify(schema);
  used.set(text, (used.get(text) ?? 0) + 1);
  for (const inside of Object.values(schema)) count(inside, used);
}

interface Sharing {
  used: Map<string, number>;
  shared: Map<string, string>;
  defs: { [name: string]: Json };
}

function share(schema: Json, sharing: Sharing): Json {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map((entry) => share(entry, sharing));
  const text = JSON.stringify(schema);
  const isSchema = 'type' in schema || 'anyOf' in schema;
  if (!isSchema || text.length < SHARED_LENGTH_MIN || (sharing.used.get(text) ?? 0) < 3)
    return shareInside(schema, sharing);
  let name = sharing.shared.get(text);
  if (name === undefined) {
    name = `part${sharing.shared.size + 1}`;
    sharing.shared.set(text, name);
    sharing.defs[name] = shareInside(schema, sharing);
  }
  return { $ref: `#/$defs/${name}` };
}

function shareInside(schema: JsonSchema, sharing: Sharing): JsonSchema {
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, share(value, sharing)]));
}
