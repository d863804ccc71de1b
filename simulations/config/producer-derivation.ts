/** What some settings of a producer make of others: rules K-CFG-2 and K-CFG-5. */
import type { ReadConfig } from './read-config';

type ProducerConfig = ReadConfig<'producer'>;

const maxInt = 2147483647;

/** Whether acks asks for every in-sync replica. */
export function wantsAllAcks(acks: string): boolean {
  return acks === 'all' || acks === '-1';
}

/** Rule K-CFG-2: idempotence that nobody wrote is switched off by `retries=0` or by acks other than all. */
export function isIdempotent(config: ProducerConfig): boolean {
  const { values } = config;
  if (!values['enable.idempotence']) return false;
  return config.isWritten('enable.idempotence') || (values.retries !== 0 && wantsAllAcks(values.acks));
}

/** linger.ms + request.timeout.ms, both and the sum cut off at the largest int, as the producer computes it. */
export function leastDeliveryTimeoutMs(config: ProducerConfig): number {
  const lingerMs = Math.min(config.values['linger.ms'], maxInt);
  return Math.min(lingerMs + config.values['request.timeout.ms'], maxInt);
}
