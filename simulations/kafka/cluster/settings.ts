import type { Arena } from '../../kernel';

/** Effective settings of one client, topic or broker, by their real names; numbers, booleans, text or lists. */
export type Effective = Readonly<Record<string, unknown>>;

const number = (settings: Effective, key: string): number => Number(settings[key]);
const flag = (settings: Effective, key: string): number => (settings[key] === true || settings[key] === 'true' ? 1 : 0);

/** How a producer chooses a partition when the record names none (K-PART-1, K-PART-8). */
export const PARTITIONER_BUILT_IN = 0;
export const PARTITIONER_ROUND_ROBIN = 1;
export const PARTITIONER_CLIENT = 2;

/** Settings of every producer as columns; a config action loads a row anew. */
export class ProducerSettings {
  readonly acks: Int32Array;
  readonly lingerMicros: Float64Array;
  readonly batchBytes: Int32Array;
  readonly retries: Int32Array;
  readonly maxInFlight: Int32Array;
  readonly isIdempotent: Uint8Array;
  readonly requestTimeoutMs: Int32Array;
  readonly deliveryTimeoutMicros: Float64Array;
  readonly bufferBytes: Float64Array;
  readonly maxBlockMicros: Float64Array;
  readonly maxRequestBytes: Int32Array;
  readonly retryBackoffMs: Int32Array;
  readonly retryBackoffMaxMs: Int32Array;
  readonly reconnectBackoffMs: Int32Array;
  readonly reconnectBackoffMaxMs: Int32Array;
  readonly metadataMaxAgeMicros: Float64Array;
  readonly ignoresKeys: Uint8Array;
  readonly isAdaptive: Uint8Array;
  readonly availabilityTimeoutMicros: Float64Array;
  readonly partitioner: Uint8Array;

  constructor(arena: Arena, count: number) {
    this.acks = arena.int32(count);
    this.lingerMicros = arena.float64(count);
    this.batchBytes = arena.int32(count);
    this.retries = arena.int32(count);
    this.maxInFlight = arena.int32(count);
    this.isIdempotent = arena.uint8(count);
    this.requestTimeoutMs = arena.int32(count);
    this.deliveryTimeoutMicros = arena.float64(count);
    this.bufferBytes = arena.float64(count);
    this.maxBlockMicros = arena.float64(count);
    this.maxRequestBytes = arena.int32(count);
    this.retryBackoffMs = arena.int32(count);
    this.retryBackoffMaxMs = arena.int32(count);
    this.reconnectBackoffMs = arena.int32(count);
    this.reconnectBackoffMaxMs = arena.int32(count);
    this.metadataMaxAgeMicros = arena.float64(count);
    this.ignoresKeys = arena.uint8(count);
    this.isAdaptive = arena.uint8(count);
    this.availabilityTimeoutMicros = arena.float64(count);
    this.partitioner = arena.uint8(count);
  }

  /** Takes over the effective settings of one producer. */
  load(row: number, settings: Effective, client: 'java' | 'librdkafka'): void {
    const acks = String(settings['acks']);
    this.acks[row] = acks === 'all' ? -1 : Number(acks);
    this.lingerMicros[row] = number(settings, 'linger.ms') * 1000;
    this.batchBytes[row] = Math.max(1, number(settings, 'batch.size'));
    this.retries[row] = number(settings, 'retries');
    this.maxInFlight[row] = number(settings, 'max.in.flight.requests.per.connection');
    this.isIdempotent[row] = flag(settings, 'enable.idempotence');
    this.requestTimeoutMs[row] = number(settings, 'request.timeout.ms');
    this.deliveryTimeoutMicros[row] = number(settings, 'delivery.timeout.ms') * 1000;
    this.bufferBytes[row] = number(settings, 'buffer.memory');
    this.maxBlockMicros[row] = number(settings, 'max.block.ms') * 1000;
    this.maxRequestBytes[row] = number(settings, 'max.request.size');
    this.retryBackoffMs[row] = number(settings, 'retry.backoff.ms');
    this.retryBackoffMaxMs[row] = number(settings, 'retry.backoff.max.ms');
    this.reconnectBackoffMs[row] = number(settings, 'reconnect.backoff.ms');
    this.reconnectBackoffMaxMs[row] = number(settings, 'reconnect.backoff.max.ms');
    this.metadataMaxAgeMicros[row] = number(settings, 'metadata.max.age.ms') * 1000;
    this.ignoresKeys[row] = flag(settings, 'partitioner.ignore.keys');
    this.isAdaptive[row] = flag(settings, 'partitioner.adaptive.partitioning.enable');
    this.availabilityTimeoutMicros[row] = number(settings, 'partitioner.availability.timeout.ms') * 1000;
    const named = String(settings['partitioner.class'] ?? '');
    if (client === 'librdkafka') this.partitioner[row] = PARTITIONER_CLIENT;
    else
      this.partitioner[row] = named.endsWith('RoundRobinPartitioner') ? PARTITIONER_ROUND_ROBIN : PARTITIONER_BUILT_IN;
  }
}

export const CREATE_TIME = 0;
export const LOG_APPEND_TIME = 1;

/** Settings of every topic as columns. */
export class TopicSettings {
  readonly minInSyncReplicas: Int32Array;
  readonly allowsUncleanElection: Uint8Array;
  readonly maxMessageBytes: Int32Array;
  readonly segmentBytes: Int32Array;
  readonly segmentMs: Float64Array;
  readonly segmentJitterMs: Float64Array;
  readonly retentionMs: Float64Array;
  readonly retentionBytes: Float64Array;
  readonly deletes: Uint8Array;
  readonly timestampType: Uint8Array;
  readonly timestampBeforeMaxMs: Float64Array;
  readonly timestampAfterMaxMs: Float64Array;
  readonly flushMessages: Float64Array;
  readonly needsKeys: Uint8Array;
  private readonly flushing: Uint8Array;

  constructor(arena: Arena, count: number) {
    this.minInSyncReplicas = arena.int32(count);
    this.allowsUncleanElection = arena.uint8(count);
    this.maxMessageBytes = arena.int32(count);
    this.segmentBytes = arena.int32(count);
    this.segmentMs = arena.float64(count);
    this.segmentJitterMs = arena.float64(count);
    this.retentionMs = arena.float64(count);
    this.retentionBytes = arena.float64(count);
    this.deletes = arena.uint8(count);
    this.timestampType = arena.uint8(count);
    this.timestampBeforeMaxMs = arena.float64(count);
    this.timestampAfterMaxMs = arena.float64(count);
    this.flushMessages = arena.float64(count);
    this.needsKeys = arena.uint8(count);
    this.flushing = arena.uint8(1);
  }

  /** True if some topic is flushed at every append (K-REP-50). */
  get flushesSome(): boolean {
    return this.flushing[0] === 1;
  }

  /** Takes over the effective settings of one topic. */
  load(row: number, settings: Effective): void {
    const policy = String(settings['cleanup.policy']);
    this.minInSyncReplicas[row] = number(settings, 'min.insync.replicas');
    this.allowsUncleanElection[row] = flag(settings, 'unclean.leader.election.enable');
    this.maxMessageBytes[row] = number(settings, 'max.message.bytes');
    this.segmentBytes[row] = number(settings, 'segment.bytes');
    this.segmentMs[row] = number(settings, 'segment.ms');
    this.segmentJitterMs[row] = number(settings, 'segment.jitter.ms');
    this.retentionMs[row] = number(settings, 'retention.ms');
    this.retentionBytes[row] = number(settings, 'retention.bytes');
    this.deletes[row] = policy.includes('delete') ? 1 : 0;
    this.needsKeys[row] = policy.includes('compact') ? 1 : 0;
    this.timestampType[row] = settings['message.timestamp.type'] === 'LogAppendTime' ? LOG_APPEND_TIME : CREATE_TIME;
    this.timestampBeforeMaxMs[row] = number(settings, 'message.timestamp.before.max.ms');
    this.timestampAfterMaxMs[row] = number(settings, 'message.timestamp.after.max.ms');
    this.flushMessages[row] = number(settings, 'flush.messages');
    if (this.flushMessages[row]! <= 1) this.flushing[0] = 1;
  }
}

/** Settings of every broker as columns, and in the last row those of the controllers. */
export class BrokerSettings {
  readonly heartbeatIntervalMicros: Float64Array;
  readonly sessionTimeoutMicros: Float64Array;
  readonly replicaLagMicros: Float64Array;
  readonly fetchWaitMicros: Float64Array;
  readonly fetchMinBytes: Int32Array;
  readonly fetchMaxBytes: Int32Array;
  readonly fetchResponseMaxBytes: Int32Array;
  readonly fetchBackoffMicros: Float64Array;
  readonly consumerFetchMaxBytes: Int32Array;
  readonly highWatermarkCheckpointMicros: Float64Array;
  readonly retentionCheckMicros: Float64Array;
  readonly initialTaskDelayMicros: Float64Array;
  readonly controlledShutdown: Uint8Array;
  readonly preferredLeaders: Uint8Array;
  readonly preferredCheckMicros: Float64Array;
  readonly uncleanCheckMicros: Float64Array;
  readonly appendLingerMicros: Float64Array;
  readonly replicaSocketTimeoutMs: Int32Array;
  readonly producerExpirationMs: Float64Array;
  readonly producerCheckMicros: Float64Array;
  readonly registrationTimeoutMicros: Float64Array;
  readonly quorumFetchTimeoutMicros: Float64Array;
  readonly quorumElectionTimeoutMicros: Float64Array;

  constructor(arena: Arena, count: number) {
    this.heartbeatIntervalMicros = arena.float64(count);
    this.sessionTimeoutMicros = arena.float64(count);
    this.replicaLagMicros = arena.float64(count);
    this.fetchWaitMicros = arena.float64(count);
    this.fetchMinBytes = arena.int32(count);
    this.fetchMaxBytes = arena.int32(count);
    this.fetchResponseMaxBytes = arena.int32(count);
    this.fetchBackoffMicros = arena.float64(count);
    this.consumerFetchMaxBytes = arena.int32(count);
    this.highWatermarkCheckpointMicros = arena.float64(count);
    this.retentionCheckMicros = arena.float64(count);
    this.initialTaskDelayMicros = arena.float64(count);
    this.controlledShutdown = arena.uint8(count);
    this.preferredLeaders = arena.uint8(count);
    this.preferredCheckMicros = arena.float64(count);
    this.uncleanCheckMicros = arena.float64(count);
    this.appendLingerMicros = arena.float64(count);
    this.replicaSocketTimeoutMs = arena.int32(count);
    this.producerExpirationMs = arena.float64(count);
    this.producerCheckMicros = arena.float64(count);
    this.registrationTimeoutMicros = arena.float64(count);
    this.quorumFetchTimeoutMicros = arena.float64(count);
    this.quorumElectionTimeoutMicros = arena.float64(count);
  }

  /** Takes over the effective settings of one broker (or controller). */
  load(row: number, settings: Effective): void {
    this.heartbeatIntervalMicros[row] = number(settings, 'broker.heartbeat.interval.ms') * 1000;
    this.sessionTimeoutMicros[row] = number(settings, 'broker.session.timeout.ms') * 1000;
    this.replicaLagMicros[row] = number(settings, 'replica.lag.time.max.ms') * 1000;
    this.fetchWaitMicros[row] = number(settings, 'replica.fetch.wait.max.ms') * 1000;
    this.fetchMinBytes[row] = number(settings, 'replica.fetch.min.bytes');
    this.fetchMaxBytes[row] = number(settings, 'replica.fetch.max.bytes');
    this.fetchResponseMaxBytes[row] = number(settings, 'replica.fetch.response.max.bytes');
    this.fetchBackoffMicros[row] = number(settings, 'replica.fetch.backoff.ms') * 1000;
    this.consumerFetchMaxBytes[row] = number(settings, 'fetch.max.bytes');
    this.highWatermarkCheckpointMicros[row] = number(settings, 'replica.high.watermark.checkpoint.interval.ms') * 1000;
    this.retentionCheckMicros[row] = number(settings, 'log.retention.check.interval.ms') * 1000;
    this.initialTaskDelayMicros[row] = number(settings, 'log.initial.task.delay.ms') * 1000;
    this.controlledShutdown[row] = flag(settings, 'controlled.shutdown.enable');
    this.preferredLeaders[row] = flag(settings, 'auto.leader.rebalance.enable');
    this.preferredCheckMicros[row] = number(settings, 'leader.imbalance.check.interval.seconds') * 1_000_000;
    this.uncleanCheckMicros[row] = number(settings, 'unclean.leader.election.interval.ms') * 1000;
    this.appendLingerMicros[row] = number(settings, 'controller.quorum.append.linger.ms') * 1000;
    this.replicaSocketTimeoutMs[row] = number(settings, 'replica.socket.timeout.ms');
    this.producerExpirationMs[row] = number(settings, 'producer.id.expiration.ms');
    this.producerCheckMicros[row] = number(settings, 'producer.id.expiration.check.interval.ms') * 1000;
    this.registrationTimeoutMicros[row] = number(settings, 'initial.broker.registration.timeout.ms') * 1000;
    this.quorumFetchTimeoutMicros[row] = number(settings, 'controller.quorum.fetch.timeout.ms') * 1000;
    this.quorumElectionTimeoutMicros[row] = number(settings, 'controller.quorum.election.timeout.ms') * 1000;
  }
}
