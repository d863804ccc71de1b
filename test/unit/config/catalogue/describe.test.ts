import { describe, expect, test } from 'vitest';
import { completions, configs, describeKey, valueCompletions } from '../../../../simulations/config/catalogue';

describe('the description of a key', () => {
  test('K-CFG-7: tells default, what may be written, and what a run makes of it', () => {
    expect(describeKey('producer', 'acks')).toMatchObject({
      defaultText: 'all',
      validText: 'all, -1, 0 or 1',
      modelledText: 'The simulation obeys it. K-PROD-30',
    });
    expect(describeKey('producer', 'linger.ms')).toMatchObject({ defaultText: '5', validText: '0 or more ms' });
    expect(describeKey('broker', 'min.insync.replicas')?.validText).toBe('1 or more');
    expect(describeKey('producer', 'compression.gzip.level')?.validText).toBe('1 to 9, or -1');
    expect(describeKey('consumer', 'auto.offset.reset')?.validText).toContain('by_duration:');
    expect(describeKey('consumer', 'group.protocol')?.validText).toBe('CLASSIC or CONSUMER (in any case)');
    expect(describeKey('topic', 'cleanup.policy')?.validText).toBe('any of compact, delete');
    expect(describeKey('producer', 'partitioner.class')?.defaultText).toBe('');
    expect(describeKey('producer', 'no.such.key')).toBeNull();
  });

  test('K-CFG-1 K-CFG-3: names the rules that hold the key against others', () => {
    const rules = describeKey('producer', 'max.in.flight.requests.per.connection')?.rules.map(({ rule }) => rule);
    expect(rules).toEqual(['K-CFG-3']);
    expect(describeKey('producer', 'retries')?.rules.map(({ rule }) => rule)).toContain('K-CFG-1');
    expect(describeKey('consumer', 'retries')).toBeNull();
  });

  test('every key has a text for what may be written', () => {
    const silent = configs().filter(({ scope, key }) => describeKey(scope, key)?.validText === '');
    expect(silent).toEqual([]);
  });
});

describe('completions', () => {
  test('begin with what was typed, the important and modelled ones first', () => {
    const keys = completions('producer', 'ac').map(({ key }) => key);
    expect(keys[0]).toBe('acks');
    expect(completions('consumer', 'auto.').map(({ key }) => key)).toEqual([
      'auto.offset.reset',
      'auto.commit.interval.ms',
      'allow.auto.create.topics',
      'enable.auto.commit',
    ]);
  });

  test('offer everything of the scope for nothing typed, internal keys aside', () => {
    const offered = completions('topic', '');
    expect(offered.length).toBe(33);
    expect(offered.some(({ key }) => key === 'internal.segment.bytes')).toBe(false);
  });

  test('values: names of an enumeration, true and false, else the default', () => {
    expect(valueCompletions('producer', 'acks')).toEqual(['all', '-1', '0', '1']);
    expect(valueCompletions('producer', 'enable.idempotence')).toEqual(['true', 'false']);
    expect(valueCompletions('producer', 'linger.ms')).toEqual(['5']);
    expect(valueCompletions('producer', 'transactional.id')).toEqual([]);
    expect(valueCompletions('producer', 'nonsense')).toEqual([]);
  });
});
