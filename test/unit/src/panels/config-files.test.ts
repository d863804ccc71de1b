import { describe, expect, test } from 'vitest';
import { configAt, configTabs, difference } from '../../../../src/panels/config/config-tabs';
import { followed, textOf } from '../../../../src/panels/config/config-text';
import { incomingText, isForThePage } from '../../../../src/panels/events/incoming';
import { actions, scenarios } from '../../../../simulations';
import { normalise } from '../../../../simulations/scenario';
import type { NormalisedScenario } from '../../../../simulations/scenario';

function scenarioWith(changes: readonly object[]): NormalisedScenario {
  const { scenario } = scenarios.find(({ name }) => name === 'first-event')!;
  const reading = normalise({ ...scenario, actions: changes }, { actions });
  if (!reading.ok) throw new Error(JSON.stringify(reading.errors));
  return reading.scenario;
}

describe('files of settings', () => {
  test('one for every client and topic, and one for the brokers', () => {
    const tabs = configTabs(scenarioWith([]));
    expect(tabs.map(({ label, kind }) => `${label} ${kind}`)).toEqual([
      'checkout producer',
      'mobile producer',
      'invoice consumer',
      'fraud consumer',
      'orders topic',
      'brokers broker',
    ]);
  });

  test('hold what was written and what actions up to the moment have set', () => {
    const scenario = scenarioWith([
      { at: 5000, do: 'config', target: 'producer:checkout', set: { acks: '1', 'linger.ms': 5 } },
      { at: 9000, do: 'config', target: 'checkout', set: { acks: 'all' } },
    ]);
    const [checkout, mobile] = configTabs(scenario);
    expect(configAt(scenario, checkout, 4999)).toEqual({ acks: 'all' });
    expect(configAt(scenario, checkout, 5000)).toEqual({ acks: '1', 'linger.ms': 5 });
    expect(configAt(scenario, checkout, 9000)).toEqual({ acks: 'all', 'linger.ms': 5 });
    expect(configAt(scenario, mobile, 9000)).toEqual({ acks: 'all' });
  });

  test('only what differs is set; what is gone goes back to its default', () => {
    expect(difference({ acks: 'all', 'linger.ms': 5 }, { acks: 'all', retries: '3' })).toEqual({
      retries: '3',
      'linger.ms': null,
    });
    expect(difference({ 'linger.ms': 5 }, { 'linger.ms': '5' })).toEqual({});
  });

  test('a text follows the scenario and keeps its comments and its order', () => {
    const text = '# ours\nacks=all\n\n! speed\nlinger.ms = 5\n';
    expect(followed(text, { acks: '1', 'linger.ms': 5 })).toBe('# ours\nacks=1\n\n! speed\nlinger.ms = 5\n');
    expect(followed(text, { 'linger.ms': 5, retries: 3 })).toBe('# ours\n\n! speed\nlinger.ms = 5\nretries=3\n');
  });

  test('begins with the file that it would be', () => {
    const [checkout] = configTabs(scenarioWith([]));
    expect(textOf(checkout, { acks: 'all' })).toBe('# producer.properties, checkout\nacks=all\n');
  });
});

describe('what comes in', () => {
  test.each([
    ['{"version":1,"topics":{}}', 'scenario'],
    ['{"scenario":{"version":1},"expect":{}}', 'scenario'],
    ['acks=all\nlinger.ms=5\n', 'settings'],
    ['bootstrap.servers: kafka:9092\nacks: all\n', 'settings'],
    ['{"key":"a","value":1}\n{"key":"b","value":2}\n', 'events'],
    ['key,value\na,1\n', 'events'],
  ])('%j is %s', (text, kind) => {
    expect(incomingText(text, 'x').kind).toBe(kind);
    expect(isForThePage(text)).toBe(true);
  });

  test('a word that somebody pasted is none of ours', () => {
    expect(isForThePage('hello there')).toBe(false);
  });
});
