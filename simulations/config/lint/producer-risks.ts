/** What a producer with accepted settings can still lose, repeat or reorder. */
import type { Finding } from '../finding';
import { isIdempotent, wantsAllAcks } from '../producer-derivation';
import type { ReadConfig } from '../read-config';
import { remark, spell } from './risk';

type ProducerConfig = ReadConfig<'producer'>;

/** The brokers' default limits, which a producer meets unless they were changed. */
const brokerMaxMessageBytes = 1048588;
const brokerMaxTransactionMs = 900_000;

function lossRisks({ values }: ProducerConfig): Finding[] {
  if (values.acks === '0') {
    const message =
      'acks=0 waits for no answer: whatever a broker refuses or loses, above all around a change of leader, is lost ' +
      'without an error. Write acks=all to be told.';
    return [remark('warning', 'K-REP-60', ['acks'], message)];
  }
  if (wantsAllAcks(values.acks)) return [];
  const message =
    'acks=1 is answered by the leader alone: if it fails before a follower fetched the record, an acknowledged record ' +
    'is gone. Write acks=all, with min.insync.replicas=2 on the topic.';
  return [remark('warning', 'K-REP-61', ['acks'], message)];
}

function retryRisks(config: ProducerConfig): Finding[] {
  const { values } = config;
  const findings: Finding[] = [];
  if (values.retries === 0) {
    const message = 'retries=0 turns every passing error, such as a change of leader, into a record that failed.';
    findings.push(remark('warning', 'K-PROD-25', ['retries'], message));
  }
  // Nothing is sent again without an answer to miss, or without a second try.
  if (isIdempotent(config) || values.retries === 0 || values.acks === '0') return findings;
  const cause = config.isWritten('enable.idempotence') ? 'enable.idempotence' : 'acks';
  const repeats = 'Without idempotence a retry after a lost answer writes the record a second time.';
  findings.push(remark('warning', 'K-PROD-25', [cause], repeats));
  const inFlight = values['max.in.flight.requests.per.connection'];
  if (inFlight > 1) {
    const message =
      `${inFlight} requests in flight without idempotence: a batch that is retried can land behind the next one. ` +
      'Switch idempotence on, or write max.in.flight.requests.per.connection=1.';
    findings.push(remark('warning', 'K-PROD-24', ['max.in.flight.requests.per.connection', cause], message));
  }
  return findings;
}

function orderRisks({ values }: ProducerConfig): Finding[] {
  if (values['partitioner.class']?.endsWith('.RoundRobinPartitioner')) {
    const message = 'RoundRobinPartitioner spreads the records of one key over all partitions: a key has no order.';
    return [remark('warning', 'K-PART-1', ['partitioner.class'], message)];
  }
  if (!values['partitioner.ignore.keys']) return [];
  const message = 'With partitioner.ignore.keys=true the records of one key go to any partition: a key has no order.';
  return [remark('warning', 'K-PART-1', ['partitioner.ignore.keys'], message)];
}

function limitRisks(config: ProducerConfig): Finding[] {
  const { values } = config;
  const findings: Finding[] = [];
  if (values['max.request.size'] > brokerMaxMessageBytes) {
    const message =
      `Records above ${brokerMaxMessageBytes} bytes are refused by the brokers' and topics' default limit: raise ` +
      'max.message.bytes on the topic too.';
    findings.push(remark('info', 'K-PROD-33', ['max.request.size'], message));
  }
  if (values['transactional.id'] !== null && values['transaction.timeout.ms'] > brokerMaxTransactionMs) {
    const message =
      `initTransactions() fails unless the brokers' transaction.max.timeout.ms, by default ${brokerMaxTransactionMs}, ` +
      'is raised.';
    findings.push(remark('warning', 'K-TXN-20', ['transaction.timeout.ms'], message));
  }
  if (config.isWritten('delivery.timeout.ms') && values['delivery.timeout.ms'] < 30_000) {
    const message =
      `After ${spell(values['delivery.timeout.ms'])} a record fails, and may be written all the same. The failover of ` +
      'a dead broker alone takes about 10 s.';
    findings.push(remark('info', 'K-PROD-22', ['delivery.timeout.ms'], message));
  }
  return findings;
}

function idleSettings(config: ProducerConfig): Finding[] {
  const { values } = config;
  const findings: Finding[] = [];
  for (const codec of ['gzip', 'lz4', 'zstd'] as const) {
    const key = `compression.${codec}.level` as const;
    if (!config.isWritten(key) || values['compression.type'] === codec) continue;
    const message = `${key} has no effect with compression.type=${values['compression.type']}.`;
    findings.push(remark('info', 'K-PROD-8', [key, 'compression.type'], message));
  }
  if (config.isWritten('transaction.timeout.ms') && values['transactional.id'] === null) {
    const message = 'transaction.timeout.ms has no effect without a transactional.id.';
    findings.push(remark('info', 'K-TXN-20', ['transaction.timeout.ms'], message));
  }
  return findings;
}

/** The remarks about a producer that Kafka would construct. */
export function producerRisks(config: ProducerConfig): Finding[] {
  return [
    ...lossRisks(config),
    ...retryRisks(config),
    ...orderRisks(config),
    ...limitRisks(config),
    ...idleSettings(config),
  ];
}
