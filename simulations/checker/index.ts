export * from './anomaly-kinds';
export { stripAt } from './strip';
export type * from './verdict';
