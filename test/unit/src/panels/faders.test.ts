import { describe, expect, test } from 'vitest';
import { faderSpecs } from '../../../../src/panels/inject/faders';
import { actions, scenarios } from '../../../../simulations';
import { normalise } from '../../../../simulations/scenario';
import type { NormalisedScenario } from '../../../../simulations/scenario';

function scenarioWith(changes: readonly object[]): NormalisedScenario {
  const { scenario } = scenarios.find(({ name }) => name === 'first-event')!;
  const reading = normalise({ ...scenario, actions: changes }, { actions });
  if (!reading.ok) throw new Error(JSON.stringify(reading.errors));
  return reading.scenario;
}

const spec = (id: string) => faderSpecs.find((it) => it.id === id)!;

describe('faders', () => {
  test.each(faderSpecs)('$label: a value set is the value read, and valid', ({ read, write, scale }) => {
    const scenario = scenarioWith([]);
    const value = scale.value(0.6);
    const changed = scenarioWith(write(scenario, 999, value).map((action) => ({ ...action, at: 1000 })));
    expect(read(changed, 1000)).toBeCloseTo(value, 3);
    expect(read(changed, 999)).toBe(read(scenario, 999));
  });

  test.each(faderSpecs)('$label: positions and values belong together', ({ scale }) => {
    for (const position of [0, 0.1, 0.25, 0.5, 0.75, 1])
      expect(scale.position(scale.value(position))).toBeCloseTo(position, 1);
    expect(scale.value(0)).toBe(0);
  });

  test('groups keep their own pace: the factor is shared, not the time', () => {
    const scenario = scenarioWith([]);
    expect(spec('processing').write(scenario, 0, 280)).toMatchObject([
      { target: 'group:invoice', set: { time: 80 } },
      { target: 'group:fraud', set: { time: 280 } },
    ]);
  });

  test('the rate is that of all producers together', () => {
    const scenario = scenarioWith([]);
    expect(spec('rate').read(scenario, 0)).toBe(6);
    expect(
      spec('rate')
        .write(scenario, 0, 60)
        .map(({ set }) => set),
    ).toEqual([{ rate: 30 }, { rate: 30 }]);
  });
});
