import { byText, entriesOf } from './assignment';
import type { AssignmentInput } from './assignment';

/**
 * The partitions of one assignment as small numbers: those of topics that exist and that somebody subscribes to. The
 * numbers ascend by (topic, partition), so that comparing numbers is comparing names.
 */
export interface PartitionSpace {
  /** Topics by name. */
  readonly topics: readonly string[];
  /** First partition of each topic, and at the end the number of all partitions. */
  readonly firstOf: readonly number[];
  readonly size: number;
  /** Index of the topic of each partition. */
  readonly topicOf: Int32Array;
  readonly topicIndex: ReadonlyMap<string, number>;
}

export function partitionSpace(input: AssignmentInput): PartitionSpace {
  const subscribed = new Set<string>();
  for (const [, member] of entriesOf(input.members)) for (const topic of member.topics) subscribed.add(topic);
  const counts = entriesOf(input.topics).filter(([topic, count]) => count > 0 && subscribed.has(topic));
  counts.sort(([a], [b]) => byText(a, b));
  const firstOf = [0];
  for (const [, count] of counts) firstOf.push(firstOf[firstOf.length - 1] + count);
  const size = firstOf[counts.length];
  const topicOf = new Int32Array(size);
  counts.forEach((_, topic) => topicOf.fill(topic, firstOf[topic], firstOf[topic + 1]));
  const topics = counts.map(([topic]) => topic);
  return { topics, firstOf, size, topicOf, topicIndex: new Map(topics.map((topic, index) => [topic, index])) };
}

/** Number of a partition within its topic. */
export function numberOf(space: PartitionSpace, partition: number): number {
  return partition - space.firstOf[space.topicOf[partition]];
}

/** "orders-0". */
export function nameOf(space: PartitionSpace, partition: number): string {
  return `${space.topics[space.topicOf[partition]]}-${numberOf(space, partition)}`;
}

/** The partitions of one topic. */
export function partitionsOf(space: PartitionSpace, topic: number): number[] {
  return Array.from({ length: space.firstOf[topic + 1] - space.firstOf[topic] }, (_, i) => space.firstOf[topic] + i);
}

/** The partition of that name, or -1 if the topic is not in the space or has no such number. */
export function partitionIn(space: PartitionSpace, topic: string, number: number): number {
  const index = space.topicIndex.get(topic);
  if (index === undefined) return -1;
  const partition = space.firstOf[index] + number;
  return partition < space.firstOf[index + 1] ? partition : -1;
}
