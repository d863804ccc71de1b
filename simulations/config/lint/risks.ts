/** Remarks about configurations that Kafka accepts: what they can lose, repeat, reorder or hold up. */
import type { ConfigKind, Finding, Written } from '../finding';
import { javaTrim } from '../java-text';
import { readConfig } from '../read-config';
import { scopeOf } from '../scopes';
import { brokerRisks, groupRisks, topicRisks } from './cluster-risks';
import { consumerRisks, shareConsumerRisks } from './consumer-risks';
import { producerRisks } from './producer-risks';
import { remark } from './risk';

/** Rule K-CLI-2: all clients draw their waits alike. */
function backoffRisks(kind: ConfigKind, written: Written): Finding[] {
  const scope = scopeOf(kind);
  if (scope !== 'producer' && scope !== 'consumer' && scope !== 'admin') return [];
  const { values } = readConfig(scope, written);
  const [baseMs, maxMs] = [values['retry.backoff.ms'], values['retry.backoff.max.ms']];
  if (baseMs <= maxMs) return [];
  const message = `retry.backoff.ms is above retry.backoff.max.ms: every retry waits ${maxMs} ms.`;
  return [remark('warning', 'K-CLI-2', ['retry.backoff.ms', 'retry.backoff.max.ms'], message)];
}

/** Rule K-CFG-7: what a list names twice counts once. */
function repeatedItems(kind: ConfigKind, written: Written): Finding[] {
  const { values } = readConfig(scopeOf(kind), written);
  return Object.entries(values).flatMap(([key, value]) => {
    if (!Array.isArray(value) || !Object.hasOwn(written, key)) return [];
    const seen = new Set<string>();
    const repeated = new Set<string>();
    for (const item of value as readonly string[]) (seen.has(item) ? repeated : seen).add(item);
    if (repeated.size === 0) return [];
    const message = `${[...repeated].slice(0, 5).join(', ')} stands in the list more than once and counts once.`;
    return [remark('warning', 'K-CFG-7', [key], message)];
  });
}

/** A comment behind a value is none: the file's format has comments of whole lines only. */
function commentsInValues(written: Written): Finding[] {
  return Object.entries(written).flatMap(([key, value]) =>
    typeof value === 'string' && /[ \t]#/.test(javaTrim(value))
      ? [
          remark(
            'info',
            'K-CFG-7',
            [key],
            'The # and what follows belong to the value: a comment needs a line of its own.',
          ),
        ]
      : [],
  );
}

function risksOf(kind: ConfigKind, written: Written): Finding[] {
  switch (kind) {
    case 'producer':
      return producerRisks(readConfig('producer', written));
    case 'consumer':
      return consumerRisks(readConfig('consumer', written));
    case 'share-consumer':
      return shareConsumerRisks(readConfig('consumer', written));
    case 'topic':
      return topicRisks(readConfig('topic', written));
    case 'group':
      return groupRisks(readConfig('group', written));
    case 'broker':
      return brokerRisks(readConfig('broker', written));
    case 'admin':
      return [];
  }
}

/**
 * What `written` can lose, repeat or reorder as the settings of a `kind`, each with the rule that says so. Meant for
 * settings that Kafka accepts; refused values count as their defaults here.
 */
export function findRisks(kind: ConfigKind, written: Written): Finding[] {
  return [
    ...risksOf(kind, written),
    ...backoffRisks(kind, written),
    ...repeatedItems(kind, written),
    ...commentsInValues(written),
  ];
}
