import { crc32, fnv1a, murmur2, toPositive } from './hashes';

/** Which client a partitioner belongs to; it decides how a text key becomes bytes. */
export type PartitionerClient = 'java' | 'librdkafka';

/**
 * A partitioner: what becomes of a record without a partition of its own.
 * - `partitionOf` is a pure function of key and partition count; `null` means that the client draws the partition
 *   (sticky in Java, random or sticky in librdkafka).
 * - RoundRobinPartitioner alone looks at `ordinal`, the number of records before this one in the topic.
 */
export interface Partitioner {
  readonly name: string;
  readonly client: PartitionerClient;
  partitionOf(key: Uint8Array | null, partitions: number, ordinal: number): number | null;
}

const EMPTY = new Uint8Array(0);

/** Java's partition of a key: over all partitions of the topic, available or not (K-PART-1). */
function keyedPartition(key: Uint8Array, partitions: number): number {
  return toPositive(murmur2(key)) % partitions;
}

/** Java's default: the key's hash, and the sticky partition for a record without a key (K-PART-1, K-PART-3). */
const builtIn: Partitioner = {
  name: 'builtInPartitioner',
  client: 'java',
  partitionOf: (key, partitions) => (key ? keyedPartition(key, partitions) : null),
};

/** Java's RoundRobinPartitioner: keys ignored; every partition is taken to have a leader, in ascending order (K-PART-8). */
const roundRobin: Partitioner = {
  name: 'RoundRobinPartitioner',
  client: 'java',
  partitionOf: (_key, partitions, ordinal) => ordinal % partitions,
};

function librdkafka(
  name: string,
  partitionOf: (key: Uint8Array | null, partitions: number) => number | null,
): Partitioner {
  return { name, client: 'librdkafka', partitionOf };
}

/** librdkafka's `partitioner` values (K-RDK-3). */
const LIBRDKAFKA: readonly Partitioner[] = [
  librdkafka('consistent', (key, n) => crc32(key ?? EMPTY) % n),
  librdkafka('consistent_random', (key, n) => (key && key.length > 0 ? crc32(key) % n : null)),
  librdkafka('fnv1a', (key, n) => fnv1a(key ?? EMPTY) % n),
  librdkafka('fnv1a_random', (key, n) => (key ? fnv1a(key) % n : null)),
  librdkafka('murmur2', (key, n) => keyedPartition(key ?? EMPTY, n)),
  librdkafka('murmur2_random', (key, n) => (key ? keyedPartition(key, n) : null)),
  librdkafka('random', () => null),
];

/** Every partitioner, Java's default first. */
export const partitioners: readonly Partitioner[] = [builtIn, roundRobin, ...LIBRDKAFKA];

const PRODUCER_PACKAGE = 'org.apache.kafka.clients.producer.';

const CLASS_NAMES: Readonly<Record<string, string>> = {
  BuiltInPartitioner: 'builtInPartitioner',
  [`${PRODUCER_PACKAGE}internals.BuiltInPartitioner`]: 'builtInPartitioner',
  [`${PRODUCER_PACKAGE}RoundRobinPartitioner`]: 'RoundRobinPartitioner',
};

/** The partitioner of that name, also by its Java class name; undefined if Kafka 4.2 and librdkafka have none such. */
export function partitionerOf(name: string): Partitioner | undefined {
  const short = Object.hasOwn(CLASS_NAMES, name) ? CLASS_NAMES[name] : name;
  return partitioners.find((partitioner) => partitioner.name === short);
}
