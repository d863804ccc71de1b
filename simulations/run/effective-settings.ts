import { effectiveValues } from '../kafka';
import type { Json, NormalisedScenario } from '../scenario';

/** The effective settings by scenario path: what was written, defaults, and what clients derive from both. */
export type EffectiveSettings = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/** Reads them off a scenario: `brokers`, `topics.orders`, `producers.checkout`, `groups.invoice`. */
export function effectiveSettings(scenario: NormalisedScenario): EffectiveSettings {
  const surroundings = { broker: scenario.brokers.config };
  const settings: Record<string, Record<string, Json>> = {
    brokers: asJson(effectiveValues('broker', scenario.brokers.config)),
  };
  for (const [name, topic] of Object.entries(scenario.topics)) {
    settings[`topics.${name}`] = asJson(effectiveValues('topic', topic.config, surroundings));
  }
  for (const [name, producer] of Object.entries(scenario.producers)) {
    settings[`producers.${name}`] = asJson(effectiveValues('producer', producer.config));
  }
  for (const [name, group] of Object.entries(scenario.groups)) {
    settings[`groups.${name}`] = asJson(effectiveValues('consumer', group.config));
  }
  return settings;
}

/** Settings are numbers, strings, flags and lists of strings: plain JSON, which the catalogue's types say in other words. */
function asJson(values: object): Record<string, Json> {
  return values as Record<string, Json>;
}
