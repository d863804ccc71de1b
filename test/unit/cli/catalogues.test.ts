import { describe, expect, test } from 'vitest';
import { actions, scenarios } from '../../../simulations';
import { tidemark } from './terminal-double';

async function printed(...argv: string[]): Promise<unknown> {
  const { exit, stdout } = await tidemark(argv);
  expect(exit).toBe(0);
  return JSON.parse(stdout);
}

describe('catalogues', () => {
  test('C-FLT-1: actions prints every action with its fields', async () => {
    const rows = (await printed('actions')) as { do: string; fields: object }[];
    expect(rows.map((row) => row.do)).toEqual(actions.map((action) => action.do));
    expect(rows.find((row) => row.do === 'slow')).toHaveProperty('fields.between');
  });

  test('configs prints every setting once a scope', async () => {
    const rows = (await printed('configs')) as { key: string; scope: string; default: unknown; required: boolean }[];
    expect(new Set(rows.map((row) => row.scope))).toEqual(
      new Set(['producer', 'consumer', 'admin', 'topic', 'broker', 'group']),
    );
    expect(new Set(rows.map((row) => `${row.scope}/${row.key}`)).size).toBe(rows.length);
    expect(rows.find((row) => row.scope === 'producer' && row.key === 'acks')).toMatchObject({
      type: 'string',
      default: 'all',
      required: false,
    });
  });

  test('scenarios prints the gallery, and one of it whole', async () => {
    const rows = (await printed('scenarios')) as { name: string }[];
    expect(rows.map((row) => row.name)).toEqual(scenarios.map((scenario) => scenario.name));
    const { name, ...whole } = scenarios[0];
    expect(await printed('scenarios', name)).toEqual(whole);
  });

  test('schema prints a JSON Schema that names every action', async () => {
    const schema = JSON.stringify(await printed('schema'));
    expect(schema).toContain('https://json-schema.org/');
    for (const action of actions) expect(schema).toContain(`"${action.do}"`);
  });

  test.each([
    [['actions', 'kill'], 'nothing to do with "kill"'],
    [['scenarios', 'hot-kye'], 'no scenario is named "hot-kye"; did you mean hot-key?'],
    [['scenarios', 'a', 'b'], 'one NAME at a time: leave "b" out'],
  ])('%j is refused', async (argv, message) => {
    const { exit, stderr } = await tidemark(argv);
    expect([exit, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
