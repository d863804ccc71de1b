import { describe, expect, test } from 'vitest';
import {
  adaptiveWeights,
  coordinatorPartition,
  crc32,
  drawWeighted,
  fnv1a,
  javaHash,
  javaStringBytes,
  murmur2,
  partitionerOf,
  partitioners,
  toPositive,
  utf8,
} from '../../../../simulations/kafka/partitioners';
import examples from '../../../reference/recorded/kafka-examples.json';

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));

test.each(examples.murmur2)('K-PART-2: murmur2 of hex $hex is $murmur2', ({ hex, murmur2: hash, partition }) => {
  const key = bytesOf(hex);
  expect(murmur2(key)).toBe(hash);
  for (const [count, expected] of Object.entries(partition)) {
    expect(partitionerOf('builtInPartitioner')!.partitionOf(key, Number(count), 0)).toBe(expected);
    expect(partitionerOf('murmur2_random')!.partitionOf(key, Number(count), 0)).toBe(expected);
  }
});

test('K-PART-1: the sign bit is cleared, not the sign', () => {
  expect(toPositive(-1)).toBe(0x7fffffff);
  expect(toPositive(-0x80000000)).toBe(0);
});

test.each(examples.coordinatorPartition)('K-ERR-1: $id hashes to $hash, partition $of50', ({ id, hash, of50 }) => {
  expect(javaHash(id)).toBe(hash);
  expect(coordinatorPartition(id)).toBe(of50);
});

test('K-ERR-1: the absolute value of the smallest number is 0', () => {
  expect(javaHash('polygenelubricants')).toBe(-0x80000000);
  expect(coordinatorPartition('polygenelubricants')).toBe(0);
});

describe('K-RDK-3: librdkafka', () => {
  const partitionOf = (name: string, key: string | null, count = 100): number | null =>
    partitionerOf(name)!.partitionOf(key === null ? null : utf8(key), count, 0);

  test('crc32 is that of zlib', () => {
    expect(crc32(utf8('123456789'))).toBe(0xcbf43926);
    expect(crc32(utf8(''))).toBe(0);
  });

  test('fnv1a agrees with Sarama', () => {
    const hashes = {
      kafka: 0xd33c4e1,
      giberish123456789: 0x77a58295,
      '1234': 0x23bdd03,
      '234': 0x2dea3cd2,
      '': 0x7ee3623b,
    };
    for (const [key, hash] of Object.entries(hashes)) expect(fnv1a(utf8(key))).toBe(hash);
  });

  test('records without a key: drawn, at 0 or hashed as empty', () => {
    for (const name of ['random', 'consistent_random', 'murmur2_random', 'fnv1a_random']) {
      expect(partitionOf(name, null)).toBeNull();
    }
    expect(partitionOf('consistent', null)).toBe(0);
    expect(partitionOf('murmur2', null)).toBe(275646681 % 100);
    expect(partitionOf('fnv1a', null)).toBe(2128831035 % 100);
  });

  test('empty keys: only consistent_random draws', () => {
    expect(partitionOf('consistent_random', '')).toBeNull();
    expect(partitionOf('consistent', '')).toBe(0);
    expect(partitionOf('murmur2', '')).toBe(275646681 % 100);
    expect(partitionOf('murmur2_random', '')).toBe(275646681 % 100);
    expect(partitionOf('fnv1a', '')).toBe(2128831035 % 100);
    expect(partitionOf('fnv1a_random', '')).toBe(2128831035 % 100);
  });

  test('random draws whatever the key', () => expect(partitionOf('random', 'a')).toBeNull());
});

describe('K-PART-8: RoundRobinPartitioner', () => {
  test('counts records, not keys', () => {
    const roundRobin = partitionerOf('org.apache.kafka.clients.producer.RoundRobinPartitioner')!;
    expect([0, 1, 2, 3].map((ordinal) => roundRobin.partitionOf(utf8('a'), 3, ordinal))).toEqual([0, 1, 2, 0]);
  });
});

test('K-PART-3: a record without a key is the sticky draw; an empty key is a key', () => {
  const builtIn = partitionerOf('builtInPartitioner')!;
  expect(builtIn.partitionOf(null, 6, 0)).toBeNull();
  expect(builtIn.partitionOf(new Uint8Array(0), 6, 0)).toBe(3);
});

test('K-PART-1: partitioners go by their real names', () => {
  expect(partitioners.map(({ name }) => name)).toEqual([
    'builtInPartitioner',
    'RoundRobinPartitioner',
    'consistent',
    'consistent_random',
    'fnv1a',
    'fnv1a_random',
    'murmur2',
    'murmur2_random',
    'random',
  ]);
  expect(partitionerOf('org.apache.kafka.clients.producer.internals.BuiltInPartitioner')).toBe(partitioners[0]);
  expect(partitionerOf('constructor')).toBeUndefined();
});

describe('K-PART-6: adaptive draw', () => {
  test.each(examples.adaptiveWeights)('queues $queueSizes', ({ queueSizes, weights, cumulative }) => {
    expect(adaptiveWeights(queueSizes)).toEqual({ weights, cumulative });
  });

  test('r mod 6 over weights 1, 3, 2', () => {
    expect([0, 1, 2, 3, 4, 5, 6].map((r) => drawWeighted([1, 4, 6], r))).toEqual([0, 1, 1, 1, 2, 2, 0]);
  });

  test('no weighting when all are alike and none is left out, or with fewer than two partitions', () => {
    expect(adaptiveWeights([3, 3, 3])).toBeNull();
    expect(adaptiveWeights([3])).toBeNull();
    expect(adaptiveWeights([], 3)).toBeNull();
    expect(adaptiveWeights([3, 3], 3)).toEqual({ weights: [1, 1], cumulative: [1, 2] });
    expect(adaptiveWeights([3], 2)).toEqual({ weights: [1], cumulative: [1] });
  });
});

describe('K-PART-2: text keys become bytes', () => {
  const texts = [
    '',
    'a',
    'é',
    '日本',
    '🙂',
    'a\u0000b',
    '\ud83d',
    '\ude42',
    'x\ud83dy',
    '\ud83d\ud83d\ude42',
    '\uffff',
    '߿ࠀ',
  ];
  test.each(texts)('as TextEncoder has them: %j', (text) => {
    expect([...utf8(text)]).toEqual([...new TextEncoder().encode(text)]);
  });

  test('a lone surrogate is "?" in Java', () => expect([...javaStringBytes('\ud83d')]).toEqual([0x3f]));
});
