import { describe, expect, test } from 'vitest';
import { checkConfig, effectiveConfig, effectiveValues, knownKeys, maxLong } from '../../../simulations/config';

describe('a producer', () => {
  test('K-CFG-8: nothing written leaves the defaults', () => {
    const values = effectiveValues('producer', {});
    expect(values).toMatchObject({
      acks: 'all',
      'enable.idempotence': true,
      retries: 2147483647,
      'max.in.flight.requests.per.connection': 5,
      'linger.ms': 5,
      'batch.size': 16384,
      'buffer.memory': 33554432,
      'max.block.ms': 60000,
      'request.timeout.ms': 30000,
      'delivery.timeout.ms': 120000,
      'max.request.size': 1048576,
      'compression.type': 'none',
      'transactional.id': null,
    });
  });

  test('K-CFG-2: acks or retries switch an unwritten idempotence off, and say so', () => {
    for (const written of [{ acks: '1' }, { acks: '0' }, { retries: '0' }]) {
      const { values, findings } = effectiveConfig('producer', written);
      expect(values['enable.idempotence']).toBe(false);
      expect(findings).toMatchObject([
        { rule: 'K-CFG-2', severity: 'warning', keys: [Object.keys(written)[0], 'enable.idempotence'] },
      ]);
    }
    expect(effectiveValues('producer', { acks: '-1' })['enable.idempotence']).toBe(true);
    expect(effectiveConfig('producer', { acks: '1', 'enable.idempotence': 'false' }).findings).toEqual([]);
  });

  test('K-CFG-5: an unwritten delivery timeout is raised to linger and request timeout together', () => {
    const { values, findings } = effectiveConfig('producer', { 'linger.ms': '100000', 'request.timeout.ms': '40000' });
    expect(values['delivery.timeout.ms']).toBe(140000);
    expect(findings.map(({ rule }) => rule)).toEqual(['K-CFG-5']);
    expect(effectiveValues('producer', { 'linger.ms': '9223372036854775807' })['delivery.timeout.ms']).toBe(2147483647);
  });

  test('reconnect.backoff.max.ms follows reconnect.backoff.ms where only that is written', () => {
    expect(effectiveValues('producer', { 'reconnect.backoff.ms': '9000' })['reconnect.backoff.max.ms']).toBe(9000);
    const both = { 'reconnect.backoff.ms': '9000', 'reconnect.backoff.max.ms': '10000' };
    expect(effectiveValues('producer', both)['reconnect.backoff.max.ms']).toBe(10000);
  });

  test('K-CFG-7: texts, numbers, booleans and lists are read alike', () => {
    const texts = effectiveValues('producer', { 'linger.ms': ' +007 ', 'enable.idempotence': 'TRUE', acks: ' all ' });
    const values = effectiveValues('producer', { 'linger.ms': 7, 'enable.idempotence': true, acks: 'all' });
    expect(texts).toEqual(values);
    const servers = ['a:1', 'b:2'];
    expect(effectiveValues('producer', { 'bootstrap.servers': servers })['bootstrap.servers']).toEqual(servers);
    expect(effectiveValues('producer', { 'bootstrap.servers': ' a:1 , b:2' })['bootstrap.servers']).toEqual(servers);
  });

  test('K-CFG-7: a refused value leaves its default and is told', () => {
    const { values, findings } = effectiveConfig('producer', { 'batch.size': '16k' });
    expect(values['batch.size']).toBe(16384);
    expect(findings).toMatchObject([{ severity: 'error', keys: ['batch.size'], exception: 'ConfigException' }]);
  });

  test('K-CFG-7: every value that could not stay is told, the one at which Kafka stops first', () => {
    const findings = checkConfig('producer', { 'linger.ms': 'x', retries: '-1', acks: '2' });
    expect(findings.map(({ keys }) => keys[0])).toEqual(['retries', 'acks', 'linger.ms']);
  });

  test('nothing where a value is needed is refused, and objects are no values', () => {
    for (const key of knownKeys('broker')) {
      for (const value of [null, {}, [[]], Number.NaN])
        expect(() => checkConfig('broker', { [key]: value })).not.toThrow();
    }
    expect(checkConfig('producer', { 'enable.idempotence': null })).toMatchObject([{ severity: 'error' }]);
    expect(checkConfig('producer', { 'transactional.id': null })).toEqual([]);
    expect(checkConfig('producer', { acks: undefined })).toEqual([]);
  });
});

describe('a consumer', () => {
  test('K-CFG-11: auto-commit is off without a group', () => {
    expect(effectiveValues('consumer', {})['enable.auto.commit']).toBe(false);
    expect(effectiveValues('consumer', { 'group.id': 'g' })['enable.auto.commit']).toBe(true);
  });
});

describe('an admin client', () => {
  test('K-CFG-16: an unwritten API timeout is at least the request timeout', () => {
    expect(effectiveValues('admin', { 'request.timeout.ms': '90000' })['default.api.timeout.ms']).toBe(90000);
    expect(checkConfig('admin', { 'request.timeout.ms': '90000' })).toEqual([]);
  });
});

describe('topics and groups under their brokers', () => {
  test('section G.4: a topic that says nothing has its brokers’ values', () => {
    const broker = {
      'min.insync.replicas': 2,
      'log.retention.hours': 1,
      'log.roll.ms': 5000,
      'log.flush.interval.ms': 9,
    };
    expect(effectiveValues('topic', { 'max.message.bytes': '99' }, { broker })).toMatchObject({
      'min.insync.replicas': 2,
      'retention.ms': 3_600_000,
      'segment.ms': 5000,
      'flush.ms': 9,
      'max.message.bytes': 99,
    });
    expect(effectiveValues('topic', { 'min.insync.replicas': '1' }, { broker })['min.insync.replicas']).toBe(1);
  });

  test('section G.4: retention falls back from ms to minutes to hours, and below zero is no limit', () => {
    const retentionMs = (broker: object) => effectiveValues('topic', {}, { broker: { ...broker } })['retention.ms'];
    expect(retentionMs({})).toBe(604_800_000);
    expect(retentionMs({ 'log.retention.minutes': 2, 'log.retention.hours': 9 })).toBe(120_000);
    expect(retentionMs({ 'log.retention.ms': 5, 'log.retention.minutes': 2 })).toBe(5);
    expect(retentionMs({ 'log.retention.ms': -7 })).toBe(-1);
  });

  test('the same defaults reach a topic directly and through its brokers', () => {
    expect(effectiveValues('topic', {})).toMatchObject({ 'flush.messages': maxLong, 'segment.bytes': 1073741824 });
  });

  test('K-CFG-14: the brokers’ bounds hold for a group', () => {
    const written = { 'consumer.heartbeat.interval.ms': '20000' };
    expect(checkConfig('group', written)).toMatchObject([{ rule: 'K-CFG-14', severity: 'error' }]);
    const broker = { 'group.consumer.max.heartbeat.interval.ms': 30000 };
    expect(checkConfig('group', written, { broker })).toEqual([]);
    const session = { 'group.consumer.session.timeout.ms': 50000 };
    expect(effectiveValues('group', {}, { broker: session })['consumer.session.timeout.ms']).toBe(50000);
  });

  test('K-CFG-14: remote storage needs brokers that have it', () => {
    const written = { 'remote.storage.enable': 'true' };
    expect(checkConfig('topic', written)).toMatchObject([{ rule: 'K-CFG-14', exception: 'ConfigException' }]);
    expect(checkConfig('topic', written, { broker: { 'remote.log.storage.system.enable': true } })).toEqual([]);
  });
});
