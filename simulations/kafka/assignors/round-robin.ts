import type { AssignmentInput } from './assignment';
import { staticFirst } from './member-order';
import type { PartitionSpace } from './partition-space';

/**
 * roundrobin (K-ASG-4): all partitions by (topic, number), one pointer around the ordered members, who are skipped
 * where they do not subscribe.
 *
 * @returns partitions of each member, by id
 */
export function assignRoundRobin(input: AssignmentInput, space: PartitionSpace): Map<string, number[]> {
  const members = staticFirst(input);
  const wanted = members.map((member) => new Set(member.topics));
  const result = members.map((): number[] => []);
  let pointer = 0;
  for (let partition = 0; partition < space.size; partition++) {
    const topic = space.topics[space.topicOf[partition]];
    while (!wanted[pointer].has(topic)) pointer = (pointer + 1) % members.length;
    result[pointer].push(partition);
    pointer = (pointer + 1) % members.length;
  }
  return new Map(members.map((member, i) => [member.id, result[i]]));
}
