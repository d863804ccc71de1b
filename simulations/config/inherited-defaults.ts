/** Where a topic or group says nothing, its brokers' settings of the same meaning hold (spec section G.4). */
import type { ReadConfig } from './read-config';

type BrokerValues = ReadConfig<'broker'>['values'];
type TopicValues = ReadConfig<'topic'>['values'];
type GroupValues = ReadConfig<'group'>['values'];

/** log.retention.ms, in its place .minutes, in its place .hours; below zero stands for no limit. */
export function retentionMs(values: BrokerValues): number {
  const minutes = values['log.retention.minutes'] ?? values['log.retention.hours'] * 60;
  const millis = values['log.retention.ms'] ?? minutes * 60_000;
  return millis < 0 ? -1 : millis;
}

/** log.roll.ms, in its place log.roll.hours. */
export function rollMs(values: BrokerValues): number {
  return values['log.roll.ms'] ?? values['log.roll.hours'] * 3_600_000;
}

/** log.roll.jitter.ms, in its place log.roll.jitter.hours. */
export function rollJitterMs(values: BrokerValues): number {
  return values['log.roll.jitter.ms'] ?? values['log.roll.jitter.hours'] * 3_600_000;
}

/** The values that a new topic has under brokers with these settings. */
export function topicDefaults(broker: BrokerValues): Partial<TopicValues> {
  return {
    'cleanup.policy': broker['log.cleanup.policy'],
    'compression.type': broker['compression.type'],
    'compression.gzip.level': broker['compression.gzip.level'],
    'compression.lz4.level': broker['compression.lz4.level'],
    'compression.zstd.level': broker['compression.zstd.level'],
    'delete.retention.ms': broker['log.cleaner.delete.retention.ms'],
    'file.delete.delay.ms': broker['log.segment.delete.delay.ms'],
    'flush.messages': broker['log.flush.interval.messages'],
    'flush.ms': broker['log.flush.interval.ms'] ?? broker['log.flush.scheduler.interval.ms'],
    'index.interval.bytes': broker['log.index.interval.bytes'],
    'local.retention.bytes': broker['log.local.retention.bytes'],
    'local.retention.ms': broker['log.local.retention.ms'],
    'max.compaction.lag.ms': broker['log.cleaner.max.compaction.lag.ms'],
    'max.message.bytes': broker['message.max.bytes'],
    'message.timestamp.after.max.ms': broker['log.message.timestamp.after.max.ms'],
    'message.timestamp.before.max.ms': broker['log.message.timestamp.before.max.ms'],
    'message.timestamp.type': broker['log.message.timestamp.type'],
    'min.cleanable.dirty.ratio': broker['log.cleaner.min.cleanable.ratio'],
    'min.compaction.lag.ms': broker['log.cleaner.min.compaction.lag.ms'],
    'min.insync.replicas': broker['min.insync.replicas'],
    preallocate: broker['log.preallocate'],
    'retention.bytes': broker['log.retention.bytes'],
    'retention.ms': retentionMs(broker),
    'segment.bytes': broker['log.segment.bytes'],
    'segment.index.bytes': broker['log.index.size.max.bytes'],
    'segment.jitter.ms': rollJitterMs(broker),
    'segment.ms': rollMs(broker),
    'unclean.leader.election.enable': broker['unclean.leader.election.enable'],
  };
}

/** The values that a new group has under brokers with these settings (rules K-848-3, K-SHR-2, K-SHR-3). */
export function groupDefaults(broker: BrokerValues): Partial<GroupValues> {
  return {
    'consumer.heartbeat.interval.ms': broker['group.consumer.heartbeat.interval.ms'],
    'consumer.session.timeout.ms': broker['group.consumer.session.timeout.ms'],
    'share.heartbeat.interval.ms': broker['group.share.heartbeat.interval.ms'],
    'share.record.lock.duration.ms': broker['group.share.record.lock.duration.ms'],
    'share.session.timeout.ms': broker['group.share.session.timeout.ms'],
    'streams.heartbeat.interval.ms': broker['group.streams.heartbeat.interval.ms'],
    'streams.initial.rebalance.delay.ms': broker['group.streams.initial.rebalance.delay.ms'],
    'streams.num.standby.replicas': broker['group.streams.num.standby.replicas'],
    'streams.session.timeout.ms': broker['group.streams.session.timeout.ms'],
  };
}
