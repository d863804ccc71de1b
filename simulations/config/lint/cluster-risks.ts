/** What topics, groups and brokers with accepted settings can still lose or hold up. */
import type { Finding } from '../finding';
import type { ReadConfig } from '../read-config';
import { remark, spell } from './risk';

type BrokerConfig = ReadConfig<'broker'>;

const unclean =
  'An unclean election makes a replica leader that lacks records: acknowledged ones are gone for good and their ' +
  'offsets are used again.';

const alone =
  'min.insync.replicas=1: acks=all is satisfied by the leader alone once the others fell behind, and its loss loses ' +
  'acknowledged records. With three replicas write 2.';

/** The remarks about a topic that Kafka would create. */
export function topicRisks(config: ReadConfig<'topic'>): Finding[] {
  const { values } = config;
  const findings: Finding[] = [];
  if (values['unclean.leader.election.enable']) {
    findings.push(remark('warning', 'K-REP-33', ['unclean.leader.election.enable'], unclean));
  }
  if (config.isWritten('min.insync.replicas') && values['min.insync.replicas'] === 1) {
    findings.push(remark('warning', 'K-REP-62', ['min.insync.replicas'], alone));
  }
  const retentionMs = values['retention.ms'];
  if (config.isWritten('retention.ms') && retentionMs >= 0 && retentionMs < 3_600_000) {
    const message = `Records go after ${spell(retentionMs)}: a consumer that lags further loses them.`;
    findings.push(remark('info', 'K-CON-31', ['retention.ms'], message));
  }
  if (values['cleanup.policy'].includes('compact')) {
    const message = 'Compaction keeps the last record of a key: readers that lag never see those between.';
    findings.push(remark('info', 'K-REP-64', ['cleanup.policy'], message));
  }
  if (values['cleanup.policy'].length === 0) {
    const message = 'An empty cleanup.policy never deletes anything: the log grows until the disk is full.';
    findings.push(remark('info', 'K-LOG-3', ['cleanup.policy'], message));
  }
  return findings;
}

/** The remarks about a group whose settings Kafka would take. */
export function groupRisks(config: ReadConfig<'group'>): Finding[] {
  const reset = config.values['share.auto.offset.reset'];
  if (!config.isWritten('share.auto.offset.reset') || reset === 'earliest') return [];
  const message = `share.auto.offset.reset=${reset}: a new share group skips what was written before.`;
  return [remark('info', 'K-SHR-8', ['share.auto.offset.reset'], message)];
}

function replicationRisks(config: BrokerConfig): Finding[] {
  const { values } = config;
  const findings: Finding[] = [];
  if (values['unclean.leader.election.enable']) {
    findings.push(remark('warning', 'K-REP-33', ['unclean.leader.election.enable'], unclean));
  }
  if (config.isWritten('min.insync.replicas') && values['min.insync.replicas'] === 1) {
    findings.push(remark('warning', 'K-REP-62', ['min.insync.replicas'], alone));
  }
  const single = [
    ['default.replication.factor', 'K-REP-63', 'topics created on first use'],
    ['offsets.topic.replication.factor', 'K-GRP-2', 'the committed offsets of all groups'],
    ['transaction.state.log.replication.factor', 'K-TXN-2', 'the state of all transactions'],
    ['share.coordinator.state.topic.replication.factor', 'K-SHR-8', 'the state of all share groups'],
  ] as const;
  for (const [key, rule, what] of single) {
    if (!config.isWritten(key) || values[key] !== 1) continue;
    findings.push(remark('warning', rule, [key], `${key}=1: one lost disk loses ${what}. With three brokers write 3.`));
  }
  const [minIsr, factor] = [
    values['transaction.state.log.min.isr'],
    values['transaction.state.log.replication.factor'],
  ];
  if (minIsr > factor) {
    const message = `More in-sync replicas are asked for (${minIsr}) than there are replicas (${factor}).`;
    const keys = ['transaction.state.log.min.isr', 'transaction.state.log.replication.factor'];
    findings.push(remark('info', 'K-REP-10', keys, message));
  }
  return findings;
}

function timingRisks(config: BrokerConfig): Finding[] {
  const { values } = config;
  const findings: Finding[] = [];
  if (values['broker.heartbeat.interval.ms'] > values['broker.session.timeout.ms'] / 2) {
    const message =
      'Fewer than two heartbeats in a session: Kafka logs an error and starts, and one late heartbeat fences the broker.';
    const keys = ['broker.heartbeat.interval.ms', 'broker.session.timeout.ms'];
    findings.push(remark('warning', 'K-CFG-15', keys, message));
  }
  if (values['group.min.session.timeout.ms'] > values['group.max.session.timeout.ms']) {
    const message = 'No session fits between these bounds: every member of a classic group is refused.';
    const keys = ['group.min.session.timeout.ms', 'group.max.session.timeout.ms'];
    findings.push(remark('warning', 'K-CFG-15', keys, message));
  }
  if (values['default.replication.factor'] < 1) {
    const message = 'The broker starts with it, but no topic can be created on first use.';
    findings.push(remark('warning', 'K-CFG-15', ['default.replication.factor'], message));
  }
  if (values['producer.id.expiration.ms'] < 120_000) {
    const message =
      'A producer is forgotten before its default delivery.timeout.ms of 2 min has passed: a late retry is written twice.';
    findings.push(remark('warning', 'K-IDEM-13', ['producer.id.expiration.ms'], message));
  }
  if (values['offsets.retention.minutes'] < 1440) {
    const message =
      `A group that is empty for ${values['offsets.retention.minutes']} min forgets where it stood and starts by ` +
      'auto.offset.reset.';
    findings.push(remark('warning', 'K-CON-33', ['offsets.retention.minutes'], message));
  }
  return findings;
}

/** The remarks about a broker or controller that would start. */
export function brokerRisks(config: BrokerConfig): Finding[] {
  return [...replicationRisks(config), ...timingRisks(config)];
}
