import { ErrorCode, type LogBatchTable } from '../../kernel';
import { lastOfEpoch } from '../../log';
import { M_ERROR, M_REFUSE, MESSAGE_WORDS } from '../../network';
import type { Cluster } from '../cluster/cluster';
import { ROLE_LEADER } from '../cluster/replicas';
import { firstEntry, nextEntry } from './purgatory';

/** Words of the entries of ListOffsets and OffsetForLeaderEpoch; word 0 is the link to the next entry. */
export const L_PARTITION = 2;
/** ListOffsets: what is asked for, in two words (a timestamp in ms is more than one holds), or {@link LATEST}, {@link EARLIEST}. */
export const L_TIME_HIGH = 3;
export const L_TIME_LOW = 4;
/** OffsetForLeaderEpoch: the epoch whose end is asked for. */
export const L_EPOCH = 3;
/** Leader epoch that the client believes in, -1: none. */
export const L_LEADER_EPOCH = 5;
/** Answer: error, offset (-1: none) with the leader epoch of its record, the metadata row that the broker knows. */
export const L_ERROR = 6;
export const L_OFFSET = 7;
export const L_OFFSET_EPOCH = 8;
export const L_KNOWN_STATE = 9;

/** In L_TIME_HIGH. */
export const LATEST = -1;
export const EARLIEST = -2;
const LOW = 2 ** 31;

/** The two words of a timestamp in ms, not negative. */
export const timeHigh = (timestampMs: number): number => Math.floor(timestampMs / LOW);
export const timeLow = (timestampMs: number): number => timestampMs % LOW;

/** A leader's answers to where a log begins, ends, stands at a time (K-CON-30, K-REP-9), and where an epoch ended (K-CON-31). */
export class OffsetRequests {
  constructor(private readonly cluster: Cluster) {}

  /** ListOffsets. */
  list(message: number, broker: number): void {
    const { messages, replicas, connections } = this.cluster;
    for (let place = firstEntry(this.cluster, message); place >= 0; place = nextEntry(this.cluster, place)) {
      const replica = this.admit(message, place, broker);
      if (replica < 0) continue;
      const entries = messages.entries.array;
      const high = entries[place + L_TIME_HIGH]!;
      if (high === LATEST) {
        if (replicas.highWatermark[replica]! < replicas.epochStartOffset[replica]!) {
          entries[place + L_ERROR] = ErrorCode.OFFSET_NOT_AVAILABLE;
        } else {
          entries[place + L_OFFSET] = replicas.highWatermark[replica]!;
          entries[place + L_OFFSET_EPOCH] = replicas.leaderEpoch[replica]!;
        }
      } else if (high === EARLIEST) {
        entries[place + L_OFFSET] = replicas.logStartOffset[replica]!;
      } else {
        this.findTime(place, replica, high * LOW + entries[place + L_TIME_LOW]!);
      }
    }
    messages.words.array[message * MESSAGE_WORDS + M_ERROR] = ErrorCode.NONE;
    connections.answer(message);
  }

  /** OffsetForLeaderEpoch: the end of the newest epoch that is not above the one asked for. */
  endOfEpoch(message: number, broker: number): void {
    const { messages, replicas, connections, log } = this.cluster;
    for (let place = firstEntry(this.cluster, message); place >= 0; place = nextEntry(this.cluster, place)) {
      const replica = this.admit(message, place, broker);
      if (replica < 0) continue;
      const entries = messages.entries.array;
      const epoch = entries[place + L_EPOCH]!;
      if (epoch === replicas.leaderEpoch[replica]!) {
        entries[place + L_OFFSET] = replicas.logEndOffset[replica]!;
        entries[place + L_OFFSET_EPOCH] = epoch;
        continue;
      }
      const node = lastOfEpoch(log, replicas.tip[replica]!, epoch);
      entries[place + L_OFFSET] = node < 0 ? replicas.logStartOffset[replica]! : log.endOffset[node]!;
      entries[place + L_OFFSET_EPOCH] = node < 0 ? epoch : log.leaderEpoch[node]!;
    }
    messages.words.array[message * MESSAGE_WORDS + M_ERROR] = ErrorCode.NONE;
    connections.answer(message);
  }

  /** The leader's replica, or -1 with the error in the entry. */
  private admit(message: number, place: number, broker: number): number {
    const { messages, shape, replicas, metadata, brokers } = this.cluster;
    const entries = messages.entries.array;
    const partition = entries[place + L_PARTITION]!;
    const replica = shape.replicaAt[broker * shape.partitionCount + partition]!;
    const claimed = entries[place + L_LEADER_EPOCH]!;
    let error = messages.words.array[message * MESSAGE_WORDS + M_REFUSE]!;
    if (error === ErrorCode.NONE) {
      if (replica < 0) error = ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
      else if (claimed > replicas.leaderEpoch[replica]!) error = ErrorCode.UNKNOWN_LEADER_EPOCH;
      else if (claimed >= 0 && claimed < replicas.leaderEpoch[replica]!) error = ErrorCode.FENCED_LEADER_EPOCH;
      else if (replicas.role[replica] !== ROLE_LEADER) error = ErrorCode.NOT_LEADER_OR_FOLLOWER;
    }
    entries[place + L_ERROR] = error;
    entries[place + L_OFFSET] = -1;
    entries[place + L_OFFSET_EPOCH] = -1;
    entries[place + L_KNOWN_STATE] = metadata.stateAt(partition, brokers.applied[broker]!);
    return error === ErrorCode.NONE ? replica : -1;
  }

  /** The first record below the high watermark that is not older than `timestampMs`. */
  private findTime(place: number, replica: number, timestampMs: number): void {
    const { messages, replicas, log } = this.cluster;
    const start = replicas.logStartOffset[replica]!;
    const end = replicas.highWatermark[replica]!;
    let found = -1;
    for (let node = replicas.tip[replica]!; node >= 0 && log.endOffset[node]! > start; node = log.parent[node]!) {
      if (log.baseOffset[node]! < end && log.maxTimestampMs[node]! >= timestampMs) found = node;
    }
    if (found < 0) return;
    const entries = messages.entries.array;
    entries[place + L_OFFSET] = Math.max(start, this.firstInBatch(found, timestampMs, log));
    entries[place + L_OFFSET_EPOCH] = log.leaderEpoch[found]!;
  }

  private firstInBatch(node: number, timestampMs: number, log: LogBatchTable): number {
    const { batches, records } = this.cluster.trace.facts;
    const base = log.baseOffset[node]!;
    const batch = log.batch[node]!;
    if (batch < 0 || log.logAppendTime[node] === 1) return base;
    const first = batches.firstSlot[batch]!;
    for (let i = 0; i < batches.count[batch]!; i++) {
      if (records.eventTimeMs[batches.recordAt[first + i]!]! >= timestampMs) return base + i;
    }
    return base;
  }
}
