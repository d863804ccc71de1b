/** What a broker or controller refuses to start with beyond single values, in its order: rule K-CFG-15. */
import { Refusal } from '../finding';
import type { RefusalClass } from '../finding';
import { retentionMs, rollJitterMs, rollMs } from '../inherited-defaults';
import { isKnownClass, isMissingClass } from '../known-classes';
import { parseJavaInteger } from '../java-text';
import type { ReadConfig } from '../read-config';
import { checkListeners, parsePairs } from './listeners';
import { checkNode } from './node';
import { checkCompactionLags } from './topic-and-group';

type BrokerConfig = ReadConfig<'broker'>;
export type BrokerKey = keyof BrokerConfig['values'] & string;

interface Requirement {
  readonly holds: boolean;
  readonly keys: readonly BrokerKey[];
  readonly reason: string;
  readonly mend: string;
  readonly exception?: RefusalClass;
}

export function requireOfBroker(requirement: Requirement): void {
  const { holds, keys, reason, mend, exception = 'IllegalArgumentException' } = requirement;
  if (!holds) throw new Refusal({ rule: 'K-CFG-15', keys, reason, mend, exception });
}

function numberOf(config: BrokerConfig, key: BrokerKey): number {
  return config.values[key] as number;
}

/** One setting against another, in the words of the group coordinator. */
function requireOrder(
  config: BrokerConfig,
  key: BrokerKey,
  relation: 'at least' | 'at most' | 'below',
  than: BrokerKey,
) {
  const [value, limit] = [numberOf(config, key), numberOf(config, than)];
  const words = {
    'at least': { holds: value >= limit, reason: `${key} must be greater than or equal to ${than}` },
    'at most': { holds: value <= limit, reason: `${key} must be less than or equal to ${than}` },
    below: { holds: value < limit, reason: `${key} must be less than ${than}` },
  }[relation];
  requireOfBroker({ ...words, keys: [key, than], mend: `${key} is ${value} and ${than} is ${limit}.` });
}

function checkPace(config: BrokerConfig, kind: 'consumer' | 'share' | 'streams'): void {
  for (const what of ['heartbeat.interval.ms', 'session.timeout.ms'] as const) {
    const min: BrokerKey = `group.${kind}.min.${what}`;
    const max: BrokerKey = `group.${kind}.max.${what}`;
    requireOrder(config, max, 'at least', min);
    requireOrder(config, `group.${kind}.${what}`, 'at least', min);
    requireOrder(config, `group.${kind}.${what}`, 'at most', max);
  }
  if (kind === 'streams') {
    requireOrder(config, 'group.streams.num.standby.replicas', 'at most', 'group.streams.max.standby.replicas');
  }
  requireOrder(config, `group.${kind}.heartbeat.interval.ms`, 'below', `group.${kind}.session.timeout.ms`);
}

const ownAssignors: Record<'group.consumer.assignors' | 'group.share.assignors', readonly string[]> = {
  'group.consumer.assignors': ['uniform', 'range'],
  'group.share.assignors': ['simple'],
};

function checkAssignors(config: BrokerConfig, key: keyof typeof ownAssignors): void {
  const kind = key === 'group.consumer.assignors' ? 'Consumer' : 'Share';
  for (const name of config.values[key]) {
    requireOfBroker({
      holds: !isKnownClass(name) || isMissingClass(name),
      keys: [key],
      reason: `${name} is not an instance of org.apache.kafka.coordinator.group.api.assignor.${kind}GroupPartitionAssignor`,
      exception: 'KafkaException',
      mend: `Write ${ownAssignors[key].join(' or ')}; the assignors of clients are others.`,
    });
    requireOfBroker({
      holds: ownAssignors[key].includes(name) || !isMissingClass(name),
      keys: [key],
      reason: name,
      exception: 'ClassNotFoundException',
      mend: `Write ${ownAssignors[key].join(' or ')}, or the full name of a class.`,
    });
  }
}

function checkCompressionId(config: BrokerConfig, key: BrokerKey): void {
  const id = numberOf(config, key);
  requireOfBroker({
    holds: id >= 0 && id <= 4,
    keys: [key],
    reason: `Unknown compression type id: ${id}`,
    mend: 'The ids are 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd.',
  });
}

function checkCoordinators(config: BrokerConfig): void {
  checkAssignors(config, 'group.consumer.assignors');
  checkCompressionId(config, 'offsets.topic.compression.codec');
  checkAssignors(config, 'group.share.assignors');
  checkPace(config, 'consumer');
  checkPace(config, 'share');
  const shareAssignors = new Set(config.values['group.share.assignors']).size;
  requireOfBroker({
    holds: shareAssignors === 1,
    keys: ['group.share.assignors'],
    reason: `group.share.assignors must contain exactly one assignor, but found ${shareAssignors}`,
    mend: 'Name exactly one.',
  });
  checkPace(config, 'streams');
  const lock = 'group.share.record.lock.duration.ms';
  requireOrder(config, lock, 'at least', 'group.share.min.record.lock.duration.ms');
  requireOrder(config, 'group.share.max.record.lock.duration.ms', 'at least', lock);
  requireOrder(config, 'group.share.max.share.sessions', 'at least', 'group.share.max.size');
  checkCompressionId(config, 'share.coordinator.state.topic.compression.codec');
  requireOfBroker({
    holds: config.values['share.coordinator.snapshot.update.records.per.snapshot'] <= 500,
    keys: ['share.coordinator.snapshot.update.records.per.snapshot'],
    reason: 'share.coordinator.snapshot.update.records.per.snapshot must be between [0, 500]',
    mend: 'Write 500 or less.',
  });
}

function checkLog(config: BrokerConfig): void {
  const { values } = config;
  requireOfBroker({
    holds: rollMs(values) >= 1,
    keys: ['log.roll.ms'],
    reason: 'requirement failed: log.roll.ms must be greater than or equal to 1',
    mend: 'Write 1 or more.',
  });
  requireOfBroker({
    holds: rollJitterMs(values) >= 0,
    keys: ['log.roll.jitter.ms'],
    reason: 'requirement failed: log.roll.jitter.ms must be greater than or equal to 0',
    mend: 'Write 0 or more.',
  });
  requireOfBroker({
    holds: retentionMs(values) !== 0,
    keys: (['log.retention.ms', 'log.retention.minutes', 'log.retention.hours'] as const).filter(config.isWritten),
    reason: 'requirement failed: log.retention.ms must be unlimited (-1) or, greater than or equal to 1',
    mend: 'Write -1 for no limit, or 1 and more.',
  });
  const threads = values['log.cleaner.threads'];
  const cleanerKeys: readonly BrokerKey[] = ['log.cleaner.threads', 'log.cleaner.dedupe.buffer.size'];
  const exception = 'ArithmeticException';
  requireOfBroker({
    holds: threads !== 0,
    keys: cleanerKeys,
    reason: '/ by zero',
    exception,
    mend: 'Write 1 or more.',
  });
  requireOfBroker({
    holds: Math.trunc(values['log.cleaner.dedupe.buffer.size'] / threads) > 1024 * 1024,
    keys: cleanerKeys,
    reason: 'requirement failed: log.cleaner.dedupe.buffer.size must be at least 1MB per cleaner thread.',
    mend: 'Give each thread more than 1048576 bytes.',
  });
}

function checkReplicaTimeouts(config: BrokerConfig): void {
  const waitMs = config.values['replica.fetch.wait.max.ms'];
  requireOfBroker({
    holds: waitMs <= config.values['replica.socket.timeout.ms'],
    keys: ['replica.fetch.wait.max.ms', 'replica.socket.timeout.ms'],
    reason:
      'requirement failed: replica.socket.timeout.ms should always be at least replica.fetch.wait.max.ms ' +
      'to prevent unnecessary socket timeouts',
    mend: 'Let the socket wait at least as long as the fetch.',
  });
  requireOfBroker({
    holds: waitMs <= config.values['replica.lag.time.max.ms'],
    keys: ['replica.fetch.wait.max.ms', 'replica.lag.time.max.ms'],
    reason:
      'requirement failed: replica.fetch.wait.max.ms should always be less than or equal to replica.lag.time.max.ms ' +
      'to prevent frequent changes in ISR',
    mend: 'Otherwise an idle follower would count as lagging.',
  });
}

function checkConnections(config: BrokerConfig): void {
  const { values } = config;
  const queued = values['queued.max.request.bytes'];
  requireOfBroker({
    holds: queued <= 0 || queued >= values['socket.request.max.bytes'],
    keys: ['queued.max.request.bytes', 'socket.request.max.bytes'],
    reason: 'requirement failed: queued.max.request.bytes must be larger or equal to socket.request.max.bytes',
    mend: 'Or leave it out for no limit.',
  });
  for (const [, count] of parsePairs('max.connections.per.ip.overrides', values['max.connections.per.ip.overrides'])) {
    requireOfBroker({
      holds: parseJavaInteger(count, 'int') !== null,
      keys: ['max.connections.per.ip.overrides'],
      reason: `For input string: "${count}"`,
      exception: 'NumberFormatException',
      mend: 'Write pairs such as host:10.',
    });
  }
  requireOfBroker({
    holds: values['max.connections.per.ip'] !== 0 || values['max.connections.per.ip.overrides'] !== '',
    keys: ['max.connections.per.ip', 'max.connections.per.ip.overrides'],
    reason:
      'requirement failed: max.connections.per.ip can be set to zero only if max.connections.per.ip.overrides ' +
      'property is set.',
    mend: 'Write 1 or more, or the exceptions.',
  });
  const delayMs = values['connection.failed.authentication.delay.ms'];
  const idleMs = values['connections.max.idle.ms'];
  requireOfBroker({
    holds: idleMs < 0 || delayMs < idleMs,
    keys: ['connection.failed.authentication.delay.ms', 'connections.max.idle.ms'],
    reason:
      `requirement failed: connection.failed.authentication.delay.ms=${delayMs} should always be less than ` +
      `connections.max.idle.ms=${idleMs} to prevent failed authentication responses from timing out`,
    mend: 'Let the delay stay below the idle limit.',
  });
}

/** Throws the first refusal with which a broker or controller would stop at its start after its values were read. */
export function checkBroker(config: BrokerConfig): void {
  checkCoordinators(config);
  checkListeners(config);
  requireOfBroker({
    holds: config.values['group.coordinator.rebalance.protocols'].includes('classic'),
    keys: ['group.coordinator.rebalance.protocols'],
    reason: "Disabling the 'classic' protocol is not supported.",
    exception: 'ConfigException',
    mend: 'Add classic.',
  });
  const brokerId = config.values['broker.id'];
  const nodeId = config.values['node.id'];
  requireOfBroker({
    // Where the node's id stands elsewhere, only an id that no node can have is sure to differ.
    holds: !config.isWritten('broker.id') || (nodeId === null ? brokerId >= 0 : brokerId === nodeId),
    keys: ['broker.id', 'node.id'],
    reason: 'You must set `node.id` to the same value as `broker.id`.',
    exception: 'ConfigException',
    mend: 'Leave broker.id out.',
  });
  checkLog(config);
  checkReplicaTimeouts(config);
  checkNode(config);
  checkConnections(config);
  const lag = (key: 'log.cleaner.min.compaction.lag.ms' | 'log.cleaner.max.compaction.lag.ms') => ({
    key,
    value: config.values[key],
    printed: config.printed(key),
  });
  checkCompactionLags({
    min: lag('log.cleaner.min.compaction.lag.ms'),
    max: lag('log.cleaner.max.compaction.lag.ms'),
    rule: 'K-CFG-15',
  });
}
