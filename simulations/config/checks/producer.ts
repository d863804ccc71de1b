/** What a producer refuses beyond single values, in its order: rules K-CFG-1 to K-CFG-6 and K-CFG-7a. */
import { Refusal } from '../finding';
import type { ReadConfig } from '../read-config';
import { isIdempotent, leastDeliveryTimeoutMs, wantsAllAcks } from '../producer-derivation';
import { checkAddresses, checkClassList, checkInterface, checkSaslMechanism } from './client';

type ProducerConfig = ReadConfig<'producer'>;

function checkIdempotence(config: ProducerConfig): void {
  const { values } = config;
  const mend = 'Either leave enable.idempotence out, or ask for it with acks=all and retries above 0.';
  if (config.isWritten('enable.idempotence') && values['enable.idempotence']) {
    if (values.retries === 0) {
      const reason = 'Must set retries to non-zero when using the idempotent producer.';
      throw new Refusal({ rule: 'K-CFG-1', keys: ['retries', 'enable.idempotence'], reason, mend });
    }
    if (!wantsAllAcks(values.acks)) {
      const reason =
        'Must set acks to all in order to use the idempotent producer. Otherwise we cannot guarantee idempotence.';
      throw new Refusal({ rule: 'K-CFG-1', keys: ['acks', 'enable.idempotence'], reason, mend });
    }
  }
  // Held against the wish, not the outcome: acks=1 with ten in flight is refused although idempotence goes off.
  const inFlight = values['max.in.flight.requests.per.connection'];
  if (values['enable.idempotence'] && inFlight > 5) {
    throw new Refusal({
      rule: 'K-CFG-3',
      keys: ['max.in.flight.requests.per.connection', 'enable.idempotence'],
      reason:
        'To use the idempotent producer, max.in.flight.requests.per.connection must be set to at most 5. ' +
        `Current value is ${inFlight}.`,
      mend: 'Write 5 or less, or enable.idempotence=false.',
    });
  }
}

function checkTransactions(config: ProducerConfig): void {
  if (config.values['transactional.id'] !== null && !isIdempotent(config)) {
    const cause = ['enable.idempotence', 'acks', 'retries'].filter((key) => config.isWritten(key as 'acks'));
    throw new Refusal({
      rule: 'K-CFG-4',
      keys: ['transactional.id', ...cause],
      reason: 'Cannot set a transactional.id without also enabling idempotence.',
      mend: 'Transactions need acks=all, retries above 0 and enable.idempotence not false.',
    });
  }
  if (config.values['transaction.two.phase.commit.enable'] && config.isWritten('transaction.timeout.ms')) {
    throw new Refusal({
      rule: 'K-CFG-6',
      keys: ['transaction.timeout.ms', 'transaction.two.phase.commit.enable'],
      reason:
        'Cannot set transaction.timeout.ms when transaction.two.phase.commit.enable is set to true. ' +
        'Transactions will not expire with two-phase commit enabled.',
      mend: 'Leave one of the two out.',
    });
  }
}

function checkDeliveryTimeout(config: ProducerConfig): void {
  const least = leastDeliveryTimeoutMs(config);
  if (!config.isWritten('delivery.timeout.ms') || config.values['delivery.timeout.ms'] >= least) return;
  throw new Refusal({
    rule: 'K-CFG-5',
    keys: ['delivery.timeout.ms', 'linger.ms', 'request.timeout.ms'],
    reason: 'delivery.timeout.ms should be equal to or larger than linger.ms + request.timeout.ms',
    wrappedIn: 'KafkaException',
    mend: `Write ${least} or more, or leave it out.`,
  });
}

/** Throws the first refusal that the constructor of a producer would meet after its values were read. */
export function checkProducer(config: ProducerConfig): void {
  const { values } = config;
  checkSaslMechanism(config);
  checkIdempotence(config);
  checkTransactions(config);
  checkClassList('metric.reporters', values['metric.reporters']);
  checkInterface('partitioner.class', values['partitioner.class']);
  checkInterface('key.serializer', values['key.serializer']);
  checkInterface('value.serializer', values['value.serializer']);
  checkClassList('interceptor.classes', values['interceptor.classes']);
  checkDeliveryTimeout(config);
  checkAddresses('bootstrap.servers', values['bootstrap.servers'] ?? []);
}
