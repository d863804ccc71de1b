/** The keys of an admin client, in the order in which Kafka reads and judges them. */
import { atLeast, between, boolean, int, list, listCheck, long, oneOf, oneOfAnyCase, string } from '../definition';
import { securityKeys } from './security-keys';

export const adminKeys = {
  'bootstrap.servers': list([], listCheck()),
  'bootstrap.controllers': list([], listCheck()),
  'client.id': string(''),
  'metadata.max.age.ms': long(300000, atLeast(0)),
  'send.buffer.bytes': int(131072, atLeast(-1)),
  'receive.buffer.bytes': int(65536, atLeast(-1)),
  'reconnect.backoff.ms': long(50, atLeast(0)),
  'reconnect.backoff.max.ms': long(1000, atLeast(0)),
  'retry.backoff.ms': long(100, atLeast(0)),
  'retry.backoff.max.ms': long(1000, atLeast(0)),
  'enable.metrics.push': boolean(false),
  'request.timeout.ms': int(30000, atLeast(0)),
  'socket.connection.setup.timeout.ms': long(10000),
  'socket.connection.setup.timeout.max.ms': long(30000),
  'connections.max.idle.ms': long(300000),
  retries: int(2147483647, between(0, 2147483647)),
  'default.api.timeout.ms': int(60000, atLeast(0)),
  'metrics.sample.window.ms': long(30000, atLeast(0)),
  'metrics.num.samples': int(2, atLeast(1)),
  'metric.reporters': list(['org.apache.kafka.common.metrics.JmxReporter'], listCheck()),
  'metrics.recording.level': string('INFO', oneOf('INFO', 'DEBUG', 'TRACE')),
  'client.dns.lookup': string('use_all_dns_ips', oneOf('use_all_dns_ips', 'resolve_canonical_bootstrap_servers_only')),
  'security.providers': string(null),
  'security.protocol': string('PLAINTEXT', oneOfAnyCase('SASL_SSL', 'PLAINTEXT', 'SSL', 'SASL_PLAINTEXT')),
  ...securityKeys,
  'metadata.recovery.strategy': string('rebootstrap', oneOfAnyCase('REBOOTSTRAP', 'NONE')),
  'metadata.recovery.rebootstrap.trigger.ms': long(300000, atLeast(0)),
  'config.providers': list([], listCheck()),
};
