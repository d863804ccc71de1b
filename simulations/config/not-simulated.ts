/** Settings that Kafka obeys and a run does not: to stay silent about them would be a wrong answer. */
import type { ConfigScope, Finding, Written } from './finding';
import { readConfig } from './read-config';
import { keysByScope } from './scopes';

const keys: Readonly<Record<ConfigScope, readonly string[]>> = {
  producer: ['transaction.two.phase.commit.enable'],
  consumer: [],
  admin: [],
  topic: [
    'local.retention.bytes',
    'local.retention.ms',
    'remote.log.copy.disable',
    'remote.log.delete.on.disable',
    'remote.storage.enable',
  ],
  group: [],
  broker: [
    'group.consumer.migration.policy',
    'log.dir.failure.timeout.ms',
    'log.local.retention.bytes',
    'log.local.retention.ms',
    'remote.log.storage.system.enable',
    'transaction.two.phase.commit.enable',
  ],
};

/** The keys of a scope that a run does not simulate although they change what Kafka does. */
export function unsimulatedKeys(scope: ConfigScope): readonly string[] {
  return keys[scope];
}

/** A warning for each of them that was written with another value than its default. */
export function findUnsimulated(scope: ConfigScope, written: Written): Finding[] {
  const values: Readonly<Record<string, unknown>> = readConfig(scope, written).values;
  const defaults: Readonly<Record<string, { readonly default: unknown }>> = keysByScope[scope];
  return keys[scope]
    .filter((key) => values[key] !== defaults[key].default)
    .map((key) => ({
      rule: 'not-simulated',
      severity: 'warning',
      keys: [key],
      message: `${key} is checked, but a run does not simulate it and goes on as with its default.`,
    }));
}
