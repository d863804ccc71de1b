/**
 * What the real client, broker or topic check says to a configuration. Kafka stops at the first thing it refuses; that
 * one comes first here, and the other values that could not stay follow, so that an editor can mark them all.
 */
import { checkAdmin } from './checks/admin';
import { checkBroker } from './checks/broker';
import { checkConsumer, checkShareConsumer, checkShareConsumerKeys } from './checks/consumer';
import { checkProducer } from './checks/producer';
import { checkGroup, checkTopic } from './checks/topic-and-group';
import type { ConfigKind, Finding, Surroundings, Written } from './finding';
import { Refusal } from './finding';
import { readConfig } from './read-config';
import type { ReadConfig } from './read-config';
import { scopeOf } from './scopes';
import { unknownKeyFindings } from './unknown-key';

function checkTogether(kind: ConfigKind, config: ReadConfig, surroundings: Surroundings): void {
  const broker = () => readConfig('broker', surroundings.broker ?? {}).values;
  switch (kind) {
    case 'producer':
      return checkProducer(config as ReadConfig<'producer'>);
    case 'consumer':
      return checkConsumer(config as ReadConfig<'consumer'>);
    case 'share-consumer':
      return checkShareConsumer(config as ReadConfig<'consumer'>);
    case 'admin':
      return checkAdmin(config as ReadConfig<'admin'>);
    case 'broker':
      return checkBroker(config as ReadConfig<'broker'>);
    case 'topic':
      return checkTopic(config as ReadConfig<'topic'>, {
        hasRemoteStorage: broker()['remote.log.storage.system.enable'],
      });
    case 'group':
      return checkGroup(config as ReadConfig<'group'>, broker());
  }
}

function refusalOf(check: () => void): Refusal[] {
  try {
    check();
    return [];
  } catch (refusal) {
    if (refusal instanceof Refusal) return [refusal];
    throw refusal;
  }
}

/**
 * The findings about `written` as the settings of a `kind`: refusals (severity error, with `exception` and `reason` in
 * Kafka's words; the first is Kafka's own answer) and unknown keys. An empty list: accepted without a word. A required
 * key that is not written counts as given elsewhere. Rules K-CFG-1 to K-CFG-16.
 */
export function checkConfig(kind: ConfigKind, written: Written, surroundings: Surroundings = {}): Finding[] {
  const scope = scopeOf(kind);
  const config = readConfig(scope, written);
  const names = unknownKeyFindings(scope, config.unknownKeys);
  const early = kind === 'share-consumer' ? refusalOf(() => checkShareConsumerKeys(written)) : [];
  const values = config.refusals;
  const together = early.length + values.length > 0 ? [] : refusalOf(() => checkTogether(kind, config, surroundings));
  const refusals = [...early, ...values, ...together].map((refusal) => refusal.toFinding());
  const namesRefuse = names.some((finding) => finding.severity === 'error');
  return namesRefuse ? [...names, ...refusals] : [...refusals, ...names];
}
