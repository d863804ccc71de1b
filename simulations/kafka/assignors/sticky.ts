import type { AssignmentInput } from './assignment';
import { settleClaims } from './claims';
import { inJOrder, ranksById } from './member-order';
import type { NamedMember } from './member-order';
import type { PartitionSpace } from './partition-space';
import { NO_RACKS, readRacks } from './racks';
import { assignConstrained } from './sticky-constrained';
import { assignGeneral } from './sticky-general';

/**
 * sticky and one round of cooperative-sticky (K-ASG-5, K-ASG-6). For sticky the claims are those of its own user data,
 * for cooperative-sticky those of the subscription (K-ASG-7).
 *
 * @param isCooperative withhold what a member must give up first
 * @returns partitions of each member, by id
 * @throws RangeError if a claim is not written "topic-0"
 */
export function assignSticky(
  input: AssignmentInput,
  space: PartitionSpace,
  isCooperative: boolean,
): Map<string, number[]> {
  const members = inJOrder(input);
  const claims = settleClaims(space, members);
  const ranks = ranksById(members);
  const read = readRacks(
    input,
    space,
    members.map((member) => member.rack || null),
    space.topicOf.keys(),
  );
  const racks = read.matter ? read : NO_RACKS;
  const { assigned, withheld } = haveEqualSubscriptions(members)
    ? assignConstrained(space, claims, ranks, racks)
    : assignGeneral(space, members, claims, ranks, racks);
  if (!isCooperative) return new Map(members.map((member, i) => [member.id, [...assigned[i]]]));

  const waiting = withheld ?? changingHands(claims.claimed, assigned);
  return new Map(members.map((member, i) => [member.id, assigned[i].filter((partition) => !waiting.has(partition))]));
}

/** Every member's topics are those of the first that has any; members before it may have none (K-ASG-5). */
function haveEqualSubscriptions(members: readonly NamedMember[]): boolean {
  const first = members.findIndex((member) => member.topics.length > 0);
  if (first < 0) return true;
  const topics = new Set(members[first].topics);
  return members
    .slice(first + 1)
    .every(
      (member) => member.topics.length === topics.size && [...topics].every((topic) => member.topics.includes(topic)),
    );
}

/** Partitions given to a member that did not claim them while one that did claim them does not get them (K-ASG-6, 8). */
function changingHands(claimed: readonly (readonly number[])[], assigned: readonly (readonly number[])[]): Set<number> {
  const added = new Set<number>();
  const revoked = new Set<number>();
  assigned.forEach((partitions, member) => {
    for (const partition of partitions) if (!claimed[member].includes(partition)) added.add(partition);
    for (const partition of claimed[member]) if (!partitions.includes(partition)) revoked.add(partition);
  });
  return new Set([...added].filter((partition) => revoked.has(partition)));
}
