export * from './backoff';
export * from './connections';
export * from './endpoints';
export * from './links';
export * from './messages';
