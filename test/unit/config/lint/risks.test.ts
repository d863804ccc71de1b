import { describe, expect, test } from 'vitest';
import type { ConfigKind } from '../../../../simulations/config';
import { checkConfig } from '../../../../simulations/config';
import { findRisks } from '../../../../simulations/config/catalogue';

/** Rules of warnings, and of infos in brackets, about a configuration that Kafka accepts. */
function risks(kind: ConfigKind, written: Record<string, string>): string[] {
  expect(checkConfig(kind, written).filter(({ severity }) => severity === 'error')).toEqual([]);
  return findRisks(kind, written).map(({ rule, severity }) => (severity === 'warning' ? rule : `(${rule})`));
}

describe('producers', () => {
  test.each<[string, Record<string, string>, string[]]>([
    ['the defaults lose nothing', {}, []],
    ['K-REP-60: acks=0', { acks: '0' }, ['K-REP-60']],
    ['K-REP-61: acks=1 repeats and reorders too', { acks: '1' }, ['K-REP-61', 'K-PROD-25', 'K-PROD-24']],
    ['K-PROD-25 K-PROD-24: no idempotence', { 'enable.idempotence': 'false' }, ['K-PROD-25', 'K-PROD-24']],
    [
      'K-PROD-24: one in flight keeps the order',
      { 'enable.idempotence': 'false', 'max.in.flight.requests.per.connection': '1' },
      ['K-PROD-25'],
    ],
    ['K-PROD-25: no retries', { retries: '0' }, ['K-PROD-25']],
    ['K-PART-1: keys set aside', { 'partitioner.ignore.keys': 'true' }, ['K-PART-1']],
    [
      'K-PART-1: round robin',
      { 'partitioner.class': 'org.apache.kafka.clients.producer.RoundRobinPartitioner' },
      ['K-PART-1'],
    ],
    ['K-PROD-33: large requests', { 'max.request.size': '5000000' }, ['(K-PROD-33)']],
    ['K-TXN-20: a long transaction', { 'transactional.id': 't', 'transaction.timeout.ms': '900001' }, ['K-TXN-20']],
    ['K-TXN-20: a timeout without transactions', { 'transaction.timeout.ms': '5000' }, ['(K-TXN-20)']],
    [
      'K-PROD-22: a short delivery timeout',
      { 'delivery.timeout.ms': '9000', 'request.timeout.ms': '3000' },
      ['(K-PROD-22)'],
    ],
    ['K-PROD-8: a level without its codec', { 'compression.lz4.level': '5' }, ['(K-PROD-8)']],
    ['K-CLI-2: waits that cannot grow', { 'retry.backoff.ms': '2000' }, ['K-CLI-2']],
    ['K-CFG-7: a list that repeats itself', { 'bootstrap.servers': 'a:1,a:1' }, ['K-CFG-7']],
    ['K-CFG-7: a comment that is none', { 'client.id': 'x # mine' }, ['(K-CFG-7)']],
  ])('%s', (_, written, rules) => {
    expect(risks('producer', written)).toEqual(rules);
  });
});

describe('consumers', () => {
  const safe = { 'group.id': 'g', 'enable.auto.commit': 'false', 'auto.offset.reset': 'earliest' };
  test.each<[string, Record<string, string>, string[]]>([
    ['committed by hand, from the start: nothing to say', safe, []],
    ['K-CON-20a K-CON-30: the defaults', { 'group.id': 'g' }, ['(K-CON-20a)', '(K-CON-30)']],
    ['K-CFG-11: no group', {}, ['(K-CFG-11)']],
    ['K-CON-20: an interval without auto-commit', { ...safe, 'auto.commit.interval.ms': '1' }, ['(K-CON-20)']],
    ['K-CON-30: none throws', { ...safe, 'auto.offset.reset': 'none' }, ['(K-CON-30)']],
    ['K-CON-30: by_duration skips', { ...safe, 'auto.offset.reset': 'by_duration:PT1H' }, ['(K-CON-30)']],
    ['K-GRP-21: little time a record', { ...safe, 'max.poll.interval.ms': '10000' }, ['K-GRP-21']],
    ['K-GRP-20: below the brokers’ bound', { ...safe, 'session.timeout.ms': '5000' }, ['K-GRP-20']],
    ['K-GRP-20: two heartbeats a session', { ...safe, 'heartbeat.interval.ms': '20000' }, ['K-GRP-20']],
    [
      'K-GRP-20: a short session',
      { ...safe, 'session.timeout.ms': '9000', 'heartbeat.interval.ms': '3000' },
      ['(K-GRP-20)'],
    ],
    ['K-GRP-20: the other protocol has no such settings', { ...safe, 'group.protocol': 'consumer' }, []],
    ['K-CLI-1: a fetch that outlasts its request', { ...safe, 'fetch.max.wait.ms': '40000' }, ['K-CLI-1']],
    ['K-TXN-40: aborted records', { ...safe, 'isolation.level': 'read_uncommitted' }, ['(K-TXN-40)']],
  ])('%s', (_, written, rules) => {
    expect(risks('consumer', written)).toEqual(rules);
  });

  test('K-CFG-11 K-SHR-5: share consumers', () => {
    expect(risks('share-consumer', {})).toEqual(['K-CFG-11', '(K-SHR-5)']);
    expect(risks('share-consumer', { 'group.id': 'g', 'share.acknowledgement.mode': 'explicit' })).toEqual([]);
  });
});

describe('topics, groups, brokers, admin clients', () => {
  test.each<[string, ConfigKind, Record<string, string>, string[]]>([
    ['K-REP-33: unclean elections', 'topic', { 'unclean.leader.election.enable': 'true' }, ['K-REP-33']],
    ['K-REP-62: one replica is enough', 'topic', { 'min.insync.replicas': '1' }, ['K-REP-62']],
    ['K-CON-31: short retention', 'topic', { 'retention.ms': '60000' }, ['(K-CON-31)']],
    ['K-REP-64: compaction', 'topic', { 'cleanup.policy': 'compact' }, ['(K-REP-64)']],
    ['K-LOG-3: no policy', 'topic', { 'cleanup.policy': '' }, ['(K-LOG-3)']],
    ['a plain topic', 'topic', { 'min.insync.replicas': '2' }, []],
    ['K-SHR-8: a share group that skips', 'group', { 'share.auto.offset.reset': 'latest' }, ['(K-SHR-8)']],
    ['the defaults of a broker', 'broker', {}, []],
    [
      'K-REP-33 K-REP-62',
      'broker',
      { 'unclean.leader.election.enable': 'true', 'min.insync.replicas': '1' },
      ['K-REP-33', 'K-REP-62'],
    ],
    ['K-GRP-2: offsets on one disk', 'broker', { 'offsets.topic.replication.factor': '1' }, ['K-GRP-2']],
    ['K-REP-10: more in sync than there are', 'broker', { 'transaction.state.log.min.isr': '4' }, ['(K-REP-10)']],
    ['K-CFG-15: late heartbeats', 'broker', { 'broker.heartbeat.interval.ms': '5000' }, ['K-CFG-15']],
    ['K-CFG-15: no session fits', 'broker', { 'group.min.session.timeout.ms': '2000000' }, ['K-CFG-15']],
    ['K-CFG-15: no replica', 'broker', { 'default.replication.factor': '0' }, ['K-CFG-15']],
    ['K-IDEM-13: producers forgotten', 'broker', { 'producer.id.expiration.ms': '10000' }, ['K-IDEM-13']],
    ['K-CON-33: offsets forgotten', 'broker', { 'offsets.retention.minutes': '60' }, ['K-CON-33']],
    ['K-CLI-2', 'admin', { 'retry.backoff.ms': '2000' }, ['K-CLI-2']],
  ])('%s', (_, kind, written, rules) => {
    expect(risks(kind, written)).toEqual(rules);
  });
});
