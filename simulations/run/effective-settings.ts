import { effectiveConfig } from '../config';
import type { Json, NormalisedScenario } from '../scenario';

/** The effective settings by scenario path: what was written, defaults, and what clients derive from both. */
export type EffectiveSettings = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/** Reads them off a scenario: `brokers`, `topics.orders`, `producers.checkout`, `groups.invoice`. */
export function effectiveSettings(scenario: NormalisedScenario): EffectiveSettings {
  const surroundings = { broker: scenario.brokers.config };
  const settings: Record<string, Record<string, Json>> = {
    brokers: asJson(effectiveConfig('broker', scenario.brokers.config).values),
  };
  for (const [name, topic] of Object.entries(scenario.topics)) {
    settings[`topics.${name}`] = asJson(effectiveConfig('topic', topic.config, surroundings).values);
  }
  for (const [name, producer] of Object.entries(scenario.producers)) {
    settings[`producers.${name}`] = asJson(effectiveConfig('producer', producer.config).values);
  }
  for (const [name, group] of Object.entries(scenario.groups)) {
    settings[`groups.${name}`] = asJson(effectiveConfig('consumer', group.config).values);
  }
  return settings;
}

/** Settings are numbers, strings, flags and lists of strings: plain JSON, which the catalogue's types say in other words. */
function asJson(values: object): Record<string, Json> {
  return values as Record<string, Json>;
}
