/**
 * The settings that a client, topic, group or broker really works with: as written, as defaulted, as derived. Apart
 * from the checks, so that a run whose scenario was checked before need not carry them.
 */
import type { ValuesOf } from './definition';
import type { ConfigScope, Finding, Surroundings, Written } from './finding';
import { groupDefaults, topicDefaults } from './inherited-defaults';
import { isIdempotent, leastDeliveryTimeoutMs } from './producer-derivation';
import { readConfig } from './read-config';
import type { ReadConfig } from './read-config';
import type { KeysByScope } from './scopes';

/** Every key of a scope by its real name, each with the type that Kafka gives it. */
export type EffectiveValues<S extends ConfigScope> = ValuesOf<KeysByScope[S]>;

type Derivation = { readonly values: Record<string, unknown>; readonly findings: Finding[] };

/** Rule K-CLI-2 and its kin: a ceiling that nobody wrote follows the first wait when that was raised above it. */
function deriveReconnectBackoff(config: ReadConfig<'producer'> | ReadConfig<'consumer'> | ReadConfig<'admin'>) {
  const follows = config.isWritten('reconnect.backoff.ms') && !config.isWritten('reconnect.backoff.max.ms');
  return follows ? { 'reconnect.backoff.max.ms': config.values['reconnect.backoff.ms'] } : {};
}

function deriveProducer(config: ReadConfig<'producer'>): Derivation {
  const { values } = config;
  const derived: Record<string, unknown> = deriveReconnectBackoff(config);
  const findings: Finding[] = [];
  if (values['enable.idempotence'] && !isIdempotent(config)) {
    derived['enable.idempotence'] = false;
    const cause = values.retries === 0 ? 'retries' : 'acks';
    findings.push({
      rule: 'K-CFG-2',
      severity: 'warning',
      keys: [cause, 'enable.idempotence'],
      message:
        `${cause}=${config.printed(cause)} switches idempotence off without an error: a retry may then write a record ` +
        'twice. Write acks=all, or enable.idempotence=false to show that it is meant.',
    });
  }
  const least = leastDeliveryTimeoutMs(config);
  if (!config.isWritten('delivery.timeout.ms') && values['delivery.timeout.ms'] < least) {
    derived['delivery.timeout.ms'] = least;
    findings.push({
      rule: 'K-CFG-5',
      severity: 'warning',
      keys: ['linger.ms', 'request.timeout.ms'],
      message: `delivery.timeout.ms is raised to ${least}, the sum of linger.ms and request.timeout.ms.`,
    });
  }
  return { values: derived, findings };
}

function deriveConsumer(config: ReadConfig<'consumer'>): Derivation {
  const derived: Record<string, unknown> = deriveReconnectBackoff(config);
  if (config.values['group.id'] === null && !config.isWritten('enable.auto.commit'))
    derived['enable.auto.commit'] = false;
  return { values: derived, findings: [] };
}

/** Rule K-CFG-16: an API timeout that nobody wrote is at least the request timeout. */
function deriveAdmin(config: ReadConfig<'admin'>): Derivation {
  const derived: Record<string, unknown> = deriveReconnectBackoff(config);
  const { 'default.api.timeout.ms': apiTimeoutMs, 'request.timeout.ms': requestTimeoutMs } = config.values;
  if (!config.isWritten('default.api.timeout.ms')) {
    derived['default.api.timeout.ms'] = Math.max(apiTimeoutMs, requestTimeoutMs);
  }
  return { values: derived, findings: [] };
}

function derive(scope: ConfigScope, config: ReadConfig, surroundings: Surroundings): Derivation {
  switch (scope) {
    case 'producer':
      return deriveProducer(config as ReadConfig<'producer'>);
    case 'consumer':
      return deriveConsumer(config as ReadConfig<'consumer'>);
    case 'admin':
      return deriveAdmin(config as ReadConfig<'admin'>);
    case 'topic':
    case 'group': {
      const broker = readConfig('broker', surroundings.broker ?? {}).values;
      const defaults: Record<string, unknown> = scope === 'topic' ? topicDefaults(broker) : groupDefaults(broker);
      const isOpen = ([key]: [string, unknown]) => !config.isWritten(key as never);
      return { values: Object.fromEntries(Object.entries(defaults).filter(isOpen)), findings: [] };
    }
    case 'broker':
      return { values: {}, findings: [] };
  }
}

/**
 * Reads `written` as the settings of `scope` and fills in what Kafka would: defaults, for topics and groups those of
 * the brokers in `surroundings`, and what one setting does to another (rules K-CFG-2, K-CFG-5, K-CFG-11). Durations
 * and sizes keep the unit of their key. Never throws: a refused value leaves its default.
 */
export function effectiveValues<S extends ConfigScope>(
  scope: S,
  written: Written,
  surroundings: Surroundings = {},
): EffectiveValues<S> {
  return derivedConfig(scope, written, surroundings).values;
}

/** The effective values, and a word about each that was changed behind the writer's back. */
export function derivedConfig<S extends ConfigScope>(
  scope: S,
  written: Written,
  surroundings: Surroundings,
): { readonly values: EffectiveValues<S>; readonly derivations: readonly Finding[] } {
  const config = readConfig(scope, written);
  const derived = derive(scope, config as unknown as ReadConfig, surroundings);
  return {
    values: { ...config.values, ...derived.values } as EffectiveValues<S>,
    derivations: derived.findings,
  };
}
