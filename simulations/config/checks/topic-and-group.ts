/** What the check of a topic's or a group's settings refuses: rules K-CFG-7a and K-CFG-14. */
import { Refusal } from '../finding';
import type { ReadConfig } from '../read-config';

/** Compaction: a record cannot be too young to compact and overdue at once. */
export function checkCompactionLags(config: {
  readonly min: { readonly key: string; readonly value: number; readonly printed: string };
  readonly max: { readonly key: string; readonly value: number; readonly printed: string };
  readonly rule: string;
}): void {
  const { min, max, rule } = config;
  if (min.value <= max.value) return;
  throw new Refusal({
    rule,
    keys: [min.key, max.key],
    reason: `conflict topic config setting min.compaction.lag.ms (${min.printed}) > max.compaction.lag.ms (${max.printed})`,
    exception: 'InvalidConfigurationException',
    mend: `${min.key} must not exceed ${max.key}.`,
  });
}

export interface TopicSurroundings {
  /** Whether the brokers have remote storage; absent: they do not. */
  readonly hasRemoteStorage?: boolean;
}

/** Throws the first refusal of a topic's settings after names and values. */
export function checkTopic(config: ReadConfig<'topic'>, surroundings: TopicSurroundings = {}): void {
  const { values } = config;
  const lag = (key: 'min.compaction.lag.ms' | 'max.compaction.lag.ms') => ({
    key,
    value: values[key],
    printed: config.printed(key),
  });
  checkCompactionLags({ min: lag('min.compaction.lag.ms'), max: lag('max.compaction.lag.ms'), rule: 'K-CFG-14' });
  if (!values['remote.storage.enable'] || surroundings.hasRemoteStorage) return;
  throw new Refusal({
    rule: 'K-CFG-14',
    keys: ['remote.storage.enable'],
    reason:
      'Tiered Storage functionality is disabled in the broker. Topic cannot be configured with remote log storage.',
    mend: 'Leave it out, or switch remote storage on at the brokers.',
  });
}

type GroupConfig = ReadConfig<'group'>;
type GroupKey = keyof GroupConfig['values'];
type BrokerValues = ReadConfig<'broker'>['values'];

/** A setting of a group must lie within the bounds that the brokers set for it. */
function checkWithin(config: GroupConfig, broker: BrokerValues, key: GroupKey): void {
  if (!config.isWritten(key)) return;
  const value = config.values[key] as number;
  const [kind, ...rest] = key.split('.');
  // streams.num.standby.replicas is bounded by group.streams.max.standby.replicas: the bound counts, so `num` goes.
  const what = rest.join('.').replace(/^num\./, '');
  const bound = (side: 'min' | 'max') => `group.${kind}.${side}.${what}` as keyof BrokerValues;
  const refuse = (than: string, boundKey: string, limit: number): never => {
    throw new Refusal({
      rule: 'K-CFG-14',
      keys: [key],
      reason: `${key} must be ${than} than or equal to ${boundKey}`,
      exception: 'InvalidConfigurationException',
      mend: `The brokers' ${boundKey} is ${limit}.`,
    });
  };
  const min = broker[bound('min')] as number | undefined;
  const max = broker[bound('max')] as number | undefined;
  if (min !== undefined && value < min) refuse('greater', bound('min'), min);
  if (max !== undefined && value > max) refuse('less', bound('max'), max);
}

function checkPace(config: GroupConfig, kind: 'consumer' | 'share' | 'streams'): void {
  const heartbeatKey = `${kind}.heartbeat.interval.ms` as const;
  const sessionKey = `${kind}.session.timeout.ms` as const;
  if (config.values[heartbeatKey] < config.values[sessionKey]) return;
  throw new Refusal({
    rule: 'K-CFG-14',
    keys: [sessionKey, heartbeatKey],
    reason: `${sessionKey} must be greater than ${heartbeatKey}`,
    exception: 'InvalidConfigurationException',
    mend: 'Leave room for several heartbeats in a session.',
  });
}

/** Throws the first refusal of a group's settings after names and values. */
export function checkGroup(config: GroupConfig, broker: BrokerValues): void {
  const bounded: readonly GroupKey[] = [
    'consumer.heartbeat.interval.ms',
    'consumer.session.timeout.ms',
    'share.heartbeat.interval.ms',
    'share.session.timeout.ms',
    'share.record.lock.duration.ms',
    'streams.heartbeat.interval.ms',
    'streams.session.timeout.ms',
    'streams.num.standby.replicas',
  ];
  for (const key of bounded) checkWithin(config, broker, key);
  for (const kind of ['consumer', 'share', 'streams'] as const) checkPace(config, kind);
}
