import { CLASS_TIMER, ErrorCode, type Arena, type LogBatchTable } from '../../kernel';
import { bytesFrom, lastWithin } from '../../log';
import { M_A, M_B, M_C, M_D, M_ERROR, M_REFUSE, MESSAGE_WORDS } from '../../network';
import type { Cluster } from '../cluster/cluster';
import { ROLE_LEADER } from '../cluster/replicas';
import { clientConnection } from '../cluster/shape';
import { EV_CONSUMER_FETCH_EXPIRY } from '../consumer/consumer-events';
import {
  F_ERROR,
  F_FROM,
  F_HIGH_WATERMARK,
  F_KNOWN_STATE,
  F_LEADER_EPOCH,
  F_LOG_START,
  F_OFFSET,
  F_PARTITION,
  F_TIP,
  F_TO,
  NOTHING,
} from './entries';
import { firstEntry, nextEntry } from './purgatory';

/** In F_TO of a request entry: it has failed, its answer stands in it. */
const ANSWERED = -7;

/**
 * A leader's handling of consumers' fetches (K-CON-5, K-CON-6, K-CON-8, K-REP-7): data up to the high watermark, parked
 * until there is enough of it or the wait is over.
 *
 * Of the message, M_A: `fetch.min.bytes`; M_B: `fetch.max.wait.ms`; M_C: `fetch.max.bytes`; M_D:
 * `max.partition.fetch.bytes`. Entries: broker/entries.ts F_*; the answer to an entry without news is {@link NOTHING}.
 */
export class ConsumerFetchRequests {
  /** Of each data connection the parked request, -1: none; when it ends; 1 if an expiry event is armed. */
  private readonly parked: Int32Array;
  private readonly parkedUntil: Float64Array;
  private readonly armed: Uint8Array;
  /** Parked requests of each broker, so that an append that nobody waits for costs nothing. */
  private readonly parkedCount: Int32Array;
  private readonly firstConnection: number;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
  ) {
    const { shape } = cluster;
    const count = shape.memberCount * shape.brokerCount;
    this.parked = arena.int32(count, -1);
    this.parkedUntil = arena.float64(count);
    this.armed = arena.uint8(count);
    this.parkedCount = arena.int32(shape.brokerCount);
    this.firstConnection = clientConnection(shape, shape.producerCount, 0);
  }

  /** Handles a fetch of `member` at `broker`. */
  handle(message: number, member: number, broker: number): void {
    const { messages, kernel, shape } = this.cluster;
    const words = messages.words.array;
    const base = message * MESSAGE_WORDS;
    const refusal = words[base + M_REFUSE]!;
    words[base + M_ERROR] = ErrorCode.NONE;
    let answersNow = false;
    let entries = 0;
    for (let place = firstEntry(this.cluster, message); place >= 0; place = nextEntry(this.cluster, place)) {
      if (this.check(place, broker, refusal)) answersNow = true;
      entries++;
    }
    if (answersNow || entries === 0 || this.hasEnough(message, broker)) {
      this.answer(message, broker);
      return;
    }
    const place = member * shape.brokerCount + broker;
    this.parked[place] = message;
    this.parkedCount[broker]!++;
    this.parkedUntil[place] = kernel.now + words[base + M_B]! * 1000;
    this.arm(place, broker);
  }

  /** A high watermark of `broker` moved: consumers that waited for that get their records. */
  wake(broker: number): void {
    if (this.parkedCount[broker] === 0) return;
    const { shape } = this.cluster;
    for (let place = broker; place < this.parked.length; place += shape.brokerCount) {
      const message = this.parked[place]!;
      if (message < 0 || !this.hasEnough(message, broker)) continue;
      this.unpark(place, broker);
      this.answer(message, broker);
    }
  }

  /** Leaderships of `broker` changed: answers what is parked for partitions that it no longer leads. */
  release(broker: number): void {
    if (this.parkedCount[broker] === 0) return;
    const { shape } = this.cluster;
    for (let place = broker; place < this.parked.length; place += shape.brokerCount) {
      const message = this.parked[place]!;
      if (message < 0 || this.leadsAll(message, broker)) continue;
      this.unpark(place, broker);
      this.answer(message, broker);
    }
  }

  /** The wait of a parked fetch may be over. `place`: as the event carries it. */
  onExpiry(place: number, broker: number): void {
    this.armed[place] = 0;
    const message = this.parked[place]!;
    if (message < 0) return;
    if (this.cluster.kernel.now < this.parkedUntil[place]!) {
      this.arm(place, broker);
      return;
    }
    this.unpark(place, broker);
    // An answer that carries nothing causes nothing.
    this.cluster.kernel.cause = -1;
    this.answer(message, broker);
  }

  /** A consumer's data connection broke: its parked fetch has nobody to answer. */
  drop(connection: number): void {
    const place = connection - this.firstConnection;
    const message = this.parked[place]!;
    if (message < 0) return;
    this.unpark(place, place % this.cluster.shape.brokerCount);
    this.cluster.messages.release(message);
  }

  /** The broker died: what is parked is forgotten. */
  forget(broker: number): void {
    const { shape, messages } = this.cluster;
    for (let place = broker; place < this.parked.length; place += shape.brokerCount) {
      const message = this.parked[place]!;
      if (message >= 0) messages.release(message);
      this.parked[place] = -1;
      this.armed[place] = 0;
    }
    this.parkedCount[broker] = 0;
  }

  private unpark(place: number, broker: number): void {
    this.parked[place] = -1;
    this.parkedCount[broker]!--;
  }

  /** Checks one entry; true if it fails, then its error stands in it. */
  private check(place: number, broker: number, refusal: number): boolean {
    const { messages, shape, replicas, metadata, brokers } = this.cluster;
    const entries = messages.entries.array;
    const partition = entries[place + F_PARTITION]!;
    const replica = shape.replicaAt[broker * shape.partitionCount + partition]!;
    entries[place + F_TO] = 0;
    let error = refusal;
    if (error === ErrorCode.NONE) error = this.refusal(replica, entries[place + F_LEADER_EPOCH]!);
    if (error === ErrorCode.NONE) {
      const offset = entries[place + F_OFFSET]!;
      // K-CON-8: beyond the high watermark but not the end is no error; the consumer waits (K-SCN-55).
      if (offset >= replicas.logStartOffset[replica]! && offset <= replicas.logEndOffset[replica]!) return false;
      error = ErrorCode.OFFSET_OUT_OF_RANGE;
    }
    const offset = entries[place + F_OFFSET]!;
    entries[place + F_ERROR] = error;
    entries[place + F_FROM] = offset;
    entries[place + F_TIP] = -1;
    entries[place + F_TO] = ANSWERED;
    entries[place + F_KNOWN_STATE] = metadata.stateAt(partition, brokers.applied[broker]!);
    return true;
  }

  private refusal(replica: number, leaderEpoch: number): number {
    const { replicas } = this.cluster;
    if (replica < 0) return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    const own = replicas.leaderEpoch[replica]!;
    if (leaderEpoch > own) return ErrorCode.UNKNOWN_LEADER_EPOCH;
    if (leaderEpoch >= 0 && leaderEpoch < own) return ErrorCode.FENCED_LEADER_EPOCH;
    return replicas.role[replica] === ROLE_LEADER ? ErrorCode.NONE : ErrorCode.NOT_LEADER_OR_FOLLOWER;
  }

  /** K-CON-5: enough bytes over all partitions. */
  private hasEnough(message: number, broker: number): boolean {
    const { messages, shape, replicas, log } = this.cluster;
    const minBytes = messages.words.array[message * MESSAGE_WORDS + M_A]!;
    const entries = messages.entries.array;
    let bytes = 0;
    for (let place = firstEntry(this.cluster, message); place >= 0; place = nextEntry(this.cluster, place)) {
      const replica = shape.replicaAt[broker * shape.partitionCount + entries[place + F_PARTITION]!]!;
      const offset = entries[place + F_OFFSET]!;
      const highWatermark = replicas.highWatermark[replica]!;
      if (highWatermark <= offset) continue;
      if (minBytes <= 1) return true;
      bytes += bytesFrom(log, endingAtOrBelow(log, replicas.tip[replica]!, highWatermark), offset);
      if (bytes >= minBytes) return true;
    }
    return minBytes <= 0;
  }

  private leadsAll(message: number, broker: number): boolean {
    const { messages, shape } = this.cluster;
    const entries = messages.entries.array;
    for (let place = firstEntry(this.cluster, message); place >= 0; place = nextEntry(this.cluster, place)) {
      const replica = shape.replicaAt[broker * shape.partitionCount + entries[place + F_PARTITION]!]!;
      if (this.refusal(replica, entries[place + F_LEADER_EPOCH]!) !== ErrorCode.NONE) return false;
    }
    return true;
  }

  private answer(message: number, broker: number): void {
    const { messages, shape, replicas, connections, brokerSettings, log } = this.cluster;
    const base = message * MESSAGE_WORDS;
    const words = messages.words.array;
    const entries = messages.entries.array;
    let roomBytes = Math.min(words[base + M_C]!, brokerSettings.consumerFetchMaxBytes[broker]!);
    const partitionBytes = words[base + M_D]!;
    let isFirst = true;
    for (let place = firstEntry(this.cluster, message); place >= 0; place = nextEntry(this.cluster, place)) {
      if (entries[place + F_TO] === ANSWERED) continue;
      const partition = entries[place + F_PARTITION]!;
      const replica = shape.replicaAt[broker * shape.partitionCount + partition]!;
      // What was parked may have lost its leader meanwhile; a truncated log makes an offset fall out of range.
      if (this.check(place, broker, ErrorCode.NONE)) continue;
      const from = entries[place + F_OFFSET]!;
      const highWatermark = replicas.highWatermark[replica]!;
      entries[place + F_FROM] = from;
      entries[place + F_TO] = from;
      entries[place + F_TIP] = -1;
      entries[place + F_HIGH_WATERMARK] = highWatermark;
      entries[place + F_LOG_START] = replicas.logStartOffset[replica]!;
      if (highWatermark <= from || (!isFirst && roomBytes <= 0)) {
        entries[place + F_ERROR] = NOTHING;
        continue;
      }
      const end = endingAtOrBelow(log, replicas.tip[replica]!, highWatermark);
      const limitBytes = Math.min(partitionBytes, roomBytes);
      const tip = lastWithin(log, end, from, limitBytes);
      const bytes = bytesFrom(log, tip, from);
      // K-CON-6: only the first batch of the first partition may exceed the limits.
      if (!isFirst && bytes > limitBytes) {
        entries[place + F_ERROR] = NOTHING;
        continue;
      }
      isFirst = false;
      roomBytes -= bytes;
      entries[place + F_ERROR] = ErrorCode.NONE;
      entries[place + F_TIP] = tip;
      entries[place + F_TO] = log.endOffset[tip]!;
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
      const partition = entries[place + F_PARTITION]!;
      const from = entries[place + F_FROM]!;
      const to = entries[place + F_TO]!;
      connections.wire.carries(partition!, -1, from!, to!, entries[place + F_TIP]!);
    }
  }

  private arm(place: number, broker: number): void {
    if (this.armed[place] === 1) return;
    this.armed[place] = 1;
    const { kernel, timerStream } = this.cluster;
    const at = this.parkedUntil[place]!;
    kernel.at(at, CLASS_TIMER, timerStream[broker]!, EV_CONSUMER_FETCH_EXPIRY, place, broker, broker);
  }
}

/** The newest log batch at or below `tip` that ends at or below `offset`, -1: none. */
function endingAtOrBelow(log: LogBatchTable, tip: number, offset: number): number {
  const { endOffset, jump, parent } = log;
  let node = tip;
  while (node >= 0 && endOffset[node]! > offset) {
    const far = jump[node]!;
    node = far >= 0 && endOffset[far]! >= offset ? far : parent[node]!;
  }
  return node;
}
