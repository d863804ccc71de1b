import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { javaStringBytes, murmur2, partitionerOf } from '../../simulations/kafka/partitioners';

/** Answers of the default partitioner of Apache Kafka 4.2.1. */
interface Recorded {
  partitions: number;
  keys: string[];
  partition: number[];
  murmur2: number[];
}

const text = readFileSync(join(import.meta.dirname, 'recorded/partition.ndjson'), 'utf8');
const lines = text.split('\n').filter((line) => line !== '');

test.each(lines.map((line) => JSON.parse(line) as Recorded))(
  'K-PART-1, K-PART-2: hashes and partitions of real keys, $partitions partitions',
  (recorded) => {
    const keys = recorded.keys.map(javaStringBytes);
    expect(keys.map(murmur2)).toEqual(recorded.murmur2);
    const builtIn = partitionerOf('builtInPartitioner')!;
    expect(keys.map((key) => builtIn.partitionOf(key, recorded.partitions, 0))).toEqual(recorded.partition);
  },
);
