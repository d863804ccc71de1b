/** The tables of keys by what they configure. */
import type { KeyTable } from './definition';
import { adminKeys } from './definitions/admin-keys';
import { brokerKeys } from './definitions/broker-keys';
import { consumerKeys } from './definitions/consumer-keys';
import { groupKeys } from './definitions/group-keys';
import { producerKeys } from './definitions/producer-keys';
import { topicKeys } from './definitions/topic-keys';
import type { ConfigKind, ConfigScope } from './finding';

export const keysByScope = {
  producer: producerKeys,
  consumer: consumerKeys,
  admin: adminKeys,
  topic: topicKeys,
  group: groupKeys,
  broker: brokerKeys,
} satisfies Record<ConfigScope, KeyTable>;

export type KeysByScope = typeof keysByScope;

/** A share consumer reads the consumer's keys (K-CFG-13). */
export function scopeOf(kind: ConfigKind): ConfigScope {
  return kind === 'share-consumer' ? 'consumer' : kind;
}

/** The names of every key of a scope, in the order in which Kafka judges them. */
export function knownKeys(scope: ConfigScope): readonly string[] {
  return Object.keys(keysByScope[scope]);
}
