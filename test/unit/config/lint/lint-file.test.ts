import { describe, expect, test } from 'vitest';
import { inferFormat, inferKind, lintFile } from '../../../../simulations/config/catalogue';
import type { ConfigKind } from '../../../../simulations/config';

describe('a file that was read', () => {
  test('K-CFG-3: a refusal has rule, place, class and words', () => {
    const { kind, findings } = lintFile('# ours\nacks=1\nmax.in.flight.requests.per.connection = 10\n');
    expect(kind).toBe('producer');
    expect(findings).toEqual([
      {
        rule: 'K-CFG-3',
        severity: 'error',
        keys: ['max.in.flight.requests.per.connection', 'enable.idempotence'],
        exception: 'ConfigException',
        reason:
          'To use the idempotent producer, max.in.flight.requests.per.connection must be set to at most 5. Current value is 10.',
        message:
          'To use the idempotent producer, max.in.flight.requests.per.connection must be set to at most 5. Current value is 10. Write 5 or less, or enable.idempotence=false.',
        line: 3,
        column: 41,
        endLine: 3,
        endColumn: 43,
      },
    ]);
  });

  test('K-CFG-7: the same in JSON and YAML', () => {
    const texts = ['acks=2', '{"acks":2}', 'acks: 2'];
    const found = texts.map((text) => lintFile(text).findings[0]);
    for (const { reason } of found) {
      expect(reason).toBe('Invalid value 2 for configuration acks: String must be one of: all, -1, 0, 1');
    }
    expect(found.map(({ line, column }) => [line, column])).toEqual([
      [1, 6],
      [1, 9],
      [1, 7],
    ]);
  });

  test('K-CFG-14: unknown keys are marked at the key', () => {
    const [finding] = lintFile('\n  linger.mss: 5', { as: 'producer', format: 'properties' }).findings;
    expect(finding).toMatchObject({ rule: 'unknown-key', severity: 'warning', line: 2, column: 3, endColumn: 13 });
  });

  test('a key that is written twice: the last one wins, with a warning at the others', () => {
    const { findings, config } = lintFile('linger.ms=1\nacks=all\nlinger.ms=2\n', { as: 'producer' });
    expect(config).toEqual({ 'linger.ms': '2', acks: 'all' });
    expect(findings).toMatchObject([{ rule: 'repeated-key', severity: 'warning', keys: ['linger.ms'], line: 1 }]);
    expect(findings[0].message).toContain('line 3');
  });

  test('a text that cannot be read: one located finding that names the mend', () => {
    expect(lintFile('a=\\u12', { as: 'producer' })).toMatchObject({
      kind: 'producer',
      config: {},
      findings: [{ rule: 'syntax', severity: 'error', line: 1, column: 3 }],
    });
    expect(lintFile('{"acks": }', {}).findings[0].message).toMatch(/^line 1, column 10: expected a text/);
  });

  test('what Kafka refuses is not judged further; what it takes is', () => {
    expect(lintFile('acks=1\nbatch.size=x').findings.map(({ rule }) => rule)).toEqual(['K-CFG-7']);
    expect(lintFile('acks=1').findings.map(({ rule }) => rule)).toEqual([
      'K-CFG-2',
      'K-REP-61',
      'K-PROD-25',
      'K-PROD-24',
    ]);
  });

  test('an empty file says nothing wrong', () => {
    expect(lintFile('', { as: 'producer' }).findings).toEqual([]);
    expect(lintFile('# only a comment', { as: 'broker' }).findings).toEqual([]);
  });
});

describe('what a file is', () => {
  test.each<[string, string[], ConfigKind]>([
    ['a.properties', ['acks', 'linger.ms', 'bootstrap.servers'], 'producer'],
    ['a.properties', ['group.id', 'bootstrap.servers'], 'consumer'],
    ['a.properties', ['group.id', 'share.acquire.mode'], 'share-consumer'],
    ['a.properties', ['min.insync.replicas', 'retention.ms'], 'topic'],
    ['a.properties', ['min.insync.replicas', 'log.retention.ms'], 'broker'],
    ['a.properties', ['consumer.session.timeout.ms'], 'group'],
    ['a.properties', ['bootstrap.controllers'], 'admin'],
    ['conf/consumer.properties', ['bootstrap.servers', 'client.id'], 'consumer'],
    ['conf/admin-client.properties', ['bootstrap.servers', 'client.id'], 'admin'],
    ['share-consumer.properties', ['group.id'], 'share-consumer'],
    ['server.properties', ['min.insync.replicas'], 'broker'],
    ['producer.properties', ['lingerms'], 'producer'],
    ['conf/producers/consumer.yml', [], 'consumer'],
    ['producer.properties', ['group.id', 'auto.offset.reset'], 'consumer'],
    ['', [], 'producer'],
  ])('%s with %j configures a %s', (fileName, keys, kind) => {
    expect(inferKind(keys, fileName)).toBe(kind);
  });

  test.each([
    ['acks=all', '', 'properties'],
    ['acks: all\nlinger.ms: 5', '', 'yaml'],
    ['acks: all\nlinger.ms=5', '', 'properties'],
    ['---\nacks: all', '', 'yaml'],
    [' {"acks":1}', '', 'json'],
    ['acks: all', 'a.properties', 'properties'],
    ['{', 'a.yaml', 'yaml'],
    ['', 'A.JSON', 'json'],
    ['', '', 'properties'],
  ])('%j named %j is %s', (text, fileName, format) => {
    expect(inferFormat(text, fileName)).toBe(format);
  });
});
