export * from './log-tree';
export * from './segments';
