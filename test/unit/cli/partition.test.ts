import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tidemark } from './terminal-double';

describe('partition', () => {
  test('K-PART-2: one line a key, in order', async () => {
    const { exit, stdout } = await tidemark(['partition', '--partitions', '3', 'a', 'ab', '', '--', '--out', '-']);
    expect(exit).toBe(0);
    expect(stdout).toBe(
      [
        '{"key":"a","partition":1}',
        '{"key":"ab","partition":2}',
        '{"key":"","partition":0}',
        '{"key":"--out","partition":0}',
        '{"key":"-","partition":0}',
        '',
      ].join('\n'),
    );
  });

  test('--keys: texts and bytes, a line each, before the keys of the command', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'tidemark-')), 'keys.ndjson');
    writeFileSync(file, '\ufeff"a"\r\n\n{"hex":"800000017F"}\n"\\u65e5\\u672c"');
    const { stdout } = await tidemark(['partition', '--partitions', '6', '--keys', file, 'key-0']);
    expect(stdout).toBe(
      '{"key":"a","partition":4}\n{"key":{"hex":"800000017F"},"partition":1}\n{"key":"日本","partition":3}\n{"key":"key-0","partition":1}\n',
    );
  });

  test('K-RDK-3: what is drawn at random prints null', async () => {
    const drawn = await tidemark(['partition', '--partitions', '3', '--partitioner', 'random', 'a']);
    expect(drawn.stdout).toBe('{"key":"a","partition":null}\n');
    const empty = await tidemark(['partition', '--partitions', '3', '--partitioner', 'consistent_random', '', 'a']);
    expect(empty.stdout).toBe('{"key":"","partition":null}\n{"key":"a","partition":0}\n');
  });

  test('K-PART-8: RoundRobinPartitioner goes round', async () => {
    const name = 'org.apache.kafka.clients.producer.RoundRobinPartitioner';
    const { stdout } = await tidemark(['partition', '--partitions', '2', '--partitioner', name, 'a', 'a', 'a']);
    expect(stdout.match(/"partition":\d/g)).toEqual(['"partition":0', '"partition":1', '"partition":0']);
  });

  test('keys in characters of several bytes that fall on both sides of a chunk', async () => {
    const keys = Array.from({ length: 30_000 }, (_, i) => `"日本🙂${i}"`).join('\n');
    const { exit, stdout } = await tidemark(['partition', '--partitions', '50', '--keys', '-'], keys);
    expect(exit).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(30_000);
    expect(stdout).not.toContain('\ufffd');
  });

  test.each([
    [['partition', 'a'], '', '--partitions is missing: write --partitions N'],
    [
      ['partition', '--partitions', '0', 'a'],
      '',
      '--partitions: expected a whole number from 1 to 2147483647, got "0"',
    ],
    [['partition', '--partitions', '3.5', 'a'], '', 'got "3.5"'],
    [['partition', '--partitions', '3'], '', 'no keys: write them behind the flags'],
    [['partition', '--partitions', '3', '--keys', 'no-such-file'], '', 'no-such-file: no such file or folder'],
    [['partition', '--partitions', '3', '--keys', '.'], '', '.: is a folder, not a file'],
    [['partition', '--partitions', '3', '--partitioner', 'murmur', 'a'], '', 'did you mean murmur2?'],
    [['partition', '--partitions', '3', '--partitioner', 'DefaultPartitioner', 'a'], '', 'gone since Kafka 4.0'],
    [['partition', '--partitions', '3', '--keys', '-'], '"a"\n"b', 'standard input:2:3: expected'],
    [
      ['partition', '--partitions', '3', '--keys', '-'],
      '"a"\n5\n',
      'standard input:2: expected a JSON string or {"hex":"00ff"}, got 5',
    ],
    [['partition', '--partitions', '3', '--keys', '-'], '{"hex":"0"}', 'standard input:1: expected'],
  ])('%j is refused', async (argv, stdin, message) => {
    const { exit, stderr } = await tidemark(argv, stdin);
    expect(exit).toBe(2);
    expect(stderr).toContain(message);
  });

  test('bytes that are no text are refused with their line', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'tidemark-')), 'keys');
    writeFileSync(file, Buffer.from([0x22, 0x61, 0x22, 0x0a, 0x22, 0xff, 0x22, 0x0a]));
    const { exit, stderr } = await tidemark(['partition', '--partitions', '3', '--keys', file]);
    expect(exit).toBe(2);
    expect(stderr).toContain('not UTF-8 text');
  });
});
