import { topicPartition } from './assignment';
import type { AssignmentMember } from './assignment';
import { partitionIn } from './partition-space';
import type { PartitionSpace } from './partition-space';

/** What members may keep of what they claim (K-ASG-5, step 1). Members are indexes in J-order. */
export interface Claims {
  /** Valid claims of each member as made, in its order; partitions that are gone are left out. */
  readonly claimed: readonly (readonly number[])[];
  /** Partitions that each member may keep. */
  readonly held: readonly Set<number>[];
  /** Partitions claimed twice in one generation. */
  readonly marked: ReadonlySet<number>;
  readonly generations: readonly number[];
}

/**
 * Settles the claims: the newer generation wins, and a partition claimed twice in one generation is marked and lost to
 * both. Claims on a partition number that its topic does not have are dropped; Kafka 4.2.1 fails over them.
 *
 * @throws RangeError if a claim is not written "topic-0"
 */
export function settleClaims(space: PartitionSpace, members: readonly AssignmentMember[]): Claims {
  const claimed = members.map((member) => (member.owned ?? []).flatMap((text) => claimIn(space, text)));
  const generations = members.map((member) => member.generation ?? 1);
  const held = members.map(() => new Set<number>());
  const marked = new Set<number>();
  const holders = new Map<number, number>();
  members.forEach((_, member) => {
    for (const partition of claimed[member]) {
      const holder = holders.get(partition);
      if (holder === undefined || generations[member] > generations[holder]) {
        if (holder !== undefined) held[holder].delete(partition);
        held[member].add(partition);
        holders.set(partition, member);
      } else if (generations[member] === generations[holder]) {
        marked.add(partition);
        held[holder].delete(partition);
        holders.set(partition, member);
      }
    }
  });
  return { claimed, held, marked, generations };
}

function claimIn(space: PartitionSpace, text: string): number[] {
  const claim = topicPartition(text);
  if (!claim) throw new RangeError(`expected a partition such as "orders-0", got ${JSON.stringify(text)}`);
  const partition = partitionIn(space, claim.topic, claim.partition);
  return partition < 0 ? [] : [partition];
}
