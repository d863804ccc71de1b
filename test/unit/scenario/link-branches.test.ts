import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeLink, encodeLink } from '../../../simulations/scenario';
import type { BranchOfLink, Scenario, View } from '../../../simulations/scenario';
import { packJson } from '../../../simulations/scenario/packed-json';
import { scenarios } from '../../../simulations/scenarios';

const [preset] = scenarios;
const scenario: Scenario = preset.scenario;

function branch(id: string, at: number): BranchOfLink {
  const actions = [...(scenario.actions ?? []), { id: 'p1', do: 'kill', target: 'broker-2', at }];
  return { id, label: `kill broker-2 <b>at ${at}</b>`, fork: { from: 'A', at }, scenario: { ...scenario, actions } };
}

function read(link: string): View {
  const reading = decodeLink(link, scenarios);
  if (!reading.ok) throw new Error(JSON.stringify(reading.errors));
  return reading.view;
}

describe('branches in a link', () => {
  test('come back as they were, each as its difference from the scenario of the link', () => {
    const view: View = {
      t: 9000,
      branch: { id: 'A', label: 'as it was opened' },
      branches: [branch('B', 8000), branch('C', 9000)],
    };
    const link = encodeLink(scenario, scenarios, view);
    expect(read(link)).toEqual(view);
    expect(link.length).toBeLessThan(500);
  });

  test('four travel at most: those that were made last', () => {
    const branches = ['B', 'C', 'D', 'E', 'F'].map((id, index) => branch(id, 1000 * index));
    const link = encodeLink(scenario, scenarios, { branch: { id: 'A', label: 'a' }, branches });
    expect(read(link).branches?.map(({ id }) => id)).toEqual(['C', 'D', 'E', 'F']);
  });

  test.each([
    ['no version', 'x', 'expected version 1, got "x"'],
    ['nothing', '', 'expected version 1, got ""'],
    ['no text of a link', '1§§', 'is no part of a link'],
    ['no list', packJson('1', { a: 1 }), 'no list of branches'],
    ['no names', packJson('1', [[], []]), 'the name of a branch is damaged'],
    [
      'twice the same name',
      packJson('1', [
        ['A', 'a', 0],
        ['A', 'b', 0, 1, 0],
      ]),
      'the name of a branch is damaged',
    ],
    ['a name that is no letter', packJson('1', [['<b>', 'a', 0]]), 'the name of a branch is damaged'],
    ['a fork in the past of the start', packJson('1', [['A', 'a', ['B', -1]]]), 'the name of a branch is damaged'],
    [
      'a wrong checksum',
      packJson('1', [
        ['A', 'a', 0],
        ['B', 'b', 0, 1, {}],
      ]),
      'branch B does not fit',
    ],
    [
      'a difference that does not fit',
      packJson('1', [
        ['A', 'a', 0],
        ['B', 'b', 0, 1, { nowhere: { x: [1] } }],
      ]),
      'does not fit',
    ],
    [
      'no scenario',
      packJson('1', [
        ['A', 'a', 0],
        ['B', 'b', 0, 1, [[1]]],
      ]),
      'branch B does not fit',
    ],
    [
      'five',
      packJson(
        '1',
        ['A', 'B', 'C', 'D', 'E', 'F'].map((id) => [id, 'x', 0, 1, {}]),
      ),
      'at most 4 branches, got 5',
    ],
    ['a bomb', packJson('1', ['0'.repeat(3_000_000)]), 'grows to more than 2000000 bytes'],
  ])('%s is refused in words', (_, text, message) => {
    const reading = decodeLink(`#scenario=${preset.name}&b=${text}`, scenarios);
    expect(reading.ok).toBe(false);
    if (!reading.ok) expect(reading.errors[0]).toMatchObject({ path: 'b', message: expect.stringContaining(message) });
  });

  test('whatever stands there, reading it never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.jsonValue().map((value) => packJson('1', value as never)),
        ),
        (text) => {
          const link = `#scenario=${preset.name}&b=${text.replaceAll('&', '')}`;
          expect(() => decodeLink(link, scenarios)).not.toThrow();
        },
      ),
      { numRuns: 300 },
    );
  });
});
