export { assign, clientAssignorOf, clientAssignors, rebalanceProtocolOf, topicPartition } from './assignors';
export type { Assignment, AssignmentInput, AssignmentMember, ClientAssignor, RebalanceProtocol } from './assignors';
export { javaStringBytes, partitionerOf, partitioners, utf8 } from './partitioners';
export type { Partitioner, PartitionerClient } from './partitioners';
