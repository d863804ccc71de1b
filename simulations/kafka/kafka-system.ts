import { type Arena, type Kernel, type KernelSystem } from '../kernel';
import {
  Connections,
  EV_ANSWER,
  EV_BROKEN,
  EV_CONNECTED,
  EV_RECONNECT,
  EV_REQUEST,
  EV_TIMEOUT,
  M_API,
  MESSAGE_WORDS,
  Messages,
  type Endpoints,
  type Links,
  type RequestRules,
} from '../network';
import { Brokers } from './broker/brokers';
import { ClientMetadata } from './client/client-metadata';
import {
  API_ALTER_PARTITION,
  apiNames,
  EV_BROKER_HEARTBEAT,
  EV_BROKER_UP,
  EV_CLIENT_METADATA,
  EV_CONTROLLER_ELECTION,
  EV_FETCH_EXPIRY,
  EV_FETCH_WRITTEN,
  EV_FETCHER_WAKE,
  EV_HIGH_WATERMARK_CHECKPOINT,
  EV_ISR_CHECK,
  EV_METADATA_COMMIT,
  EV_PREFERRED_CHECK,
  EV_PRODUCE_EXPIRY,
  EV_PRODUCE_WRITTEN,
  EV_PRODUCER_STEP,
  EV_PRODUCER_WAKE,
  EV_RETENTION,
  EV_SESSION_CHECK,
  EV_SHUTDOWN_STEP,
  EV_UNCLEAN_CHECK,
} from './cluster/apis';
import type { Cluster } from './cluster/cluster';
import { MetadataLog } from './cluster/metadata-log';
import { Replicas } from './cluster/replicas';
import { BrokerSettings, ProducerSettings, TopicSettings, type Effective } from './cluster/settings';
import { metadataConnection, type ClusterShape } from './cluster/shape';
import { Controller } from './controller/controller';
import type { GroupSide } from './group-side';
import type { ProducerPlan } from './producer/producer-plan';
import { Producers } from './producer/producers';

/** Everything that a run hands to Kafka. */
export interface KafkaPlan {
  readonly shape: ClusterShape;
  readonly producers: readonly ProducerPlan[];
  readonly keys: { readonly bytes: Int32Array; readonly hash: Int32Array };
  readonly clientPartitioner: readonly (((key: number, partitions: number) => number) | null)[];
  /** Effective settings, by topic (the offsets topic last) and for all brokers. */
  readonly topics: readonly Effective[];
  readonly brokers: Effective;
  readonly diskAppendMicros: number;
  readonly diskFlushMicros: number;
  readonly restartMicros: number;
  readonly hasEligibleLeaders: boolean;
}

/** A Kafka cluster and its clients: composes the roles and routes events, requests and answers to them. */
export class KafkaSystem implements KernelSystem, Endpoints {
  readonly cluster: Cluster;
  readonly brokers: Brokers;
  readonly controller: Controller;
  readonly producers: Producers;
  readonly clientMetadata: ClientMetadata;
  readonly groups: GroupSide;

  constructor(
    arena: Arena,
    kernel: Kernel,
    links: Links,
    rules: RequestRules,
    plan: KafkaPlan,
    makeGroups: (system: KafkaSystem, arena: Arena) => GroupSide,
  ) {
    const { shape } = plan;
    const messages = new Messages(arena);
    const connections = new Connections(
      arena,
      kernel,
      links,
      messages,
      shape.connections,
      apiNames.length,
      this,
      rules,
    );
    connections.isMachineDown = (actor) => actor < shape.brokerCount && this.brokers.hosts.isMachineDown(actor);
    // A broker opens its listener once it is registered and has caught up with the metadata (K-CTL-2).
    connections.isServing = (connection) =>
      (connection >= shape.connectionBase.control && connection < shape.connectionBase.client) ||
      this.cluster.brokers.applied[connections.server[connection]!]! > 0;
    this.cluster = makeCluster(arena, kernel, links, messages, connections, plan);
    plan.topics.forEach((settings, topic) => this.cluster.topicSettings.load(topic, settings));
    for (let row = 0; row <= shape.brokerCount; row++) this.cluster.brokerSettings.load(row, plan.brokers);
    this.clientMetadata = new ClientMetadata(arena, this.cluster, {
      retryBackoffMicros: (client) =>
        client < shape.producerCount
          ? this.cluster.producerSettings.retryBackoffMs[client]! * 1000
          : this.groups.retryBackoffMicros(client - shape.producerCount),
      metadataMaxAgeMicros: (client) =>
        client < shape.producerCount
          ? this.cluster.producerSettings.metadataMaxAgeMicros[client]!
          : this.groups.metadataMaxAgeMicros(client - shape.producerCount),
    });
    this.clientMetadata.onMetadata = (client) => {
      if (client < shape.producerCount) this.producers.onMetadata(client);
      else this.groups.onMetadata(client - shape.producerCount);
    };
    this.controller = new Controller(arena, this.cluster, () => this.controllerChanged());
    const activeController = (): number => this.controller.quorum.active;
    this.brokers = new Brokers(
      arena,
      this.cluster,
      () => this.groups,
      activeController,
      (broker) => {
        if (shape.controllers.includes(broker)) this.controller.quorumChanged();
      },
    );
    this.producers = new Producers(
      arena,
      this.cluster,
      this.clientMetadata,
      plan.producers,
      plan.keys,
      plan.clientPartitioner,
    );
    this.groups = makeGroups(this, arena);
  }

  /** Brings everything into the state in which a run begins. */
  start(): void {
    this.controller.start();
    this.brokers.startAll((broker) => this.controller.brokers.brokerEpoch(broker));
    this.cluster.kernel.cause = -1;
    this.producers.startAll();
    this.groups.start();
  }

  lane(lane: number): void {
    this.producers.onLane(lane);
  }

  dispatch(kind: number, a: number, b: number): void {
    switch (kind) {
      case EV_REQUEST:
        this.cluster.connections.onRequestArrived(a, b);
        break;
      case EV_ANSWER:
        this.cluster.connections.onAnswerArrived(a, b);
        break;
      case EV_CONNECTED:
        this.cluster.connections.onConnectResult(a, b);
        break;
      case EV_BROKEN:
        this.cluster.connections.onPeerGone(a, b);
        break;
      case EV_TIMEOUT:
        this.cluster.connections.onTimeout(a, b);
        break;
      case EV_RECONNECT:
        this.cluster.connections.onReconnect(a, b);
        break;
      case EV_PRODUCER_WAKE:
        this.producers.onWake(a);
        break;
      case EV_PRODUCER_STEP:
        this.producers.onStep(a, b);
        break;
      case EV_PRODUCE_EXPIRY:
        this.brokers.purgatory.onExpiry(a);
        break;
      case EV_FETCH_EXPIRY:
        this.brokers.replicaFetches.onExpiry(a, b);
        break;
      case EV_FETCHER_WAKE:
        this.brokers.fetch(a, b);
        break;
      case EV_PRODUCE_WRITTEN:
        this.brokers.onWritten(a, b);
        break;
      case EV_FETCH_WRITTEN:
        this.brokers.fetchers.onWritten(a, b);
        break;
      case EV_CLIENT_METADATA:
        this.clientMetadata.onWake(a);
        break;
      default:
        this.dispatchRare(kind, a, b);
    }
  }

  dropped(kind: number, a: number, _b: number): void {
    if (kind === EV_PRODUCE_WRITTEN || kind === EV_FETCH_WRITTEN) this.cluster.messages.release(a);
    else this.cluster.connections.onDropped(kind, a);
  }

  onRequest(message: number, connection: number): void {
    const { connections, shape, messages } = this.cluster;
    const server = connections.server[connection]!;
    const isControl = connection >= shape.connectionBase.control && connection < shape.connectionBase.client;
    if (!isControl) {
      this.brokers.onRequest(message, connection, server);
      return;
    }
    const api = messages.words.array[message * MESSAGE_WORDS + M_API]!;
    this.controller.handle(message, api, connections.client[connection]!);
  }

  onAnswer(message: number, connection: number): void {
    const { connections, shape, messages } = this.cluster;
    const client = connections.client[connection]!;
    if (client >= shape.firstMember) {
      this.groups.onAnswer(message, connection, client - shape.firstMember);
    } else if (client >= shape.firstProducer) {
      this.producers.onAnswer(message, client - shape.firstProducer);
    } else if (connection < shape.connectionBase.control) {
      this.brokers.fetchers.onAnswer(message, client, connections.server[connection]!);
    } else if (connection >= shape.connectionBase.metadata) {
      this.brokers.metadata.onAnswer(message, client);
    } else {
      const api = messages.words.array[message * MESSAGE_WORDS + M_API]!;
      if (api === API_ALTER_PARTITION) this.brokers.onAlterAnswer(message, client);
      else this.brokers.hosts.onAnswer(message, api, client);
    }
  }

  onConnected(connection: number): void {
    const { connections, shape } = this.cluster;
    const client = connections.client[connection]!;
    if (client >= shape.firstMember) this.groups.onConnected(connection, client - shape.firstMember);
    else if (client >= shape.firstProducer) this.producers.onConnected(client - shape.firstProducer);
    else if (connection < shape.connectionBase.control) this.brokers.fetch(client, connections.server[connection]!);
    else if (connection >= shape.connectionBase.metadata) this.brokers.metadata.fetch(client);
    else this.brokers.hosts.onConnected(client);
  }

  onBroken(connection: number, message: number, why: number): void {
    const { connections, shape, messages, kernel } = this.cluster;
    const client = connections.client[connection]!;
    if (client >= shape.firstMember) {
      this.groups.onBroken(connection, message, why, client - shape.firstMember);
    } else if (client >= shape.firstProducer) {
      this.producers.onBroken(message, why, client - shape.firstProducer);
    } else if (connection < shape.connectionBase.control) {
      this.brokers.replicaFetches.drop(connection - shape.connectionBase.fetch);
      if (message < 0 && kernel.alive[client] === 1)
        this.brokers.fetchers.onBroken(client, connections.server[connection]!);
    } else if (connection >= shape.connectionBase.metadata) {
      this.controller.dropFetch(client, connection);
      if (message < 0 && kernel.alive[client] === 1) this.brokers.metadata.fetch(client);
    } else if (message >= 0) {
      const api = messages.words.array[message * MESSAGE_WORDS + M_API]!;
      if (api === API_ALTER_PARTITION) this.brokers.onAlterBroken(message, client);
      else this.brokers.hosts.onBroken(api, client);
    }
  }

  requestTimeoutMs(connection: number): number {
    const { connections, shape, producerSettings, brokerSettings } = this.cluster;
    const client = connections.client[connection]!;
    if (client >= shape.firstMember) return this.groups.requestTimeoutMs(client - shape.firstMember);
    if (client >= shape.firstProducer) return producerSettings.requestTimeoutMs[client - shape.firstProducer]!;
    if (connection < shape.connectionBase.control) return brokerSettings.replicaSocketTimeoutMs[client]!;
    return CONTROL_TIMEOUT_MS;
  }

  reconnectBackoffMs(connection: number): number {
    const { connections, shape, producerSettings } = this.cluster;
    const client = connections.client[connection]!;
    if (client >= shape.firstMember) return this.groups.reconnectBackoffMs(client - shape.firstMember);
    if (client >= shape.firstProducer) return producerSettings.reconnectBackoffMs[client - shape.firstProducer]!;
    return BROKER_RECONNECT_MS;
  }

  reconnectBackoffMaxMs(connection: number): number {
    const { connections, shape, producerSettings } = this.cluster;
    const client = connections.client[connection]!;
    if (client >= shape.firstMember) return this.groups.reconnectBackoffMaxMs(client - shape.firstMember);
    if (client >= shape.firstProducer) return producerSettings.reconnectBackoffMaxMs[client - shape.firstProducer]!;
    return BROKER_RECONNECT_MS;
  }

  /** A process that hosts a controller died or came back, or links between controllers changed. */
  controllerProcessChanged(): void {
    this.controller.quorumChanged();
  }

  /** A process stands still, or goes on: if it is a controller, another one may take over. */
  pauseChanged(actor: number): void {
    const { shape } = this.cluster;
    if (shape.controllers.includes(actor)) this.controller.quorumChanged();
    if (actor >= shape.firstProducer && actor < shape.firstMember)
      this.producers.pauseChanged(actor - shape.firstProducer);
  }

  private dispatchRare(kind: number, a: number, b: number): void {
    switch (kind) {
      case EV_ISR_CHECK:
        this.brokers.tasks.onIsrCheck(a);
        break;
      case EV_BROKER_HEARTBEAT:
        this.brokers.hosts.onHeartbeatDue(a, b);
        break;
      case EV_SESSION_CHECK:
        this.controller.onSessionCheck(a);
        break;
      case EV_METADATA_COMMIT:
        if (a === 0) this.controller.onCommit();
        else this.controller.onMetadataWait(b);
        break;
      case EV_RETENTION:
        this.brokers.tasks.onRetention(a);
        break;
      case EV_HIGH_WATERMARK_CHECKPOINT:
        this.brokers.tasks.onCheckpoint(a);
        break;
      case EV_BROKER_UP:
        this.brokers.hosts.onUp(a, b);
        break;
      case EV_SHUTDOWN_STEP:
        this.brokers.hosts.onShutdownStep(a);
        break;
      case EV_PREFERRED_CHECK:
        this.controller.onPreferredCheck(a);
        break;
      case EV_UNCLEAN_CHECK:
        this.controller.onUncleanCheck(a);
        break;
      case EV_CONTROLLER_ELECTION:
        this.controller.quorum.onElection(a);
        break;
      default:
        this.groups.dispatch(kind, a, b);
    }
  }

  /** Another controller is active, or none: brokers turn to it. */
  private controllerChanged(): void {
    const { shape, kernel, connections } = this.cluster;
    const active = this.controller.quorum.active;
    if (active < 0) return;
    for (let broker = 0; broker < shape.brokerCount; broker++) {
      if (kernel.alive[broker] === 0) continue;
      if (connections.inFlight[metadataConnection(shape, broker, active)] === 0) this.brokers.metadata.fetch(broker);
    }
  }
}

/** `controller.socket.timeout.ms` and the retry interval of a broker's channels. */
const CONTROL_TIMEOUT_MS = 30_000;
const BROKER_RECONNECT_MS = 50;

/** What the roles share, with room for everything that the plan names. */
function makeCluster(
  arena: Arena,
  kernel: Kernel,
  links: Links,
  messages: Messages,
  connections: Connections,
  plan: KafkaPlan,
): Cluster {
  const { shape } = plan;
  return {
    kernel,
    trace: kernel.trace,
    log: kernel.trace.facts.logBatches,
    shape,
    links,
    messages,
    connections,
    metadata: new MetadataLog(arena, shape.partitionCount),
    replicas: new Replicas(arena, shape),
    topicSettings: new TopicSettings(arena, shape.topicCount),
    brokerSettings: new BrokerSettings(arena, shape.brokerCount + 1),
    producerSettings: new ProducerSettings(arena, shape.producerCount),
    brokers: {
      applied: arena.int32(shape.brokerCount),
      activeMask: arena.int32(shape.brokerCount),
      brokerEpochs: arena.int32(shape.brokerCount * shape.brokerCount, -1),
      ownEpoch: arena.int32(shape.brokerCount, -1),
    },
    diskAppendMicros: plan.diskAppendMicros,
    diskFlushMicros: plan.diskFlushMicros,
    restartMicros: plan.restartMicros,
    hasEligibleLeaders: plan.hasEligibleLeaders,
    timerStream: Int32Array.from({ length: kernel.actorCount }, () => kernel.queue.newStream()),
  };
}
