export { LEADERLESS, LagHistory, UNTOLD } from './lag-history';
export {
  coordinatorOf,
  lagTrend,
  partitionLag,
  partitionsOfGroup,
  type LagTrend,
  type PartitionLag,
} from './partition-lag';
export { StoredCommits } from './stored-commits';
