import type { ActorKind, TraceNames } from '../../kernel';

/** What of a scenario Kafka needs to lay a cluster out; numbers and names only. */
export interface ClusterPlan {
  readonly brokerCount: number;
  readonly controllerCount: number;
  readonly controllersAreBrokers: boolean;
  readonly racks: readonly string[];
  readonly topics: readonly TopicPlan[];
  readonly offsetsTopic: { readonly partitions: number; readonly replicationFactor: number };
  readonly producers: readonly string[];
  readonly groups: readonly GroupPlan[];
  readonly keys: readonly string[];
  readonly texts: readonly (string | null)[];
  readonly clockMs: number;
}

export interface TopicPlan {
  readonly name: string;
  /** Partitions at the start, and with those that are added while it runs. */
  readonly partitions: number;
  readonly partitionsLater?: number;
  readonly replicationFactor: number;
  /** Broker numbers (1 …) of each partition, if the scenario gives them. */
  readonly assignment?: readonly (readonly number[])[];
  /** Broker numbers that a reassignment may give each partition while it runs. */
  readonly reassigned?: ReadonlyMap<number, readonly number[]>;
}

export interface GroupPlan {
  readonly name: string;
  readonly members: readonly string[];
  /** False: standalone consumers without a coordinator's care. */
  readonly hasMembership: boolean;
}

/**
 * The unchanging layout of a cluster: which actor is what, which replica lies where, which connection joins whom.
 * Replicas are numbered partition by partition: the replica list of the start in its order, then the room for what
 * reassignments add. Which of them a partition has is the metadata's to say.
 */
export interface ClusterShape {
  readonly names: TraceNames;
  readonly brokerCount: number;
  /** Actors that vote in the metadata quorum. */
  readonly controllers: Int32Array;
  readonly firstProducer: number;
  readonly producerCount: number;
  readonly firstMember: number;
  readonly memberCount: number;
  /** Of each member (0 …) its group. */
  readonly memberGroup: Int32Array;
  readonly topicCount: number;
  readonly topicFirst: Int32Array;
  /** Partitions that a topic may come to have, and those it starts with. */
  readonly topicPartitions: Int32Array;
  readonly partitionsAtStart: Int32Array;
  readonly partitionCount: number;
  readonly partitionTopic: Int32Array;
  /** Topic number of `__consumer_offsets`; the last. */
  readonly offsetsTopic: number;
  /** Partition that keeps a group's offsets and metadata (K-ERR-1). */
  readonly groupPartition: Int32Array;
  readonly replicaCount: number;
  readonly firstReplica: Int32Array;
  /** Replicas of a partition, the room for reassignments included; and those it is created with. */
  readonly replicasOf: Int32Array;
  readonly replicasAtFirst: Int32Array;
  readonly replicaBroker: Int32Array;
  readonly replicaPartition: Int32Array;
  /** Place of a replica in its partition's list. */
  readonly replicaSlot: Int32Array;
  readonly maxReplication: number;
  /** `broker * partitionCount + partition` to replica, -1: none. */
  readonly replicaAt: Int32Array;
  readonly connections: readonly { readonly client: number; readonly server: number }[];
  readonly connectionBase: ConnectionBase;
}

/** First connection of each kind; see the functions below for the order within. */
export interface ConnectionBase {
  readonly fetch: number;
  readonly control: number;
  readonly metadata: number;
  readonly client: number;
  readonly coordinator: number;
}

/** Follower `broker`'s connection to fetch from `leader`. */
export const fetchConnection = (shape: ClusterShape, broker: number, leader: number): number =>
  shape.connectionBase.fetch + broker * shape.brokerCount + leader;
/** A broker's connection for registration, heartbeats and AlterPartition to the `index`-th controller. */
export const controlConnection = (shape: ClusterShape, broker: number, index: number): number =>
  shape.connectionBase.control + broker * shape.controllers.length + index;
/** A broker's connection to read the metadata log of the `index`-th controller. */
export const metadataConnection = (shape: ClusterShape, broker: number, index: number): number =>
  shape.connectionBase.metadata + broker * shape.controllers.length + index;
/** The connection of a client (producers first, then members) to `broker`. */
export const clientConnection = (shape: ClusterShape, client: number, broker: number): number =>
  shape.connectionBase.client + client * shape.brokerCount + broker;
/** The connection of `member` (0 …) to `broker` as coordinator. */
export const coordinatorConnection = (shape: ClusterShape, member: number, broker: number): number =>
  shape.connectionBase.coordinator + member * shape.brokerCount + broker;

/** Kafka's hash of a group id onto the partitions of `__consumer_offsets` (K-ERR-1). */
export function groupPartitionOf(group: string, partitions: number): number {
  let hash = 0;
  for (let i = 0; i < group.length; i++) hash = (Math.imul(hash, 31) + group.charCodeAt(i)) | 0;
  return (hash === -2147483648 ? 0 : Math.abs(hash)) % partitions;
}

/** Partitions in the order of their numbers: those of the scenario's topics, then the internal ones. */
interface PartitionLists {
  readonly names: string[];
  readonly topics: number[];
  readonly replicas: number[][];
  /** Length of each replica list, without the room for reassignments. */
  readonly listed: number[];
  /** First partition of each topic. */
  readonly firstOfTopic: number[];
  readonly userCount: number;
}

function layPartitions(plan: ClusterPlan, internal: readonly number[]): PartitionLists {
  const order = brokerOrder(plan.brokerCount, plan.racks);
  const names: string[] = [];
  const topics: number[] = [];
  const replicas: number[][] = [];
  const listed: number[] = [];
  const firstOfTopic: number[] = [];
  plan.topics.forEach((topic, index) => {
    firstOfTopic.push(names.length);
    for (let p = 0; p < (topic.partitionsLater ?? topic.partitions); p++) {
      names.push(`${topic.name}-${p}`);
      topics.push(index);
      const written = topic.assignment?.[p];
      // A partition that is added has as many replicas as the first one (K-REA-9).
      const wide = written?.length ?? topic.assignment?.[0]?.length ?? topic.replicationFactor;
      const list = written ? written.map((number) => number - 1) : place(order, p, wide);
      listed.push(list.length);
      const room = (topic.reassigned?.get(p) ?? []).map((number) => number - 1);
      replicas.push([...new Set([...list, ...room])]);
    }
  });
  const userCount = names.length;
  firstOfTopic.push(userCount);
  for (const number of internal) {
    names.push(`__consumer_offsets-${number}`);
    topics.push(plan.topics.length);
    replicas.push(place(order, number, plan.offsetsTopic.replicationFactor));
    listed.push(plan.offsetsTopic.replicationFactor);
  }
  return { names, topics, replicas, listed, firstOfTopic, userCount };
}

/** Lays a cluster out. */
export function layOut(plan: ClusterPlan): ClusterShape {
  const { brokerCount } = plan;
  const offsetsPartition = (group: GroupPlan): number => groupPartitionOf(group.name, plan.offsetsTopic.partitions);
  const internal = [...new Set(plan.groups.map(offsetsPartition))].sort((a, b) => a - b);
  const partitions = layPartitions(plan, internal);
  const controllers = Int32Array.from({ length: plan.controllerCount }, (_, i) =>
    plan.controllersAreBrokers ? i : brokerCount + i,
  );
  const actors = nameActors(plan);
  const firstProducer = brokerCount + (plan.controllersAreBrokers ? 0 : plan.controllerCount);
  const firstMember = firstProducer + plan.producers.length;
  const memberGroup = plan.groups.flatMap((group, index) => group.members.map(() => index));
  const names: TraceNames = {
    actors: actors.names,
    actorKinds: actors.kinds,
    actorGroup: actors.groups,
    partitions: partitions.names,
    partitionTopic: partitions.topics,
    partitionReplicas: partitions.replicas,
    userPartitionCount: partitions.userCount,
    topics: [...plan.topics.map((topic) => topic.name), '__consumer_offsets'],
    groups: plan.groups.map((group) => group.name),
    keys: plan.keys,
    texts: plan.texts,
    clockMs: plan.clockMs,
  };
  const links = connectAll(
    brokerCount,
    controllers,
    firstProducer,
    plan.producers.length + memberGroup.length,
    firstMember,
    memberGroup.length,
  );
  return {
    names,
    brokerCount,
    controllers,
    firstProducer,
    producerCount: plan.producers.length,
    firstMember,
    memberCount: memberGroup.length,
    memberGroup: Int32Array.from(memberGroup),
    topicCount: plan.topics.length + 1,
    topicFirst: Int32Array.from(partitions.firstOfTopic),
    topicPartitions: Int32Array.from([
      ...plan.topics.map((topic) => topic.partitionsLater ?? topic.partitions),
      internal.length,
    ]),
    partitionsAtStart: Int32Array.from([...plan.topics.map((topic) => topic.partitions), internal.length]),
    partitionCount: partitions.names.length,
    partitionTopic: Int32Array.from(partitions.topics),
    offsetsTopic: plan.topics.length,
    groupPartition: Int32Array.from(
      plan.groups,
      (group) => partitions.userCount + internal.indexOf(offsetsPartition(group)),
    ),
    replicasAtFirst: Int32Array.from(partitions.listed),
    ...numberReplicas(partitions.replicas, brokerCount),
    ...links,
  };
}

/** Replica lists go round the brokers, one further a partition; racks take turns. */
function place(order: readonly number[], partition: number, replicationFactor: number): number[] {
  return Array.from({ length: replicationFactor }, (_, slot) => order[(partition + slot) % order.length]!);
}

function brokerOrder(brokerCount: number, racks: readonly string[]): number[] {
  const brokers = Array.from({ length: brokerCount }, (_, broker) => broker);
  if (racks.length === 0) return brokers;
  const byRack = new Map<string, number[]>();
  for (const broker of brokers) {
    const rack = racks[broker] ?? '';
    byRack.set(rack, [...(byRack.get(rack) ?? []), broker]);
  }
  const lists = [...byRack.keys()].sort().map((rack) => byRack.get(rack)!);
  const order: number[] = [];
  for (let turn = 0; order.length < brokerCount; turn++) {
    for (const list of lists) if (turn < list.length) order.push(list[turn]!);
  }
  return order;
}

function nameActors(plan: ClusterPlan): { names: string[]; kinds: ActorKind[]; groups: number[] } {
  const names: string[] = [];
  const kinds: ActorKind[] = [];
  const groups: number[] = [];
  const add = (name: string, kind: ActorKind, group: number): void => {
    names.push(name);
    kinds.push(kind);
    groups.push(group);
  };
  for (let i = 1; i <= plan.brokerCount; i++) add(`broker-${i}`, 'broker', -1);
  if (!plan.controllersAreBrokers)
    for (let i = 1; i <= plan.controllerCount; i++) add(`controller-${i}`, 'controller', -1);
  for (const name of plan.producers) add(name, 'producer', -1);
  plan.groups.forEach((group, index) => {
    for (const name of group.members) add(name, 'member', index);
  });
  return { names, kinds, groups };
}

function numberReplicas(lists: readonly (readonly number[])[], brokerCount: number) {
  const partitionCount = lists.length;
  const firstReplica: number[] = [];
  const replicaBroker: number[] = [];
  const replicaPartition: number[] = [];
  const replicaSlot: number[] = [];
  const replicaAt = new Int32Array(brokerCount * partitionCount).fill(-1);
  lists.forEach((list, partition) => {
    firstReplica.push(replicaBroker.length);
    list.forEach((broker, slot) => {
      replicaAt[broker * partitionCount + partition] = replicaBroker.length;
      replicaBroker.push(broker);
      replicaPartition.push(partition);
      replicaSlot.push(slot);
    });
  });
  return {
    replicaCount: replicaBroker.length,
    firstReplica: Int32Array.from(firstReplica),
    replicasOf: Int32Array.from(lists, (list) => list.length),
    replicaBroker: Int32Array.from(replicaBroker),
    replicaPartition: Int32Array.from(replicaPartition),
    replicaSlot: Int32Array.from(replicaSlot),
    maxReplication: Math.max(1, ...lists.map((list) => list.length)),
    replicaAt,
  };
}

function connectAll(
  brokerCount: number,
  controllers: Int32Array,
  firstClient: number,
  clientCount: number,
  firstMember: number,
  memberCount: number,
): Pick<ClusterShape, 'connections' | 'connectionBase'> {
  const connections: { client: number; server: number }[] = [];
  const grid = (clients: number, first: number, servers: ArrayLike<number>): number => {
    const base = connections.length;
    for (let client = 0; client < clients; client++) {
      for (let i = 0; i < servers.length; i++) connections.push({ client: first + client, server: servers[i]! });
    }
    return base;
  };
  const brokers = Int32Array.from({ length: brokerCount }, (_, broker) => broker);
  return {
    connectionBase: {
      fetch: grid(brokerCount, 0, brokers),
      control: grid(brokerCount, 0, controllers),
      metadata: grid(brokerCount, 0, controllers),
      client: grid(clientCount, firstClient, brokers),
      coordinator: grid(memberCount, firstMember, brokers),
    },
    connections,
  };
}
