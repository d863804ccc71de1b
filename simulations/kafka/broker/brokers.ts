import { CLASS_TIMER, ErrorCode, type Arena } from '../../kernel';
import { M_A, M_API, M_CONNECTION, M_ERROR, M_REFUSE, MESSAGE_WORDS, OPEN } from '../../network';
import {
  API_ALTER_PARTITION,
  API_INIT_PRODUCER_ID,
  API_METADATA,
  API_PRODUCE,
  API_REPLICA_FETCH,
  EV_PRODUCE_WRITTEN,
} from '../cluster/apis';
import type { Cluster } from '../cluster/cluster';
import { ROLE_FETCHING } from '../cluster/replicas';
import { controlConnection, fetchConnection } from '../cluster/shape';
import { BrokerHosts } from './broker-hosts';
import { BrokerMetadata } from './broker-metadata';
import { BrokerTasks } from './broker-tasks';
import { Disk } from './disk';
import { A_BROKER_EPOCH, A_ERROR, A_IN_SYNC, A_LEADER_EPOCH, A_PARTITION, A_PARTITION_EPOCH } from './entries';
import { FollowerFetchers } from './follower-fetcher';
import { PartitionLeader } from './partition-leader';
import { ProducerStates } from './producer-states';
import { ProduceRequests } from './produce';
import { firstEntry, Purgatory } from './purgatory';
import { ReplicaFetchRequests } from './replica-fetch';
import { ReplicaRoles } from './replica-roles';

/** What brokers need of the consumers' side: fetches that wait, and group coordinators. */
export interface ConsumerSide {
  handle(message: number, api: number, broker: number, connection: number): void;
  onReplicated(message: number, broker: number): void;
  /** A high watermark of the broker moved. */
  wake(broker: number): void;
  /** The broker applied metadata: leaderships may have changed. */
  onApplied(broker: number): void;
  forget(broker: number): void;
}

/** All brokers: requests go in, every part of a broker hangs here. */
export class Brokers {
  readonly hosts: BrokerHosts;
  readonly metadata: BrokerMetadata;
  readonly tasks: BrokerTasks;
  readonly leader: PartitionLeader;
  readonly purgatory: Purgatory;
  readonly fetchers: FollowerFetchers;
  readonly replicaFetches: ReplicaFetchRequests;
  private readonly producerStates: ProducerStates;
  private readonly roles: ReplicaRoles;
  private readonly produce: ProduceRequests;
  private readonly disk: Disk;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly consumers: () => ConsumerSide,
    private readonly activeController: () => number,
    /** A process ended or began; it may be a controller too. */
    private readonly onProcessChanged: (broker: number) => void,
  ) {
    this.purgatory = new Purgatory(arena, cluster, (message, broker) => this.replicated(message, broker));
    this.producerStates = new ProducerStates(arena, cluster);
    this.leader = new PartitionLeader(cluster, this.purgatory, this.producerStates, {
      alter: (broker, partition, inSyncMask) => this.alterPartition(broker, partition, inSyncMask),
    });
    const wakes = {
      followers: (broker: number) => this.replicaFetches.wake(broker),
      consumers: (broker: number) => this.consumers().wake(broker),
    };
    this.produce = new ProduceRequests(cluster, this.leader, this.purgatory, this.producerStates, wakes);
    this.replicaFetches = new ReplicaFetchRequests(arena, cluster, this.leader, wakes);
    this.disk = new Disk(cluster);
    this.fetchers = new FollowerFetchers(arena, cluster, this.disk);
    this.roles = new ReplicaRoles(arena, cluster, this.leader, this.fetchers);
    this.fetchers.outcomes = this.roles;
    this.tasks = new BrokerTasks(arena, cluster, this.leader, this.fetchers);
    this.metadata = new BrokerMetadata(cluster, this.roles, this, activeController);
    this.hosts = new BrokerHosts(arena, cluster, this, activeController);
  }

  /** The state in which a run begins: everybody up, the metadata applied, connections open. */
  startAll(brokerEpochOf: (broker: number) => number): void {
    const { shape, connections, metadata } = this.cluster;
    for (let broker = 0; broker < shape.brokerCount; broker++) {
      for (let leader = 0; leader < shape.brokerCount; leader++) {
        if (leader !== broker) connections.openAtStart(fetchConnection(shape, broker, leader));
      }
      const first = controlConnection(shape, broker, 0);
      connections.openAtStart(first);
      connections.openAtStart(shape.connectionBase.metadata + (first - shape.connectionBase.control));
    }
    this.hosts.startAll(brokerEpochOf);
    for (let broker = 0; broker < shape.brokerCount; broker++) {
      this.tasks.start(broker);
      this.metadata.apply(broker, metadata.length);
      this.metadata.fetch(broker);
    }
  }

  /** A request reached `broker`. */
  onRequest(message: number, connection: number, broker: number): void {
    const { messages, connections } = this.cluster;
    const words = messages.words.array;
    const base = message * MESSAGE_WORDS;
    const api = words[base + M_API]!;
    const refusal = words[base + M_REFUSE]!;
    if (api === API_PRODUCE) {
      const micros = refusal === ErrorCode.NONE ? this.disk.produceMicros(message) : 0;
      if (micros === 0) this.produce.handle(message, broker);
      else this.write(message, broker, micros);
    } else if (refusal !== ErrorCode.NONE) {
      words[base + M_ERROR] = refusal;
      connections.answer(message);
    } else if (api === API_REPLICA_FETCH) {
      this.replicaFetches.handle(message, connections.client[connection]!, broker);
    } else if (api === API_METADATA) {
      words[base + M_ERROR] = ErrorCode.NONE;
      words[base + M_A] = this.cluster.brokers.applied[broker]!;
      connections.answer(message);
    } else if (api === API_INIT_PRODUCER_ID) {
      words[base + M_ERROR] = ErrorCode.NONE;
      words[base + M_A] = this.producerStates.newProducerId();
      connections.answer(message);
    } else {
      this.consumers().handle(message, api, broker, connection);
    }
  }

  /** The disk has taken what a Produce request holds. */
  onWritten(message: number, broker: number): void {
    this.produce.handle(message, broker);
  }

  private write(message: number, broker: number, micros: number): void {
    const { kernel, timerStream } = this.cluster;
    kernel.at(kernel.now + micros, CLASS_TIMER, timerStream[broker]!, EV_PRODUCE_WRITTEN, message, broker, broker);
  }

  /** AlterPartition was answered: a refusal ends the change; a success ends with the metadata (K-REP-24). */
  onAlterAnswer(message: number, broker: number): void {
    const { messages, shape, replicas } = this.cluster;
    const entries = messages.entries.array;
    const place = firstEntry(this.cluster, message);
    if (entries[place + A_ERROR] === ErrorCode.NONE) return;
    const replica = shape.replicaAt[broker * shape.partitionCount + entries[place + A_PARTITION]!]!;
    replicas.pendingInSync[replica] = 0;
  }

  /** The controller was not reached: nothing is pending any more, the next reason tries again (K-REP-26). */
  onAlterBroken(message: number, broker: number): void {
    const { messages, shape, replicas } = this.cluster;
    const place = firstEntry(this.cluster, message);
    const partition = messages.entries.array[place + A_PARTITION]!;
    replicas.pendingInSync[shape.replicaAt[broker * shape.partitionCount + partition]!] = 0;
  }

  onApplied(broker: number, partitionsChanged: boolean): void {
    this.hosts.onApplied(broker);
    if (!partitionsChanged) return;
    this.replicaFetches.release(broker);
    this.consumers().onApplied(broker);
    for (let leader = 0; leader < this.cluster.shape.brokerCount; leader++) {
      if (leader !== broker) this.fetchers.fetch(broker, leader);
    }
    this.consumers().wake(broker);
  }

  processEnded(broker: number): void {
    const { brokers } = this.cluster;
    this.purgatory.forget(broker);
    this.replicaFetches.forget(broker);
    this.consumers().forget(broker);
    this.fetchers.forget(broker);
    this.roles.stopped(broker);
    brokers.applied[broker] = 0;
    brokers.activeMask[broker] = 0;
    this.onProcessChanged(broker);
  }

  destroyUnflushed(broker: number): void {
    this.tasks.destroyUnflushed(broker);
  }

  flush(broker: number): void {
    this.tasks.flush(broker);
  }

  recovered(broker: number, wasClean: boolean): void {
    this.producerStates.started(broker);
    this.tasks.recover(broker, wasClean);
    this.onProcessChanged(broker);
  }

  registered(broker: number): void {
    this.metadata.fetch(broker);
  }

  /** A broker's fetcher may go on: its backoff is over, or it is connected. */
  fetch(broker: number, leader: number): void {
    const { replicas, shape } = this.cluster;
    for (let partition = 0; partition < shape.partitionCount; partition++) {
      const replica = shape.replicaAt[broker * shape.partitionCount + partition]!;
      if (replica < 0 || replicas.fetchesFrom[replica] !== leader || replicas.role[replica] === ROLE_FETCHING) continue;
      if (replicas.fetchRetryAt[replica]! <= this.cluster.kernel.now) this.roles.backoffEnded(replica);
    }
    this.fetchers.fetch(broker, leader);
  }

  private replicated(message: number, broker: number): void {
    const { messages, connections } = this.cluster;
    const api = messages.words.array[message * MESSAGE_WORDS + M_API]!;
    if (api === API_PRODUCE) connections.answer(message);
    else this.consumers().onReplicated(message, broker);
  }

  private alterPartition(broker: number, partition: number, inSyncMask: number): void {
    const { shape, connections, messages, metadata, replicas, kernel } = this.cluster;
    const replica = shape.replicaAt[broker * shape.partitionCount + partition]!;
    const controller = this.activeController();
    const connection = controller < 0 ? -1 : controlConnection(shape, broker, controller);
    if (connection < 0 || connections.state[connection] !== OPEN) {
      replicas.pendingInSync[replica] = 0;
      if (connection >= 0) connections.connect(connection);
      return;
    }
    const message = messages.create(API_ALTER_PARTITION, connection);
    const place = messages.addEntry(message);
    const entries = messages.entries.array;
    const state = replicas.committedState[replica]!;
    entries[place + A_PARTITION] = partition;
    entries[place + A_IN_SYNC] = inSyncMask;
    entries[place + A_LEADER_EPOCH] = metadata.leaderEpoch(state);
    entries[place + A_PARTITION_EPOCH] = metadata.partitionEpoch(state);
    entries[place + A_BROKER_EPOCH] = this.leader.joinerEpoch(replica, inSyncMask);
    const cause = kernel.cause;
    connections.send(message);
    kernel.cause = cause;
  }

  /** The connection of a message, for those who route answers. */
  connectionOf(message: number): number {
    return this.cluster.messages.words.array[message * MESSAGE_WORDS + M_CONNECTION]!;
  }
}
