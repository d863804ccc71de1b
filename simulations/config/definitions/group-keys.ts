/** The keys of a group, in the order in which Kafka reads and judges them. */
import { atLeast, int, oneOf, string } from '../definition';

export const groupKeys = {
  'consumer.session.timeout.ms': int(45000, atLeast(1)),
  'consumer.heartbeat.interval.ms': int(5000, atLeast(1)),
  'share.session.timeout.ms': int(45000, atLeast(1)),
  'share.heartbeat.interval.ms': int(5000, atLeast(1)),
  'share.record.lock.duration.ms': int(30000, atLeast(1000)),
  'share.auto.offset.reset': string('latest', { kind: 'share-offset-reset' }),
  'share.isolation.level': string('read_uncommitted', oneOf('read_committed', 'read_uncommitted')),
  'streams.session.timeout.ms': int(45000, atLeast(1)),
  'streams.heartbeat.interval.ms': int(5000, atLeast(1)),
  'streams.num.standby.replicas': int(0, atLeast(0)),
  'streams.initial.rebalance.delay.ms': int(3000, atLeast(0)),
};
