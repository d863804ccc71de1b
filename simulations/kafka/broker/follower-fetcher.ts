import { AppendFlag, CLASS_TIMER, ErrorCode, RowKind, TruncateReason, type Arena } from '../../kernel';
import { findLogBatch } from '../../kernel';
import { lastOfEpoch } from '../../log';
import { M_A, M_CONNECTION, M_HOLDERS, OPEN, MESSAGE_WORDS } from '../../network';
import { API_REPLICA_FETCH, EV_FETCH_WRITTEN, EV_FETCHER_WAKE } from '../cluster/apis';
import type { Cluster } from '../cluster/cluster';
import { ROLE_FETCHING } from '../cluster/replicas';
import { fetchConnection } from '../cluster/shape';
import type { Disk } from './disk';
import {
  DIVERGING,
  F_ERROR,
  F_FROM,
  F_HIGH_WATERMARK,
  F_LAST_EPOCH,
  F_LEADER_EPOCH,
  F_LOG_START,
  F_OFFSET,
  F_OWNER,
  F_PARTITION,
  F_TIP,
  F_TO,
  NOTHING,
} from './entries';
import { firstEntry, nextEntry } from './purgatory';

/** What the answers to fetches mean for the replica machines. */
export interface FetchOutcomes {
  diverged(replica: number, leaderEpoch: number, leaderEnd: number): void;
  outOfRange(replica: number, leaderStart: number, leaderEnd: number): void;
  refused(replica: number): void;
  backoffEnded(replica: number): void;
}

/**
 * The follower's half of replication: per source broker one fetch outstanding that covers all partitions followed from
 * it (K-REP-3, K-REP-6, K-REP-30, K-REP-31).
 */
export class FollowerFetchers {
  /** 1 while a fetch of that connection is unanswered. */
  private readonly outstanding: Uint8Array;
  /** 1 while the disk takes what an answer on that connection brought. */
  private readonly isWriting: Uint8Array;
  /** Replicas of each broker. */
  private readonly replicasOfBroker: readonly Int32Array[];
  /** Set once by who owns the replica machines. */
  outcomes!: FetchOutcomes;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly disk: Disk,
  ) {
    const { shape } = cluster;
    this.isWriting = arena.uint8(shape.brokerCount * shape.brokerCount);
    this.outstanding = arena.uint8(shape.brokerCount * shape.brokerCount);
    this.replicasOfBroker = Array.from({ length: shape.brokerCount }, (_, broker) =>
      Int32Array.from([...shape.replicaBroker.keys()].filter((replica) => shape.replicaBroker[replica] === broker)),
    );
  }

  /** Sends the next fetch from `broker` to `leader`, unless one is outstanding or there is nothing to fetch. */
  fetch(broker: number, leader: number): void {
    const { shape, replicas, connections, messages, kernel, brokers } = this.cluster;
    const connection = fetchConnection(shape, broker, leader);
    if (this.outstanding[connection - shape.connectionBase.fetch] === 1) return;
    if (connections.state[connection] !== OPEN) {
      if (this.followsAny(broker, leader)) connections.connect(connection);
      return;
    }
    let message = -1;
    let nearestRetry = Infinity;
    const own = this.replicasOfBroker[broker]!;
    for (let i = 0; i < own.length; i++) {
      const replica = own[i]!;
      if (replicas.fetchesFrom[replica] !== leader) continue;
      const retryAt = replicas.fetchRetryAt[replica]!;
      if (retryAt > kernel.now) {
        if (retryAt < nearestRetry) nearestRetry = retryAt;
        continue;
      }
      if (replicas.role[replica] !== ROLE_FETCHING) this.outcomes.backoffEnded(replica);
      if (message < 0) message = messages.create(API_REPLICA_FETCH, connection);
      this.addEntry(message, replica);
    }
    if (message < 0) {
      if (nearestRetry < Infinity) this.wakeAt(broker, leader, nearestRetry);
      return;
    }
    messages.words.array[message * MESSAGE_WORDS + M_A] = brokers.ownEpoch[broker]!;
    this.outstanding[connection - shape.connectionBase.fetch] = 1;
    connections.send(message);
  }

  /** The answer to a fetch. */
  onAnswer(message: number, broker: number, leader: number): void {
    const { messages, kernel, shape, timerStream } = this.cluster;
    const micros = this.disk.fetchMicros(message);
    if (micros === 0) {
      this.take(message, broker, leader);
      return;
    }
    messages.words.array[message * MESSAGE_WORDS + M_HOLDERS]!++;
    this.isWriting[fetchConnection(shape, broker, leader) - shape.connectionBase.fetch] = 1;
    kernel.at(kernel.now + micros, CLASS_TIMER, timerStream[broker]!, EV_FETCH_WRITTEN, message, leader, broker);
  }

  /** The disk of `broker` has taken what an answer brought. */
  onWritten(message: number, leader: number): void {
    const { messages, connections, shape } = this.cluster;
    const connection = messages.words.array[message * MESSAGE_WORDS + M_CONNECTION]!;
    const broker = connections.client[connection]!;
    this.isWriting[connection - shape.connectionBase.fetch] = 0;
    this.take(message, broker, leader);
    messages.release(message);
  }

  private take(message: number, broker: number, leader: number): void {
    const { shape, messages, kernel } = this.cluster;
    this.outstanding[fetchConnection(shape, broker, leader) - shape.connectionBase.fetch] = 0;
    const cause = kernel.cause;
    for (let place = firstEntry(this.cluster, message); place >= 0; place = nextEntry(this.cluster, place)) {
      const entries = messages.entries.array;
      if (entries[place + F_ERROR] === NOTHING) continue;
      kernel.cause = cause;
      this.takeEntry(place, leader);
    }
    kernel.cause = cause;
    this.fetch(broker, leader);
  }

  /** The connection to `leader` broke, or could not be made. */
  onBroken(broker: number, leader: number): void {
    const { shape, connections, kernel } = this.cluster;
    const connection = fetchConnection(shape, broker, leader);
    if (this.isWriting[connection - shape.connectionBase.fetch] === 1) return;
    this.outstanding[connection - shape.connectionBase.fetch] = 0;
    // Kafka's fetcher backs its partitions off after an error (replica.fetch.backoff.ms) and then connects anew.
    if (!this.followsAny(broker, leader)) return;
    const backoff = this.cluster.brokerSettings.fetchBackoffMicros[broker]!;
    connections.retryAt[connection] = Math.max(connections.retryAt[connection]!, kernel.now + backoff);
    connections.connect(connection);
  }

  /** The process of `broker` died. */
  forget(broker: number): void {
    const { shape } = this.cluster;
    for (let leader = 0; leader < shape.brokerCount; leader++) {
      this.outstanding[broker * shape.brokerCount + leader] = 0;
      this.isWriting[broker * shape.brokerCount + leader] = 0;
    }
  }

  private addEntry(message: number, replica: number): void {
    const { messages, replicas, shape, log } = this.cluster;
    const place = messages.addEntry(message);
    const entries = messages.entries.array;
    const tip = replicas.tip[replica]!;
    entries[place + F_OWNER] = replica;
    entries[place + F_PARTITION] = shape.replicaPartition[replica]!;
    entries[place + F_OFFSET] = replicas.logEndOffset[replica]!;
    entries[place + F_LAST_EPOCH] = tip < 0 ? -1 : log.leaderEpoch[tip]!;
    entries[place + F_LEADER_EPOCH] = replicas.leaderEpoch[replica]!;
    entries[place + F_TO] = 0;
  }

  private takeEntry(place: number, leader: number): void {
    const { messages, replicas } = this.cluster;
    const entries = messages.entries.array;
    const replica = entries[place + F_OWNER]!;
    if (replicas.fetchesFrom[replica] !== leader) return;
    const error = entries[place + F_ERROR]!;
    if (error === ErrorCode.NONE) {
      this.append(place, replica);
    } else if (error === DIVERGING) {
      this.outcomes.diverged(replica, entries[place + F_TIP]!, entries[place + F_FROM]!);
    } else if (error === ErrorCode.OFFSET_OUT_OF_RANGE) {
      this.outcomes.outOfRange(replica, entries[place + F_LOG_START]!, entries[place + F_HIGH_WATERMARK]!);
    } else {
      this.outcomes.refused(replica);
    }
  }

  private append(place: number, replica: number): void {
    const { messages, replicas, kernel, shape, log } = this.cluster;
    const entries = messages.entries.array;
    const tip = entries[place + F_TIP]!;
    const from = entries[place + F_FROM]!;
    if (from !== replicas.logEndOffset[replica]) return;
    if (tip >= 0) {
      const to = entries[place + F_TO]!;
      replicas.tip[replica] = tip;
      replicas.logEndOffset[replica] = to;
      const flags = AppendFlag.follower | (log.batch[tip]! < 0 ? AppendFlag.internal : 0);
      kernel.row(
        RowKind.append,
        shape.replicaBroker[replica]!,
        flags,
        shape.replicaPartition[replica]!,
        tip,
        from,
        to,
        0,
      );
    }
    const end = replicas.logEndOffset[replica]!;
    const highWatermark = entries[place + F_HIGH_WATERMARK]!;
    replicas.highWatermark[replica] = highWatermark < end ? highWatermark : end;
    const logStart = entries[place + F_LOG_START]!;
    if (logStart > replicas.logStartOffset[replica]!) this.raiseLogStart(replica, logStart);
  }

  private raiseLogStart(replica: number, logStart: number): void {
    const { replicas, kernel, shape } = this.cluster;
    replicas.logStartOffset[replica] = logStart;
    kernel.row(RowKind.logStart, shape.replicaBroker[replica]!, 0, shape.replicaPartition[replica]!, logStart, 0, 0, 0);
  }

  /** K-REP-30: cut to where both logs agree for certain; the next fetch goes on from there. */
  truncateToEpoch(replica: number, leaderEpoch: number, leaderEnd: number): void {
    const { replicas, log } = this.cluster;
    const node = lastOfEpoch(log, replicas.tip[replica]!, leaderEpoch);
    const ownEnd = node < 0 ? replicas.logStartOffset[replica]! : log.endOffset[node]!;
    this.truncate(replica, Math.min(ownEnd, leaderEnd, replicas.logEndOffset[replica]!), TruncateReason.epochMismatch);
  }

  /** K-REP-31: cut to the leader's end, or begin anew at its start; else keep the log and try later. */
  moveIntoRange(replica: number, leaderStart: number, leaderEnd: number): void {
    const { replicas } = this.cluster;
    const end = replicas.logEndOffset[replica]!;
    if (leaderEnd < end) {
      this.truncate(replica, leaderEnd, TruncateReason.leaderLogEnd);
    } else if (leaderStart > end) {
      this.startOver(replica, leaderStart);
    } else {
      this.backOff(replica);
    }
  }

  /** The replica is left out of fetches for `replica.fetch.backoff.ms`. */
  backOff(replica: number): void {
    const { replicas, kernel, brokerSettings, shape } = this.cluster;
    const broker = shape.replicaBroker[replica]!;
    replicas.fetchRetryAt[replica] = kernel.now + brokerSettings.fetchBackoffMicros[broker]!;
  }

  /** The log is behind the leader's start: everything goes, and the log begins at `leaderStart`. */
  private startOver(replica: number, leaderStart: number): void {
    const { replicas, shape, log } = this.cluster;
    const partition = shape.replicaPartition[replica]!;
    const leader = shape.replicaAt[replicas.fetchesFrom[replica]! * shape.partitionCount + partition]!;
    const end = replicas.logEndOffset[replica]!;
    replicas.tip[replica] = findLogBatch(log, replicas.tip[leader]!, leaderStart);
    replicas.logEndOffset[replica] = leaderStart;
    replicas.highWatermark[replica] = leaderStart;
    const { kernel } = this.cluster;
    const broker = shape.replicaBroker[replica]!;
    kernel.row(RowKind.truncate, broker, 0, partition, leaderStart, end, TruncateReason.leaderLogEnd, 0);
    this.raiseLogStart(replica, leaderStart);
  }

  /** The log of a replica that was removed goes, and all that was kept about it. */
  deleteLog(replica: number): void {
    const { replicas, kernel, shape } = this.cluster;
    const end = replicas.logEndOffset[replica]!;
    replicas.committedState[replica] = -1;
    if (replicas.tip[replica]! < 0 && end === 0) return;
    const broker = shape.replicaBroker[replica]!;
    const partition = shape.replicaPartition[replica]!;
    kernel.cause = kernel.row(RowKind.truncate, broker, 0, partition, 0, end, TruncateReason.replicaRemoved, 0);
    if (replicas.logStartOffset[replica]! > 0) this.raiseLogStart(replica, 0);
    replicas.tip[replica] = -1;
    replicas.logEndOffset[replica] = 0;
    replicas.highWatermark[replica] = 0;
    replicas.highWatermarkCheckpoint[replica] = 0;
    replicas.producerStateFloor[replica] = 0;
    replicas.flushedOffset[replica] = 0;
  }

  /** Cuts a replica's log; batches go as a whole. */
  truncate(replica: number, toOffset: number, reason: number): void {
    const { replicas, kernel, shape, log } = this.cluster;
    const end = replicas.logEndOffset[replica]!;
    if (toOffset >= end) return;
    const tip = findLogBatch(log, replicas.tip[replica]!, toOffset);
    const to = Math.max(tip < 0 ? 0 : log.endOffset[tip]!, replicas.logStartOffset[replica]!);
    replicas.tip[replica] = tip;
    replicas.logEndOffset[replica] = to;
    if (replicas.highWatermark[replica]! > to) replicas.highWatermark[replica] = to;
    if (replicas.flushedOffset[replica]! > to) replicas.flushedOffset[replica] = to;
    replicas.producerStateFloor[replica] = to;
    const broker = shape.replicaBroker[replica]!;
    kernel.cause = kernel.row(RowKind.truncate, broker, 0, shape.replicaPartition[replica]!, to, end, reason, 0);
  }

  private followsAny(broker: number, leader: number): boolean {
    const own = this.replicasOfBroker[broker]!;
    for (let i = 0; i < own.length; i++) if (this.cluster.replicas.fetchesFrom[own[i]!] === leader) return true;
    return false;
  }

  private wakeAt(broker: number, leader: number, at: number): void {
    const { kernel, timerStream } = this.cluster;
    kernel.at(at, CLASS_TIMER, timerStream[broker]!, EV_FETCHER_WAKE, broker, leader, broker);
  }
}
