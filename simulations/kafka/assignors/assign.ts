import type { Assignment, AssignmentInput } from './assignment';
import { nameOf, partitionSpace } from './partition-space';
import type { PartitionSpace } from './partition-space';
import { assignRange } from './range';
import { assignRoundRobin } from './round-robin';
import { assignSticky } from './sticky';

/** The assignors of the Java consumer, by the names that they announce. */
export const clientAssignors = ['cooperative-sticky', 'range', 'roundrobin', 'sticky'] as const;

export type ClientAssignor = (typeof clientAssignors)[number];

const ASSIGN: Record<ClientAssignor, (input: AssignmentInput, space: PartitionSpace) => Map<string, number[]>> = {
  'cooperative-sticky': (input, space) => assignSticky(input, space, true),
  range: assignRange,
  roundrobin: assignRoundRobin,
  sticky: (input, space) => assignSticky(input, space, false),
};

const CONSUMER_PACKAGE = 'org.apache.kafka.clients.consumer.';

const CLASSES: Record<string, ClientAssignor> = {
  [`${CONSUMER_PACKAGE}CooperativeStickyAssignor`]: 'cooperative-sticky',
  [`${CONSUMER_PACKAGE}RangeAssignor`]: 'range',
  [`${CONSUMER_PACKAGE}RoundRobinAssignor`]: 'roundrobin',
  [`${CONSUMER_PACKAGE}StickyAssignor`]: 'sticky',
};

/** The assignor of that name or Java class name, as 'partition.assignment.strategy' lists it; undefined: none such. */
export function clientAssignorOf(name: string): ClientAssignor | undefined {
  if (Object.hasOwn(CLASSES, name)) return CLASSES[name];
  return clientAssignors.find((assignor) => assignor === name);
}

/**
 * One round of a client-side assignor (K-ASG-2 to K-ASG-7).
 *
 * @returns the partitions of every member, sorted by topic and number
 * @throws RangeError if a claim is not written "topic-0"
 */
export function assign(assignor: ClientAssignor, input: AssignmentInput): Assignment {
  const space = partitionSpace(input);
  const assigned = ASSIGN[assignor](input, space);
  const entries = [...assigned].map(([member, partitions]): [string, string[]] => [
    member,
    partitions.sort((a, b) => a - b).map((partition) => nameOf(space, partition)),
  ]);
  return Object.fromEntries(entries);
}

/** How a member gives up partitions in a rebalance. */
export type RebalanceProtocol = 'EAGER' | 'COOPERATIVE';

/**
 * The rebalance protocol of a member: the highest that all its assignors support (K-ASG-1). Only cooperative-sticky
 * supports COOPERATIVE.
 */
export function rebalanceProtocolOf(assignors: readonly ClientAssignor[]): RebalanceProtocol {
  return assignors.length > 0 && assignors.every((assignor) => assignor === 'cooperative-sticky')
    ? 'COOPERATIVE'
    : 'EAGER';
}
