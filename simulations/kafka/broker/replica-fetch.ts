import { CLASS_TIMER, ErrorCode, type Arena } from '../../kernel';
import { bytesFrom, lastOfEpoch, lastWithin } from '../../log';
import { M_A, M_B, M_ERROR, MESSAGE_WORDS } from '../../network';
import { EV_FETCH_EXPIRY } from '../cluster/apis';
import type { Cluster } from '../cluster/cluster';
import { ROLE_LEADER } from '../cluster/replicas';
import { fetchConnection } from '../cluster/shape';
import {
  DIVERGING,
  F_ERROR,
  F_FROM,
  F_HIGH_WATERMARK,
  F_LAST_EPOCH,
  F_LEADER_EPOCH,
  F_LOG_START,
  F_OFFSET,
  F_PARTITION,
  F_TIP,
  F_TO,
  NOTHING,
} from './entries';
import type { PartitionLeader } from './partition-leader';
import type { Wakes } from './produce';
import { firstEntry, nextEntry } from './purgatory';

/** Offset in {@link F_OFFSET} once the entry was read: what is still to be answered. */
const UNREAD = 0;

/**
 * A leader's handling of its followers' fetches (spec/kafka.md B.7, K-REP-3, K-REP-30). A fetch without new data is
 * parked until an append wakes it or `replica.fetch.wait.max.ms` passes. M_A: broker epoch of the follower.
 */
export class ReplicaFetchRequests {
  /** Of each fetch connection the parked request, -1: none; when it ends; 1 if an expiry event is armed. */
  private readonly parked: Int32Array;
  private readonly parkedUntil: Float64Array;
  private readonly armed: Uint8Array;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly leader: PartitionLeader,
    private readonly wakes: Wakes,
  ) {
    const count = cluster.shape.brokerCount * cluster.shape.brokerCount;
    this.parked = arena.int32(count, -1);
    this.parkedUntil = arena.float64(count);
    this.armed = arena.uint8(count);
  }

  /** Handles a fetch of broker `follower` at `broker`. */
  handle(message: number, follower: number, broker: number): void {
    const { messages, kernel, brokerSettings, shape } = this.cluster;
    const base = message * MESSAGE_WORDS;
    const brokerEpoch = messages.words.array[base + M_A]!;
    messages.words.array[base + M_ERROR] = ErrorCode.NONE;
    let answersNow = false;
    let hasData = false;
    let moved = false;
    for (let place = firstEntry(this.cluster, message); place >= 0; place = nextEntry(this.cluster, place)) {
      const verdict = this.read(place, follower, broker, brokerEpoch);
      if (verdict === MOVED) moved = true;
      else if (verdict === FAILED) answersNow = true;
      if (messages.entries.array[place + F_TO] === UNREAD && this.hasData(place, broker)) hasData = true;
    }
    if (moved) this.wakes.consumers(broker);
    const minBytes = brokerSettings.fetchMinBytes[follower]!;
    if (answersNow || minBytes <= 0 || (hasData && this.hasEnough(message, broker, minBytes))) {
      this.answer(message, follower, broker);
      return;
    }
    const connection = fetchConnection(shape, follower, broker) - shape.connectionBase.fetch;
    this.parked[connection] = message;
    this.parkedUntil[connection] = kernel.now + brokerSettings.fetchWaitMicros[follower]!;
    messages.words.array[base + M_B] = follower;
    this.arm(connection, broker);
  }

  /** Records were appended at `broker`: followers that waited for them get them. */
  wake(broker: number): void {
    const { shape } = this.cluster;
    for (let follower = 0; follower < shape.brokerCount; follower++) {
      const connection = follower * shape.brokerCount + broker;
      const message = this.parked[connection]!;
      if (message < 0) continue;
      for (let place = firstEntry(this.cluster, message); place >= 0; place = nextEntry(this.cluster, place)) {
        if (!this.hasData(place, broker)) continue;
        if (!this.hasEnough(message, broker, this.cluster.brokerSettings.fetchMinBytes[follower]!)) break;
        this.parked[connection] = -1;
        this.answer(message, follower, broker);
        break;
      }
    }
  }

  /** The wait of a parked fetch may be over. */
  onExpiry(connection: number, broker: number): void {
    const { kernel, shape } = this.cluster;
    this.armed[connection] = 0;
    const message = this.parked[connection]!;
    if (message < 0) return;
    if (kernel.now < this.parkedUntil[connection]!) {
      this.arm(connection, broker);
      return;
    }
    this.parked[connection] = -1;
    this.answer(message, Math.floor(connection / shape.brokerCount), broker);
  }

  /** Answers what is parked for partitions that `broker` may no longer lead. */
  release(broker: number): void {
    const { shape } = this.cluster;
    for (let follower = 0; follower < shape.brokerCount; follower++) {
      const connection = follower * shape.brokerCount + broker;
      const message = this.parked[connection]!;
      if (message < 0) continue;
      for (let place = firstEntry(this.cluster, message); place >= 0; place = nextEntry(this.cluster, place)) {
        const partition = this.cluster.messages.entries.array[place + F_PARTITION]!;
        const replica = shape.replicaAt[broker * shape.partitionCount + partition]!;
        if (replica >= 0 && this.cluster.replicas.role[replica] === ROLE_LEADER) continue;
        this.parked[connection] = -1;
        this.answer(message, follower, broker);
        break;
      }
    }
  }

  /** The broker died: what is parked is forgotten. */
  forget(broker: number): void {
    const { shape, messages } = this.cluster;
    for (let follower = 0; follower < shape.brokerCount; follower++) {
      const connection = follower * shape.brokerCount + broker;
      const message = this.parked[connection]!;
      if (message >= 0) messages.release(message);
      this.parked[connection] = -1;
      this.armed[connection] = 0;
    }
  }

  /** A follower's connection broke: its parked fetch has nobody to answer. */
  drop(connection: number): void {
    const message = this.parked[connection]!;
    if (message < 0) return;
    this.parked[connection] = -1;
    this.cluster.messages.release(message);
  }

  /** Checks of one entry, in the order of B.7; an entry that fails carries its error in F_TO = ANSWERED. */
  private read(place: number, follower: number, broker: number, brokerEpoch: number): number {
    const { messages, shape, replicas, log } = this.cluster;
    const entries = messages.entries.array;
    const partition = entries[place + F_PARTITION]!;
    const replica = shape.replicaAt[broker * shape.partitionCount + partition]!;
    let error = this.refusal(replica, entries[place + F_LEADER_EPOCH]!);
    const known = this.cluster.brokers.brokerEpochs[broker * shape.brokerCount + follower]!;
    if (error === ErrorCode.NONE && brokerEpoch >= 0 && brokerEpoch < known) error = ErrorCode.NOT_LEADER_OR_FOLLOWER;
    if (error !== ErrorCode.NONE) return this.failEntry(place, error);
    const fetchOffset = entries[place + F_OFFSET]!;
    const lastEpoch = entries[place + F_LAST_EPOCH]!;
    if (lastEpoch >= 0) {
      const node = lastOfEpoch(log, replicas.tip[replica]!, lastEpoch);
      const epoch = node < 0 ? -1 : log.leaderEpoch[node]!;
      const end = node < 0 ? replicas.logStartOffset[replica]! : log.endOffset[node]!;
      if (epoch < lastEpoch || end < fetchOffset) {
        entries[place + F_ERROR] = DIVERGING;
        entries[place + F_TIP] = epoch;
        entries[place + F_FROM] = end;
        entries[place + F_TO] = ANSWERED;
        return FAILED;
      }
    }
    if (fetchOffset < replicas.logStartOffset[replica]! || fetchOffset > replicas.logEndOffset[replica]!) {
      entries[place + F_HIGH_WATERMARK] = replicas.logEndOffset[replica]!;
      entries[place + F_LOG_START] = replicas.logStartOffset[replica]!;
      return this.failEntry(place, ErrorCode.OFFSET_OUT_OF_RANGE);
    }
    const slot = this.slotOf(partition, follower);
    return this.leader.followerFetched(replica, slot, fetchOffset, brokerEpoch) ? MOVED : READ;
  }

  private refusal(replica: number, leaderEpoch: number): number {
    const { replicas } = this.cluster;
    if (replica < 0) return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    const own = replicas.leaderEpoch[replica]!;
    if (leaderEpoch > own) return ErrorCode.UNKNOWN_LEADER_EPOCH;
    if (leaderEpoch < own) return ErrorCode.FENCED_LEADER_EPOCH;
    return replicas.role[replica] === ROLE_LEADER ? ErrorCode.NONE : ErrorCode.NOT_LEADER_OR_FOLLOWER;
  }

  private failEntry(place: number, error: number): number {
    const entries = this.cluster.messages.entries.array;
    entries[place + F_ERROR] = error;
    entries[place + F_TO] = ANSWERED;
    return FAILED;
  }

  /** K-REP-3: `replica.fetch.min.bytes` over all partitions; one byte is more than none. */
  private hasEnough(message: number, broker: number, minBytes: number): boolean {
    if (minBytes <= 1) return true;
    const { messages, shape, replicas, log } = this.cluster;
    const entries = messages.entries.array;
    let bytes = 0;
    for (let place = firstEntry(this.cluster, message); place >= 0; place = nextEntry(this.cluster, place)) {
      if (entries[place + F_TO] === ANSWERED) return true;
      const replica = shape.replicaAt[broker * shape.partitionCount + entries[place + F_PARTITION]!]!;
      bytes += bytesFrom(log, replicas.tip[replica]!, entries[place + F_OFFSET]!);
      if (bytes >= minBytes) return true;
    }
    return false;
  }

  private hasData(place: number, broker: number): boolean {
    const { messages, shape, replicas } = this.cluster;
    const entries = messages.entries.array;
    if (entries[place + F_TO] === ANSWERED) return true;
    const replica = shape.replicaAt[broker * shape.partitionCount + entries[place + F_PARTITION]!]!;
    return replicas.logEndOffset[replica]! > entries[place + F_OFFSET]!;
  }

  private answer(message: number, follower: number, broker: number): void {
    const { messages, shape, replicas, connections, brokerSettings, log } = this.cluster;
    const entries = messages.entries.array;
    let roomBytes = brokerSettings.fetchResponseMaxBytes[follower]!;
    for (let place = firstEntry(this.cluster, message); place >= 0; place = nextEntry(this.cluster, place)) {
      if (entries[place + F_TO] === ANSWERED) continue;
      const partition = entries[place + F_PARTITION]!;
      const replica = shape.replicaAt[broker * shape.partitionCount + partition]!;
      const from = entries[place + F_OFFSET]!;
      const role = replicas.role[replica];
      if (role !== ROLE_LEADER || replicas.leaderEpoch[replica] !== entries[place + F_LEADER_EPOCH]) {
        entries[place + F_ERROR] = ErrorCode.NOT_LEADER_OR_FOLLOWER;
        continue;
      }
      const slot = this.slotOf(partition, follower);
      const remote = replica * shape.maxReplication + slot;
      const highWatermark = replicas.highWatermark[replica]!;
      const hasRoom = roomBytes > 0 && replicas.logEndOffset[replica]! > from;
      if (!hasRoom && replicas.remoteHighWatermark[remote] === highWatermark) {
        entries[place + F_ERROR] = NOTHING;
        continue;
      }
      const limit = Math.min(brokerSettings.fetchMaxBytes[follower]!, roomBytes);
      const tip = hasRoom ? lastWithin(log, replicas.tip[replica]!, from, limit) : -1;
      if (tip >= 0) roomBytes -= bytesFrom(log, tip, from);
      replicas.remoteHighWatermark[remote] = highWatermark;
      entries[place + F_ERROR] = ErrorCode.NONE;
      entries[place + F_TIP] = tip;
      entries[place + F_FROM] = from;
      entries[place + F_TO] = tip < 0 ? from : log.endOffset[tip]!;
      entries[place + F_HIGH_WATERMARK] = highWatermark;
      entries[place + F_LOG_START] = replicas.logStartOffset[replica]!;
    }
    connections.answer(message);
    this.noteCargo(message);
  }

  private noteCargo(message: number): void {
    const { trace, messages, connections } = this.cluster;
    if (!trace.recordsMessages) return;
    const entries = messages.entries.array;
    for (let place = firstEntry(this.cluster, message); place >= 0; place = nextEntry(this.cluster, place)) {
      if (entries[place + F_ERROR] !== ErrorCode.NONE || entries[place + F_TIP]! < 0) continue;
      const from = entries[place + F_FROM]!;
      connections.wire.carries(
        entries[place + F_PARTITION]!,
        -1,
        from,
        entries[place + F_TO]!,
        entries[place + F_TIP]!,
      );
    }
  }

  private slotOf(partition: number, broker: number): number {
    const { shape } = this.cluster;
    return shape.replicaSlot[shape.replicaAt[broker * shape.partitionCount + partition]!]!;
  }

  private arm(connection: number, broker: number): void {
    if (this.armed[connection] === 1) return;
    this.armed[connection] = 1;
    const { kernel, timerStream } = this.cluster;
    kernel.at(
      this.parkedUntil[connection]!,
      CLASS_TIMER,
      timerStream[broker]!,
      EV_FETCH_EXPIRY,
      connection,
      broker,
      broker,
    );
  }
}

const READ = 0;
const MOVED = 1;
const FAILED = 2;
/** In F_TO of a request entry: it has failed, its answer stands in it. */
const ANSWERED = -7;
