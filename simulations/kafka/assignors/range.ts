import type { AssignmentInput } from './assignment';
import { staticFirst } from './member-order';
import { partitionsOf } from './partition-space';
import type { PartitionSpace } from './partition-space';
import { NO_RACKS, readRacks } from './racks';
import type { Racks } from './racks';

/** One topic on its way to being shared out. */
interface TopicShare {
  readonly racks: Racks;
  readonly partitions: readonly number[];
  /** Subscribers, as indexes into the ordered members. */
  readonly members: readonly number[];
  readonly quota: number;
  /** Members that may still get one more than the quota. */
  extras: number;
  readonly free: Set<number>;
  readonly given: Map<number, number>;
}

/**
 * range (K-ASG-3): each topic by itself, consecutive partitions to its subscribers in order. Where racks matter
 * (K-ASG-2), partitions with a replica in the member's rack are given first, and topics with the same subscribers and
 * partition count stay together.
 *
 * @returns partitions of each member, by id
 */
export function assignRange(input: AssignmentInput, space: PartitionSpace): Map<string, number[]> {
  const members = staticFirst(input);
  const result = members.map((): number[] => []);
  const shares = space.topics.map((topic, index): TopicShare => {
    const subscribers = members.flatMap((member, i) => (member.topics.includes(topic) ? [i] : []));
    const partitions = partitionsOf(space, index);
    // A rack counts only if a subscriber of this topic is in it.
    const memberRacks = members.map((member, i) => (subscribers.includes(i) ? member.rack || null : null));
    return {
      racks: readRacks(input, space, memberRacks, partitions),
      partitions,
      members: subscribers,
      quota: Math.floor(partitions.length / subscribers.length),
      extras: partitions.length % subscribers.length,
      free: new Set(partitions),
      given: new Map(),
    };
  });
  if (shares.some((share) => share.racks.matter)) matchRacks(shares, result);
  for (const share of shares) fill(share, () => true, result);
  return new Map(members.map((member, i) => [member.id, result[i]]));
}

function mayTake(share: TopicShare, member: number): number {
  return Math.max(0, share.quota + (share.extras > 0 ? 1 : 0) - (share.given.get(member) ?? 0));
}

function give(share: TopicShare, member: number, partitions: readonly number[], result: number[][]): void {
  const count = (share.given.get(member) ?? 0) + partitions.length;
  share.given.set(member, count);
  if (count > share.quota) share.extras--;
  for (const partition of partitions) share.free.delete(partition);
  result[member].push(...partitions);
}

/** Hands out free partitions in order, to each member as many as it may take of those that suit it. */
function fill(share: TopicShare, suits: (member: number, partition: number) => boolean, result: number[][]): void {
  for (const member of share.members) {
    const taken: number[] = [];
    const most = mayTake(share, member);
    for (const partition of share.free) {
      if (taken.length === most) break;
      if (suits(member, partition)) taken.push(partition);
    }
    if (taken.length > 0) give(share, member, taken, result);
  }
}

function matchRacks(shares: readonly TopicShare[], result: number[][]): void {
  const alike = new Map<string, TopicShare[]>();
  for (const share of shares) {
    const key = `${share.members.join()}/${share.partitions.length}`;
    alike.set(key, [...(alike.get(key) ?? []), share]);
  }
  for (const group of alike.values()) {
    const isRacked = group.some((share) => share.racks !== NO_RACKS);
    if (group.length > 1 && isRacked) matchTogether(group, result);
    else if (group[0].racks.matter) fill(group[0], (member, p) => !group[0].racks.isRemote(member, p), result);
  }
}

/** Gives partition i of all topics of a group to one member whose rack suits them all. */
function matchTogether(group: readonly TopicShare[], result: number[][]): void {
  const remaining = new Set(group[0].members);
  for (let i = 0; i < group[0].partitions.length && remaining.size > 0; i++) {
    const member = [...remaining].find((candidate) =>
      group.every((share) => !share.racks.isRemote(candidate, share.partitions[i]) && mayTake(share, candidate) > 0),
    );
    if (member === undefined) continue;
    for (const share of group) give(share, member, [share.partitions[i]], result);
    if (group.every((share) => mayTake(share, member) === 0)) remaining.delete(member);
  }
}
