import { entriesOf } from './assignment';
import type { AssignmentInput } from './assignment';
import { numberOf } from './partition-space';
import type { PartitionSpace } from './partition-space';

/** Racks of members and of partitions' replicas (K-ASG-2). */
export interface Racks {
  /** Some member's rack holds a replica, and the racks are not the same for all partitions. */
  readonly matter: boolean;
  /** The partition has a replica in the member's rack. */
  isLocal(member: number, partition: number): boolean;
  /** The member has a rack, and the partition no replica there. */
  isRemote(member: number, partition: number): boolean;
  /** Members with a replica of the partition in their rack. */
  neighbours(partition: number): number;
}

/** What the sticky assignors go by where racks do not matter: as if nobody had one. */
export const NO_RACKS: Racks = {
  matter: false,
  isLocal: () => false,
  isRemote: () => false,
  neighbours: () => 0,
};

/** Reads the racks of members (by index, null for none) and of the partitions named. */
export function readRacks(
  input: AssignmentInput,
  space: PartitionSpace,
  memberRacks: readonly (string | null)[],
  partitions: Iterable<number>,
): Racks {
  if (!input.partitionRacks || memberRacks.every((rack) => rack === null)) return NO_RACKS;
  const given = new Map(entriesOf(input.partitionRacks));
  const racksOf = new Map<number, ReadonlySet<string>>();
  const all = new Set<string>();
  for (const partition of partitions) {
    const racks = given.get(space.topics[space.topicOf[partition]])?.[numberOf(space, partition)] ?? [];
    racksOf.set(partition, new Set(racks));
    for (const rack of racks) all.add(rack);
  }
  const isLocal = (member: number, partition: number): boolean => {
    const rack = memberRacks[member];
    return rack !== null && racksOf.get(partition)!.has(rack);
  };
  return {
    matter:
      memberRacks.some((rack) => rack !== null && all.has(rack)) &&
      [...racksOf.values()].some((racks) => racks.size < all.size),
    isLocal,
    isRemote: (member, partition) => memberRacks[member] !== null && !isLocal(member, partition),
    neighbours: (partition) => memberRacks.reduce((sum, _, member) => sum + (isLocal(member, partition) ? 1 : 0), 0),
  };
}
