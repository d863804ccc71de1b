export * from './action-port';
export * from './arena';
export * from './error-codes';
export * from './event-queue';
export * from './facts';
export * from './random';
export * from './trace';
export * from './trace-hash';
export * from './trace-kinds';
export * from './trace-names';
export * from './trace-reader';
export * from './kernel';
export {
  compileMachine,
  type CompiledMachine,
  type CompileOptions,
  type TransitionName,
} from './machine/compiled-machine';
export { MachineInstances, type ColumnAllocator, type PerformEffect } from './machine/machine-instances';
export * from './deterministic-math';
