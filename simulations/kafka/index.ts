export { exceptionOf } from './producer/produce-errors';
export type { GroupSide } from './group-side';
export { KafkaSystem, type KafkaPlan } from './kafka-system';
export { apiNames } from './cluster/apis';
export { layOut, type ClusterShape } from './cluster/shape';
export type { Effective } from './cluster/settings';
export type { EventsPlan, GeneratedPlan, ProducerPlan, ScriptOp, ScriptPlan } from './producer/producer-plan';
export {
  COMMIT_AFTER,
  COMMIT_AFTER_ASYNC,
  COMMIT_AFTER_EACH,
  COMMIT_AUTO,
  COMMIT_BEFORE,
  type ConsumerGroupPlan,
  type ConsumerPlan,
  type MemberOpPlan,
  type MemberPlan,
} from './consumer/consumer-plan';
export { ConsumerGroups } from './consumer/consumer-groups';
export * from './assignors';
export * from './partitioners';
export { effectiveValues } from '../config';
