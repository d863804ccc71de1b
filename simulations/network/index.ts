export * from './connections';
export * from './links';
export * from './messages';
