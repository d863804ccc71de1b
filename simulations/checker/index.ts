export * from './anomaly-kinds';
export { check, type CheckOptions } from './check';
export { contractOf } from './contract/contract-of';
export { explain, placeOf, type Explanation } from './explain';
export { SimulatorInvariantBroken } from './invariants';
export { outcomeOfAttempt, outcomeOfSend } from './outcomes';
export { stripAt } from './strip';
export type * from './verdict';
