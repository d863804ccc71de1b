import { CLASS_TIMER, ErrorCode, RowKind, type Arena } from '../../kernel';
import { M_A, M_B, M_C, M_CONNECTION, M_ERROR, MESSAGE_WORDS } from '../../network';
import {
  API_ALTER_PARTITION,
  API_BROKER_HEARTBEAT,
  API_BROKER_REGISTRATION,
  API_METADATA_FETCH,
  EV_METADATA_COMMIT,
  EV_PREFERRED_CHECK,
  EV_SESSION_CHECK,
  EV_UNCLEAN_CHECK,
} from '../cluster/apis';
import { A_BROKER_EPOCH, A_ERROR, A_IN_SYNC, A_LEADER_EPOCH, A_PARTITION, A_PARTITION_EPOCH } from '../broker/entries';
import { firstEntry } from '../broker/purgatory';
import type { Cluster } from '../cluster/cluster';
import { BrokerRegistry } from './broker-registry';
import { PartitionRegistry } from './partition-registry';
import { Quorum } from './quorum';

/** Kafka checks sessions every eighth of their length (K-CTL-3). */
const SESSION_CHECKS = 8;
/** A broker's long poll of the metadata log ends after this long without news. */
const METADATA_WAIT_MICROS = 500_000;

/**
 * The active controller (K-CTL-1 to K-CTL-8): requests of brokers, fencing, elections, the metadata log and its commits.
 * State that survives a controller lies in the registries, as it lies in the metadata log in Kafka.
 */
export class Controller {
  readonly quorum: Quorum;
  readonly brokers: BrokerRegistry;
  readonly partitions: PartitionRegistry;
  /** 0: rows committed · 1: 1 if a commit is scheduled · 2: epoch of the timers. */
  private readonly state: Int32Array;
  /** Of each broker the metadata fetch that waits, -1: none. */
  private readonly parked: Int32Array;
  private readonly parkedUntil: Float64Array;
  private readonly stream: number;
  /** The controllers' row of the broker settings. */
  private readonly settingsRow: number;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly onActiveChanged: () => void,
  ) {
    this.state = arena.int32(4);
    this.settingsRow = cluster.shape.brokerCount;
    this.parked = arena.int32(cluster.shape.brokerCount, -1);
    this.parkedUntil = arena.float64(cluster.shape.brokerCount);
    this.stream = cluster.kernel.queue.newStream();
    this.quorum = new Quorum(arena, cluster, (index) => this.activated(index));
    this.brokers = new BrokerRegistry(arena, cluster, () => this.recorded());
    this.partitions = new PartitionRegistry(arena, cluster, this.brokers, () => this.recorded());
    this.brokers.partitions = this.partitions;
  }

  /** Rows of the metadata log that are committed. */
  get committed(): number {
    return this.state[0]!;
  }

  /** Registers every broker, creates every partition, starts the timers: the state in which a run begins. */
  start(): void {
    const actor = this.quorum.activeActor;
    this.brokers.startAll(actor);
    this.partitions.createAll(actor);
    this.state[0] = this.cluster.metadata.length;
    this.startTimers();
  }

  /** Handles a broker's request. A controller that is not active refuses it, and the broker turns to the one that is. */
  handle(message: number, api: number, broker: number): void {
    const actor = this.quorum.activeActor;
    if (this.serverOf(message) !== actor) {
      this.refuse(message, api);
      return;
    }
    switch (api) {
      case API_METADATA_FETCH:
        this.metadataFetch(message, broker);
        return;
      case API_BROKER_REGISTRATION:
        this.registration(message, broker, actor);
        return;
      case API_BROKER_HEARTBEAT:
        this.heartbeat(message, broker, actor);
        return;
      case API_ALTER_PARTITION:
        this.alterPartition(message, broker, actor);
        return;
    }
  }

  /** The session check is due: fences whoever is overdue, one at a time (K-CTL-3). */
  onSessionCheck(epoch: number): void {
    if (epoch !== this.state[2] || !this.isActive()) return;
    while (this.brokers.fenceOverdue(this.quorum.activeActor));
    const { kernel, brokerSettings } = this.cluster;
    kernel.cause = -1;
    const every = Math.round(brokerSettings.sessionTimeoutMicros[this.settingsRow]! / SESSION_CHECKS);
    this.timer(every, EV_SESSION_CHECK);
  }

  /** The check for preferred leaders is due (K-REP-36). */
  onPreferredCheck(epoch: number): void {
    if (epoch !== this.state[2] || !this.isActive()) return;
    const { brokerSettings } = this.cluster;
    if (brokerSettings.preferredLeaders[this.settingsRow] === 1)
      this.partitions.electPreferred(this.quorum.activeActor);
    this.timer(brokerSettings.preferredCheckMicros[this.settingsRow]!, EV_PREFERRED_CHECK);
  }

  /** The check for leaderless partitions that allow unclean election is due (K-REP-33). */
  onUncleanCheck(epoch: number): void {
    if (epoch !== this.state[2] || !this.isActive()) return;
    this.partitions.brokerActivated(this.quorum.activeActor);
    this.timer(this.cluster.brokerSettings.uncleanCheckMicros[this.settingsRow]!, EV_UNCLEAN_CHECK);
  }

  /** What was appended is committed by the quorum: whoever waits for it gets it (K-CTL-6). */
  onCommit(): void {
    this.state[1] = 0;
    if (!this.isActive()) return;
    this.state[0] = this.cluster.metadata.length;
    for (let broker = 0; broker < this.parked.length; broker++) this.answerFetch(broker);
  }

  /** The wait of a broker's metadata fetch may be over. */
  onMetadataWait(broker: number): void {
    if (this.parked[broker]! >= 0 && this.cluster.kernel.now >= this.parkedUntil[broker]!) this.answerFetch(broker);
  }

  /** A broker's connection to the metadata log broke: nobody waits there any more. */
  dropFetch(broker: number, connection: number): void {
    const message = this.parked[broker]!;
    if (message < 0) return;
    if (this.cluster.messages.words.array[message * MESSAGE_WORDS + M_CONNECTION] !== connection) return;
    this.parked[broker] = -1;
    this.cluster.messages.release(message);
  }

  /** A controller died, froze, came back, or can no longer be reached: who is active is decided anew (K-CTL-7). */
  quorumChanged(): void {
    const before = this.quorum.active;
    this.quorum.reconsider();
    if (this.quorum.active === before) return;
    for (let broker = 0; broker < this.parked.length; broker++) this.forgetFetch(broker);
    this.onActiveChanged();
  }

  /** What waits at a controller whose process is gone waits for nobody; one that stands still answers when it goes on. */
  private forgetFetch(broker: number): void {
    const message = this.parked[broker]!;
    if (message < 0 || this.cluster.kernel.alive[this.serverOf(message)] === 1) return;
    this.parked[broker] = -1;
    this.cluster.messages.release(message);
  }

  private serverOf(message: number): number {
    const { messages, connections } = this.cluster;
    return connections.server[messages.words.array[message * MESSAGE_WORDS + M_CONNECTION]!]!;
  }

  private refuse(message: number, api: number): void {
    const { messages, connections } = this.cluster;
    messages.words.array[message * MESSAGE_WORDS + M_ERROR] = ErrorCode.NOT_CONTROLLER;
    if (api === API_ALTER_PARTITION) {
      messages.entries.array[firstEntry(this.cluster, message) + A_ERROR] = ErrorCode.NOT_CONTROLLER;
    }
    connections.answer(message);
  }

  private isActive(): boolean {
    const actor = this.quorum.activeActor;
    return actor >= 0 && this.cluster.kernel.alive[actor] === 1;
  }

  private activated(_index: number): void {
    const { kernel } = this.cluster;
    kernel.cause = -1;
    this.brokers.restartSessions();
    this.startTimers();
    // What the controller before it was about to commit died with its process.
    this.state[1] = 0;
    if (this.state[0]! < this.cluster.metadata.length) this.recorded();
    this.onActiveChanged();
  }

  private startTimers(): void {
    const { brokerSettings } = this.cluster;
    this.state[2]!++;
    this.timer(Math.round(brokerSettings.sessionTimeoutMicros[this.settingsRow]! / SESSION_CHECKS), EV_SESSION_CHECK);
    this.timer(brokerSettings.preferredCheckMicros[this.settingsRow]!, EV_PREFERRED_CHECK);
    this.timer(brokerSettings.uncleanCheckMicros[this.settingsRow]!, EV_UNCLEAN_CHECK);
  }

  private timer(delayMicros: number, kind: number): void {
    const { kernel } = this.cluster;
    kernel.at(kernel.now + delayMicros, CLASS_TIMER, this.stream, kind, this.state[2]!, 0, this.quorum.activeActor);
  }

  /** A row was appended; the quorum commits after its linger and a round trip to the nearest other voters. */
  private recorded(): void {
    if (this.state[1] === 1) return;
    this.state[1] = 1;
    const { kernel, brokerSettings, shape, links } = this.cluster;
    const actor = this.quorum.activeActor;
    let roundTrip = 0;
    if (shape.controllers.length > 1 && actor >= 0) {
      const other = shape.controllers.find((controller) => controller !== actor)!;
      roundTrip = links.delay(actor, other, this.stream, kernel.newOp()) * 2;
    }
    const at = kernel.now + brokerSettings.appendLingerMicros[this.settingsRow]! + roundTrip;
    kernel.at(at, CLASS_TIMER, this.stream, EV_METADATA_COMMIT, 0, 0, actor);
  }

  private metadataFetch(message: number, broker: number): void {
    const { messages, kernel } = this.cluster;
    this.answerFetch(broker);
    this.parked[broker] = message;
    if (messages.words.array[message * MESSAGE_WORDS + M_A]! < this.committed) {
      this.answerFetch(broker);
      return;
    }
    this.parkedUntil[broker] = kernel.now + METADATA_WAIT_MICROS;
    const actor = this.quorum.activeActor;
    kernel.at(this.parkedUntil[broker]!, CLASS_TIMER, this.stream, EV_METADATA_COMMIT, 1, broker, actor);
  }

  private answerFetch(broker: number): void {
    const message = this.parked[broker]!;
    if (message < 0) return;
    this.parked[broker] = -1;
    const { messages, connections } = this.cluster;
    const base = message * MESSAGE_WORDS;
    const isActive = this.serverOf(message) === this.quorum.activeActor;
    messages.words.array[base + M_ERROR] = isActive ? ErrorCode.NONE : ErrorCode.NOT_CONTROLLER;
    messages.words.array[base + M_A] = this.committed;
    connections.answer(message);
  }

  /** M_A of the request: 1 after a clean stop. Of the answer: the broker epoch. */
  private registration(message: number, broker: number, actor: number): void {
    const words = this.cluster.messages.words.array;
    const base = message * MESSAGE_WORDS;
    words[base + M_ERROR] = this.brokers.register(broker, words[base + M_A] === 1, actor);
    words[base + M_A] = this.brokers.brokerEpoch(broker);
    this.cluster.connections.answer(message);
  }

  /** M_A: rows applied · M_B: 1 if it wants to stop. Answer: M_C 1 if it may. */
  private heartbeat(message: number, broker: number, actor: number): void {
    const words = this.cluster.messages.words.array;
    const base = message * MESSAGE_WORDS;
    const mayStop = this.brokers.heartbeat(broker, words[base + M_A]!, words[base + M_B] === 1, actor);
    words[base + M_ERROR] = ErrorCode.NONE;
    words[base + M_C] = mayStop ? 1 : 0;
    this.cluster.connections.answer(message);
  }

  private alterPartition(message: number, broker: number, actor: number): void {
    const { messages, connections, kernel } = this.cluster;
    const entries = messages.entries.array;
    const place = firstEntry(this.cluster, message);
    const partition = entries[place + A_PARTITION]!;
    const error = this.partitions.alter(
      partition,
      broker,
      entries[place + A_IN_SYNC]!,
      entries[place + A_LEADER_EPOCH]!,
      entries[place + A_PARTITION_EPOCH]!,
      entries[place + A_BROKER_EPOCH]!,
      actor,
    );
    entries[place + A_ERROR] = error;
    const isRefused = error !== ErrorCode.NONE && error !== ErrorCode.NEW_LEADER_ELECTED;
    if (isRefused) kernel.row(RowKind.alterRefused, actor, 0, broker, partition, error, 0, 0);
    messages.words.array[message * MESSAGE_WORDS + M_ERROR] = ErrorCode.NONE;
    connections.answer(message);
  }
}
