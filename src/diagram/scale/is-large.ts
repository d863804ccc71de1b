import type { TraceNames } from '../../../simulations/kernel';

/** Px that a page usually leaves for the boxes of the brokers. */
const room = 640;
/** Followers that stand side by side in a broker's box and can still be told apart. */
const mostFollowers = 14;

/**
 * Whether a cluster has too many logs to draw each in a row: then brokers are rows, replicas bars and partitions are
 * looked at a few at a time. It depends on the cluster alone, so that a run does not change its form on the way.
 */
export function isLarge({ actorKinds, partitionReplicas, userPartitionCount }: TraceNames): boolean {
  const brokers = actorKinds.filter((kind) => kind === 'broker').length;
  const replicas = partitionReplicas.slice(0, userPartitionCount).reduce((sum, { length }) => sum + length, 0);
  const followers = (replicas - userPartitionCount) / Math.max(1, brokers);
  return brokers * 46 + userPartitionCount * 16 > room || followers > mostFollowers;
}
