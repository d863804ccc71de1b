export { assign, clientAssignorOf, clientAssignors, rebalanceProtocolOf } from './assign';
export type { ClientAssignor, RebalanceProtocol } from './assign';
export { topicPartition } from './assignment';
export type { Assignment, AssignmentInput, AssignmentMember } from './assignment';
export { hashOrder, jOrder } from './j-order';
