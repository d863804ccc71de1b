/** What consumers with accepted settings can still skip, repeat or be thrown out for. */
import type { Finding } from '../finding';
import type { ReadConfig } from '../read-config';
import { remark, spell } from './risk';

type ConsumerConfig = ReadConfig<'consumer'>;

/** The brokers' default bounds of a session (K-GRP-20). */
const [minSessionMs, maxSessionMs] = [6000, 1_800_000];

function commitRisks(config: ConsumerConfig): Finding[] {
  const { values } = config;
  if (values['group.id'] === null) {
    const message = 'Without a group.id nothing is committed and subscribe() fails: only assign() works.';
    return [remark('info', 'K-CFG-11', ['group.id'], message)];
  }
  if (!values['enable.auto.commit']) {
    if (!config.isWritten('auto.commit.interval.ms')) return [];
    const message = 'auto.commit.interval.ms has no effect with enable.auto.commit=false.';
    return [remark('info', 'K-CON-20', ['auto.commit.interval.ms', 'enable.auto.commit'], message)];
  }
  const message =
    'Auto-commit commits what earlier polls returned. Handed to other threads, or closed after an exception, records ' +
    'count as done that are not; after a crash up to ' +
    `${spell(values['auto.commit.interval.ms'])} and one poll are processed again.`;
  return [remark('info', 'K-CON-20a', ['enable.auto.commit'], message)];
}

function startRisks({ values }: ConsumerConfig): Finding[] {
  const reset = values['auto.offset.reset'];
  if (reset === 'earliest' || values['group.id'] === null) return [];
  const message =
    reset === 'latest'
      ? 'auto.offset.reset=latest: where nothing is committed (a new group, an expired offset, a new partition), ' +
        'everything written before is skipped.'
      : reset === 'none'
        ? 'auto.offset.reset=none: without a committed offset poll() throws, the first start of the group included.'
        : `auto.offset.reset=${reset}: without a committed offset older records are skipped.`;
  return [remark('info', 'K-CON-30', ['auto.offset.reset'], message)];
}

function paceRisks(config: ConsumerConfig): Finding[] {
  const { values } = config;
  const findings: Finding[] = [];
  const perRecordMs = values['max.poll.interval.ms'] / values['max.poll.records'];
  const isWritten = config.isWritten('max.poll.interval.ms') || config.isWritten('max.poll.records');
  if (isWritten && perRecordMs < 100) {
    const message =
      `A full poll of ${values['max.poll.records']} records leaves ${Math.floor(perRecordMs)} ms for each before ` +
      'the member is taken for dead, its partitions move and they are processed again.';
    findings.push(remark('warning', 'K-GRP-21', ['max.poll.interval.ms', 'max.poll.records'], message));
  }
  if (values['fetch.max.wait.ms'] >= values['request.timeout.ms']) {
    const message = 'A fetch may wait longer at the broker than the client waits for it: the connection is dropped.';
    findings.push(remark('warning', 'K-CLI-1', ['fetch.max.wait.ms', 'request.timeout.ms'], message));
  }
  if (values['group.id'] === null || values['group.protocol'].toUpperCase() !== 'CLASSIC') return findings;
  return [...findings, ...sessionRisks(config)];
}

function sessionRisks({ values }: ConsumerConfig): Finding[] {
  const sessionMs = values['session.timeout.ms'];
  if (sessionMs < minSessionMs || sessionMs > maxSessionMs) {
    const message = `The brokers refuse the member: by default session.timeout.ms lies between ${minSessionMs} and ${maxSessionMs}.`;
    return [remark('warning', 'K-GRP-20', ['session.timeout.ms'], message)];
  }
  const heartbeats = sessionMs / values['heartbeat.interval.ms'];
  if (heartbeats < 3) {
    const message = 'Fewer than three heartbeats in a session: one that is late can cost the member its partitions.';
    return [remark('warning', 'K-GRP-20', ['heartbeat.interval.ms', 'session.timeout.ms'], message)];
  }
  if (sessionMs >= 10_000) return [];
  const message = `A pause of ${spell(sessionMs)}, such as a long garbage collection, costs the member its partitions.`;
  return [remark('info', 'K-GRP-20', ['session.timeout.ms'], message)];
}

/** The remarks about a consumer that Kafka would construct. */
export function consumerRisks(config: ConsumerConfig): Finding[] {
  const findings = [...commitRisks(config), ...startRisks(config), ...paceRisks(config)];
  if (config.isWritten('isolation.level') && config.values['isolation.level'] === 'read_uncommitted') {
    const message = 'isolation.level=read_uncommitted reads records of transactions that were aborted.';
    findings.push(remark('info', 'K-TXN-40', ['isolation.level'], message));
  }
  return findings;
}

/** The remarks about a share consumer that Kafka would construct. */
export function shareConsumerRisks(config: ConsumerConfig): Finding[] {
  const findings: Finding[] = [];
  if (config.values['group.id'] === null) {
    const message = 'No group.id is written here: without one in code the share consumer is refused.';
    findings.push(remark('warning', 'K-CFG-11', ['group.id'], message));
  }
  if (config.values['share.acknowledgement.mode'] === 'implicit') {
    const message =
      'Implicit acknowledgement accepts every record of a poll at the next one, those that failed included.';
    findings.push(remark('info', 'K-SHR-5', ['share.acknowledgement.mode'], message));
  }
  return findings;
}
