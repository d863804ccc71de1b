import { CLASS_TIMER, ErrorCode, type Arena } from '../../kernel';
import { CONNECTING, M_A, M_ERROR, MESSAGE_WORDS, OPEN } from '../../network';
import { API_METADATA, EV_CLIENT_METADATA } from '../cluster/apis';
import type { Cluster } from '../cluster/cluster';
import { clientConnection } from '../cluster/shape';

/** What a client's settings say about metadata; both in µs. */
export interface MetadataSettings {
  retryBackoffMicros(client: number): number;
  metadataMaxAgeMicros(client: number): number;
}

/**
 * What each client knows of the partitions: a row of the metadata log each (K-CLI-4 to K-CLI-6). Clients are numbered
 * producers first, then members.
 */
export class ClientMetadata {
  /** `client * partitionCount + partition`: the row it knows, -1: none. */
  private readonly known: Int32Array;
  private readonly isWanted: Uint8Array;
  private readonly isAsking: Uint8Array;
  private readonly askedAt: Float64Array;
  private readonly wakeAt: Float64Array;
  private readonly nextBroker: Int32Array;
  /** Rows that the newest answer covered; 0: none yet. */
  private readonly version: Int32Array;
  /** Told of every answer; set once by the system. */
  onMetadata: (client: number) => void = () => {};

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly settings: MetadataSettings,
  ) {
    const count = cluster.shape.producerCount + cluster.shape.memberCount;
    this.known = arena.int32(count * cluster.shape.partitionCount, -1);
    this.isWanted = arena.uint8(count);
    this.isAsking = arena.uint8(count);
    this.askedAt = arena.float64(count, -Infinity);
    this.wakeAt = arena.float64(count, Infinity);
    this.nextBroker = arena.int32(count);
    this.version = arena.int32(count);
    for (let client = 0; client < count; client++) this.nextBroker[client] = client % cluster.shape.brokerCount;
  }

  /** True once the client has had an answer. */
  hasAny(client: number): boolean {
    return this.version[client]! > 0;
  }

  /** The leader that the client believes in, -1: none, or nothing known. */
  leaderOf(client: number, partition: number): number {
    const row = this.known[client * this.cluster.shape.partitionCount + partition]!;
    return row < 0 ? -1 : this.cluster.metadata.leader(row);
  }

  /** How many partitions the client believes the topic to have (K-PART-9). */
  partitionsOf(client: number, topic: number): number {
    const { partitionsAtStart, topicPartitions, topicFirst, partitionCount } = this.cluster.shape;
    const first = client * partitionCount + topicFirst[topic]!;
    let count = partitionsAtStart[topic]!;
    while (count < topicPartitions[topic]! && this.known[first + count]! >= 0) count++;
    return count;
  }

  /** The leader epoch that the client believes in, -1: nothing known. */
  epochOf(client: number, partition: number): number {
    const row = this.known[client * this.cluster.shape.partitionCount + partition]!;
    return row < 0 ? -1 : this.cluster.metadata.leaderEpoch(row);
  }

  /** Takes over what a broker said of one partition, unless it is older than what the client has (K-CLI-5, K-CLI-6). */
  take(client: number, partition: number, row: number): void {
    if (row < 0) return;
    const { metadata, shape } = this.cluster;
    const index = client * shape.partitionCount + partition;
    const own = this.known[index]!;
    if (own >= 0 && metadata.leaderEpoch(row) < metadata.leaderEpoch(own)) return;
    this.known[index] = row;
  }

  /** Asks for metadata as soon as that is allowed; one answer serves all who asked before it was sent. */
  requestUpdate(client: number): void {
    this.isWanted[client] = 1;
    this.ask(client);
  }

  /** A process began: it knows nothing, and asks once it has a connection. */
  reset(client: number): void {
    const { partitionCount } = this.cluster.shape;
    this.known.fill(-1, client * partitionCount, (client + 1) * partitionCount);
    this.isWanted[client] = 0;
    this.isAsking[client] = 0;
    this.askedAt[client] = -Infinity;
    this.wakeAt[client] = Infinity;
    this.version[client] = 0;
  }

  /** The wait before the next question, or the age of the last answer, is over. */
  onWake(client: number): void {
    const { kernel } = this.cluster;
    if (kernel.now < this.wakeAt[client]!) return;
    this.wakeAt[client] = Infinity;
    const age = kernel.now - this.askedAt[client]!;
    if (age >= this.settings.metadataMaxAgeMicros(client)) this.isWanted[client] = 1;
    if (this.isWanted[client] === 1) this.ask(client);
    else this.scheduleAge(client);
  }

  /** A connection of the client is there. */
  onConnected(client: number): void {
    if (this.isWanted[client] === 1) this.ask(client);
  }

  /** A connection broke; every break makes the client ask once (K-CLI-4). */
  onBroken(client: number, wasAsking: boolean): void {
    if (wasAsking) this.isAsking[client] = 0;
    this.requestUpdate(client);
  }

  /** The answer. M_A: rows of the metadata log that the broker has applied. */
  onAnswer(message: number, client: number): void {
    const { messages, metadata, shape } = this.cluster;
    const words = messages.words.array;
    const base = message * MESSAGE_WORDS;
    this.isAsking[client] = 0;
    if (words[base + M_ERROR] !== ErrorCode.NONE) {
      this.requestUpdate(client);
      return;
    }
    this.version[client] = words[base + M_A]!;
    for (let partition = 0; partition < shape.partitionCount; partition++) {
      this.take(client, partition, metadata.stateAt(partition, words[base + M_A]!));
    }
    this.scheduleAge(client);
    this.onMetadata(client);
  }

  private ask(client: number): void {
    if (this.isAsking[client] === 1) return;
    const { kernel, connections, messages } = this.cluster;
    const allowedAt = this.askedAt[client]! + this.settings.retryBackoffMicros(client);
    if (kernel.now < allowedAt) {
      this.wake(client, allowedAt);
      return;
    }
    const connection = this.choose(client);
    if (connection < 0) return;
    this.isWanted[client] = 0;
    this.isAsking[client] = 1;
    this.askedAt[client] = kernel.now;
    connections.send(messages.create(API_METADATA, connection));
  }

  /** The open connection with the least in flight; without one, it connects to the next broker that may be tried. */
  private choose(client: number): number {
    const { shape, connections, kernel } = this.cluster;
    let best = -1;
    let isConnecting = false;
    for (let i = 0; i < shape.brokerCount; i++) {
      const broker = (this.nextBroker[client]! + i) % shape.brokerCount;
      const connection = clientConnection(shape, client, broker);
      if (connections.state[connection] === OPEN) {
        if (best < 0 || connections.inFlight[connection]! < connections.inFlight[best]!) best = connection;
      } else if (connections.state[connection] === CONNECTING && connections.retryAt[connection]! <= kernel.now) {
        isConnecting = true;
      }
    }
    if (best >= 0 || isConnecting) return best;
    let nearest = Infinity;
    for (let i = 0; i < shape.brokerCount; i++) {
      const broker = (this.nextBroker[client]! + i) % shape.brokerCount;
      const connection = clientConnection(shape, client, broker);
      const retryAt = connections.retryAt[connection]!;
      if (retryAt <= kernel.now) {
        this.nextBroker[client] = (broker + 1) % shape.brokerCount;
        connections.connect(connection);
        return -1;
      }
      if (retryAt < nearest) nearest = retryAt;
    }
    this.wake(client, nearest);
    return -1;
  }

  private scheduleAge(client: number): void {
    this.wake(client, this.askedAt[client]! + this.settings.metadataMaxAgeMicros(client));
  }

  private wake(client: number, at: number): void {
    if (at >= this.wakeAt[client]!) return;
    const { kernel, shape, timerStream } = this.cluster;
    const actor = shape.firstProducer + client;
    this.wakeAt[client] = at;
    kernel.at(at, CLASS_TIMER, timerStream[actor]!, EV_CLIENT_METADATA, client, 0, actor);
  }
}
