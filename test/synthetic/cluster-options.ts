import type { ActorKind, TraceNames } from '../../simulations/kernel/index';

/** What a synthetic cluster consists of and what happens to it. */
export interface ClusterTraceOptions {
  seed?: number;
  brokers?: number;
  partitions?: number;
  /** Absent: every broker has a replica of every partition. */
  replicationFactor?: number;
  producers?: readonly string[];
  /** Name of a group -> its members. */
  groups?: Readonly<Record<string, number>>;
  /** Batches a second of each producer. */
  batchRate?: number;
  recordsInBatch?: number;
  keys?: readonly string[];
  durationMicros?: number;
  networkMicros?: number;
  /** One way between brokers. */
  replicaLinkMicros?: number;
  /** Answers before the followers have the batch. */
  acksLeaderOnly?: boolean;
  commitEveryMicros?: number;
  kill?: { broker: number; atMicros: number; detectMicros: number; restartAtMicros?: number };
}

/** The names of everything in it: brokers first, then the controller, producers and members. */
export function namesOf(options: Required<Omit<ClusterTraceOptions, 'kill'>>): TraceNames {
  const actors: string[] = [];
  const actorKinds: ActorKind[] = [];
  const actorGroup: number[] = [];
  const add = (name: string, kind: ActorKind, group = -1): void => {
    actors.push(name);
    actorKinds.push(kind);
    actorGroup.push(group);
  };
  for (let broker = 1; broker <= options.brokers; broker++) add(`broker-${broker}`, 'broker');
  add('controller-1', 'controller');
  for (const producer of options.producers) add(producer, 'producer');
  Object.entries(options.groups).forEach(([group, members], index) => {
    for (let member = 0; member < members; member++) add(`${group}-${member}`, 'member', index);
  });
  const partitions = Array.from({ length: options.partitions }, (_, partition) => `orders-${partition}`);
  const replicas = partitions.map((_, partition) =>
    Array.from(
      { length: Math.min(options.brokers, options.replicationFactor) },
      (__, offset) => (partition + offset) % options.brokers,
    ),
  );
  return {
    actors,
    actorKinds,
    actorGroup,
    partitions,
    partitionTopic: partitions.map(() => 0),
    partitionReplicas: replicas,
    userPartitionCount: partitions.length,
    topics: ['orders'],
    groups: Object.keys(options.groups),
    keys: options.keys,
    texts: [],
    clockMs: 1_700_000_000_000,
  };
}
