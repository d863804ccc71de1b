import { expect, test } from 'vitest';
import { checkConfig } from '../../../simulations/config';
import type { ConfigKind } from '../../../simulations/config';

const said = (kind: ConfigKind, key: string) => checkConfig(kind, { [key]: '1' })[0];

test('K-CFG-14: topics and groups refuse a name that they do not know, clients and brokers go on', () => {
  expect(said('topic', 'retention')).toMatchObject({
    rule: 'unknown-key',
    severity: 'error',
    exception: 'InvalidConfigurationException',
    reason: 'Unknown topic config name: retention',
  });
  expect(said('group', 'x')).toMatchObject({ severity: 'error', reason: 'Unknown group config name: x' });
  for (const kind of ['producer', 'consumer', 'share-consumer', 'admin', 'broker'] as const) {
    expect(said(kind, 'my.app.setting')).toMatchObject({ rule: 'unknown-key', severity: 'warning', unknown: true });
  }
});

test('a name that is nearly one is told the right one', () => {
  expect(said('producer', 'linger.mss').message).toContain('Did you mean linger.ms?');
  expect(said('producer', 'LINGER_MS').message).toContain('Did you mean linger.ms?');
  expect(said('producer', 'spring.kafka.producer.properties.linger.ms').message).toContain('Did you mean linger.ms?');
  expect(said('producer', 'my.app.setting').message).not.toContain('Did you mean');
});

test('a name of another file is told whose it is', () => {
  expect(said('producer', 'group.id').message).toContain('It is a setting of consumers.');
  expect(said('topic', 'log.retention.ms').message).toContain('It is a setting of brokers.');
});

test('names of JavaScript are unknown like any other', () => {
  for (const key of ['constructor', 'toString', '__proto__', 'hasOwnProperty', '']) {
    const written = JSON.parse(`{${JSON.stringify(key)}:"1"}`) as Record<string, unknown>;
    expect(checkConfig('topic', written)).toMatchObject([{ rule: 'unknown-key', keys: [key] }]);
  }
});
