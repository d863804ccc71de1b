export { adaptiveWeights, drawWeighted } from './adaptive';
export type { AdaptiveWeights } from './adaptive';
export { coordinatorPartition, crc32, fnv1a, javaHash, murmur2, toPositive } from './hashes';
export { partitionerOf, partitioners } from './partitioner';
export type { Partitioner, PartitionerClient } from './partitioner';
export { javaStringBytes, utf8 } from './utf8';
