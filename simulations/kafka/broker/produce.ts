import { ErrorCode } from '../../kernel';
import { M_A, M_B, M_CONNECTION, M_ERROR, M_REFUSE, MESSAGE_WORDS } from '../../network';
import type { Cluster } from '../cluster/cluster';
import { ROLE_LEADER } from '../cluster/replicas';
import { LOG_APPEND_TIME } from '../cluster/settings';
import {
  P_BASE_OFFSET,
  P_BATCH,
  P_CHECKED_AT,
  P_KNOWN_STATE,
  P_PARTITION,
  P_PRODUCER_EPOCH,
  P_PRODUCER_ID,
  P_SEQUENCE,
  P_STATE,
} from './entries';
import type { PartitionLeader } from './partition-leader';
import type { ProducerStates } from './producer-states';
import { firstEntry, nextEntry, type Purgatory } from './purgatory';
import { RecordChecks } from './record-checks';

/** What a broker does once records were appended, or the high watermark of one of its partitions moved. */
export interface Wakes {
  /** Followers that wait for data of this broker. */
  followers(broker: number): void;
  /** Consumers that wait for data of this broker. */
  consumers(broker: number): void;
}

/** Produce at the leader (K-PROD-30 to -33, spec/kafka.md B.7 last paragraph). M_A of the message: acks. */
export class ProduceRequests {
  private readonly recordChecks: RecordChecks;

  constructor(
    private readonly cluster: Cluster,
    private readonly leader: PartitionLeader,
    private readonly purgatory: Purgatory,
    private readonly producerStates: ProducerStates,
    private readonly wakes: Wakes,
  ) {
    this.recordChecks = new RecordChecks(cluster);
  }

  /** Handles a Produce request at `broker`. */
  handle(message: number, broker: number): void {
    const { messages, connections, kernel } = this.cluster;
    const base = message * MESSAGE_WORDS;
    const acks = messages.words.array[base + M_A]!;
    const refusal = messages.words.array[base + M_REFUSE]!;
    const cause = kernel.cause;
    let lastCause = cause;
    let appended = false;
    let moved = false;
    let hasRefused = false;
    messages.words.array[base + M_ERROR] = ErrorCode.NONE;
    // One waits for the end of this loop, so that an entry that is settled at once does not answer the whole request.
    messages.words.array[base + M_B] = 1;
    for (let place = firstEntry(this.cluster, message); place >= 0; place = nextEntry(this.cluster, place)) {
      kernel.cause = cause;
      const error = refusal !== 0 ? refusal : this.appendEntry(message, place, broker, acks);
      if (error !== ErrorCode.NONE) {
        messages.entries.array[place + P_STATE] = error;
        messages.entries.array[place + P_BASE_OFFSET] = -1;
        hasRefused = true;
        continue;
      }
      appended = true;
      if (this.leader.advance(this.replicaOf(messages.entries.array[place + P_PARTITION]!, broker))) moved = true;
      lastCause = kernel.cause;
    }
    kernel.cause = lastCause;
    if (acks === 0) this.endWithoutAnswer(message, hasRefused);
    else if (--messages.words.array[base + M_B]! === 0) connections.answer(message);
    if (appended) this.wakes.followers(broker);
    if (moved) this.wakes.consumers(broker);
  }

  private endWithoutAnswer(message: number, hasRefused: boolean): void {
    const { connections, messages } = this.cluster;
    const connection = messages.words.array[message * MESSAGE_WORDS + M_CONNECTION]!;
    connections.finish(message);
    // K-PROD-30: on any error the broker closes the connection; the client then refreshes its metadata.
    if (hasRefused) connections.closeByServer(connection);
  }

  private appendEntry(message: number, place: number, broker: number, acks: number): number {
    const { messages, shape, replicas, kernel, topicSettings, trace, log } = this.cluster;
    const entries = messages.entries.array;
    const partition = entries[place + P_PARTITION]!;
    const batch = entries[place + P_BATCH]!;
    const producerId = entries[place + P_PRODUCER_ID]!;
    const producerEpoch = entries[place + P_PRODUCER_EPOCH]!;
    const sequence = entries[place + P_SEQUENCE]!;
    entries[place + P_KNOWN_STATE] = this.cluster.metadata.stateAt(partition, this.cluster.brokers.applied[broker]!);
    const replica = this.replicaOf(partition, broker);
    if (replica < 0) return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    if (replicas.role[replica] !== ROLE_LEADER) return ErrorCode.NOT_LEADER_OR_FOLLOWER;
    if (acks === -1 && !this.leader.hasEnoughInSync(replica)) return ErrorCode.NOT_ENOUGH_REPLICAS;
    const topic = shape.partitionTopic[partition]!;
    const batches = trace.facts.batches;
    const count = batches.count[batch]!;
    const sizeBytes = batches.sizeBytes[batch]!;
    if (sizeBytes > topicSettings.maxMessageBytes[topic]!) return ErrorCode.MESSAGE_TOO_LARGE;
    if (sizeBytes > topicSettings.segmentBytes[topic]!) return ErrorCode.RECORD_LIST_TOO_LARGE;
    const atMs = Math.floor(kernel.now / 1000);
    const refused = this.recordChecks.check(topic, batch, atMs);
    if (refused !== ErrorCode.NONE) {
      entries[place + P_CHECKED_AT] = atMs;
      return refused;
    }
    let duplicateOf = -1;
    if (producerId >= 0) {
      const check = this.producerStates.check(replica, producerId, producerEpoch, sequence, count);
      if (check.error !== ErrorCode.NONE) return check.error;
      duplicateOf = check.duplicateOf;
    }
    let node = duplicateOf;
    if (node < 0) {
      node = this.leader.append(replica, batch, count, sizeBytes);
      if (producerId >= 0) {
        log.producerId[node] = producerId;
        log.producerEpoch[node] = producerEpoch;
        log.baseSequence[node] = sequence;
        log.producerPrevious[node] = this.producerStates.lastOf(replica, producerId);
        this.producerStates.appended(replica, producerId, node);
      }
      const isAppendTime = topicSettings.timestampType[topic] === LOG_APPEND_TIME;
      log.logAppendTime[node] = isAppendTime ? 1 : 0;
      log.maxTimestampMs[node] = isAppendTime ? shape.names.clockMs + atMs : batches.maxTimestampMs[batch]!;
      this.leader.noteAppend(replica, node);
    }
    const current = messages.entries.array;
    current[place + P_BASE_OFFSET] = log.baseOffset[node]!;
    current[place + P_STATE] = ErrorCode.NONE;
    if (acks === -1 && replicas.highWatermark[replica]! < log.endOffset[node]!) {
      this.purgatory.wait(replica, message, place, log.endOffset[node]!);
    }
    return ErrorCode.NONE;
  }

  private replicaOf(partition: number, broker: number): number {
    const { shape } = this.cluster;
    return shape.replicaAt[broker * shape.partitionCount + partition]!;
  }
}
