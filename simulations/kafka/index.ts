export { exceptionOf } from './producer/produce-errors';
export { KafkaSystem, type GroupSide, type KafkaPlan } from './kafka-system';
export { apiNames } from './cluster/apis';
export { layOut, type ClusterShape } from './cluster/shape';
export type { Effective } from './cluster/settings';
export type { EventsPlan, GeneratedPlan, ProducerPlan, ScriptOp, ScriptPlan } from './producer/producer-plan';
export * from './assignors';
export * from './partitioners';
