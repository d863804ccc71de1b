/** What an actor is. Brokers are numbered first, so that a broker's actor number is its bit in a broker set. */
export type ActorKind = 'broker' | 'controller' | 'producer' | 'member' | 'sink';

/**
 * The names behind the numbers of a trace; made when the scenario is compiled and never changed, except that
 * `texts` and `keys` may grow at their ends.
 */
export interface TraceNames {
  /** Base names: `broker-1`, `controller-1`, `checkout`, `invoice-0`. Index = actor number. */
  readonly actors: readonly string[];
  readonly actorKinds: readonly ActorKind[];
  /** Of a member its group, else -1. Index = actor number. */
  readonly actorGroup: readonly number[];
  /** `orders-0`. Internal partitions (`__consumer_offsets-12`) stand last. */
  readonly partitions: readonly string[];
  readonly partitionTopic: readonly number[];
  /** Replicas as actor numbers, the preferred leader first. */
  readonly partitionReplicas: readonly (readonly number[])[];
  /** Partitions before this index belong to the scenario's topics. */
  readonly userPartitionCount: number;
  readonly topics: readonly string[];
  readonly groups: readonly string[];
  readonly keys: readonly string[];
  readonly texts: readonly (string | null)[];
  /** Epoch ms of virtual time 0. */
  readonly clockMs: number;
}
