import { CLASS_TIMER, draw, ErrorCode, Purpose, RowKind, scale, TruncateReason, type Arena } from '../../kernel';
import { retainedFrom, segmentsOf, type Segment } from '../../log';
import { EV_HIGH_WATERMARK_CHECKPOINT, EV_ISR_CHECK, EV_RETENTION } from '../cluster/apis';
import type { Cluster } from '../cluster/cluster';
import { ROLE_LEADER } from '../cluster/replicas';
import type { FollowerFetchers } from './follower-fetcher';
import type { PartitionLeader } from './partition-leader';

/** The system writes dirty pages out by itself after about this long (K-REP-50). */
const OS_FLUSH_MICROS = 30_000_000;

/** What a broker does from time to time, and what its disk keeps: K-REP-8, K-REP-20, K-REP-42, K-REP-50, K-LOG-3 to -6. */
export class BrokerTasks {
  private readonly checkpointAt: Float64Array;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly leader: PartitionLeader,
    private readonly fetchers: FollowerFetchers,
  ) {
    this.checkpointAt = arena.float64(cluster.shape.brokerCount);
  }

  /** Starts the timers of a process that has just begun. */
  start(broker: number): void {
    const { brokerSettings } = this.cluster;
    this.timer(broker, brokerSettings.replicaLagMicros[broker]! / 2, EV_ISR_CHECK);
    this.timer(broker, brokerSettings.highWatermarkCheckpointMicros[broker]!, EV_HIGH_WATERMARK_CHECKPOINT);
    this.timer(broker, brokerSettings.initialTaskDelayMicros[broker]!, EV_RETENTION);
  }

  /** K-REP-20: every half of `replica.lag.time.max.ms`. */
  onIsrCheck(broker: number): void {
    this.leader.shrink(broker);
    this.timer(broker, this.cluster.brokerSettings.replicaLagMicros[broker]! / 2, EV_ISR_CHECK);
  }

  /** K-REP-8. */
  onCheckpoint(broker: number): void {
    this.checkpoint(broker);
    this.timer(
      broker,
      this.cluster.brokerSettings.highWatermarkCheckpointMicros[broker]!,
      EV_HIGH_WATERMARK_CHECKPOINT,
    );
  }

  /** K-LOG-3, K-LOG-4: deletes whole segments by time, then by size. */
  onRetention(broker: number): void {
    const { topicSettings, replicas, shape, kernel } = this.cluster;
    const nowMs = shape.names.clockMs + Math.floor(kernel.now / 1000);
    this.eachReplica(broker, (replica, partition) => {
      const topic = shape.partitionTopic[partition]!;
      if (topicSettings.deletes[topic] === 0 || replicas.tip[replica]! < 0) return;
      const start = replicas.logStartOffset[replica]!;
      const retentionMs = topicSettings.retentionMs[topic]!;
      const retentionBytes = topicSettings.retentionBytes[topic]!;
      if (retentionMs < 0 && retentionBytes < 0) return;
      const segments = this.segments(replica);
      const next = retainedFrom(segments, start, replicas.highWatermark[replica]!, nowMs, {
        retentionMs,
        retentionBytes,
      });
      if (next <= start) return;
      replicas.logStartOffset[replica] = next;
      kernel.row(RowKind.logStart, broker, 0, partition, next, 0, 0, 0);
    });
    this.timer(broker, this.cluster.brokerSettings.retentionCheckMicros[broker]!, EV_RETENTION);
  }

  /**
   * An administrator deletes what lies below `before`, -1: below the high watermark (K-REA-12). The followers learn of it
   * with the answer to their next fetch. Returns the error to answer with.
   */
  deleteRecords(broker: number, partition: number, before: number): number {
    const { topicSettings, replicas, shape, kernel } = this.cluster;
    const replica = shape.replicaAt[broker * shape.partitionCount + partition]!;
    const topic = shape.partitionTopic[partition]!;
    if (kernel.alive[broker] === 0 || replica < 0 || replicas.role[replica] !== ROLE_LEADER)
      return ErrorCode.NOT_LEADER_OR_FOLLOWER;
    if (topicSettings.needsKeys[topic] === 1 && topicSettings.deletes[topic] === 0) return ErrorCode.POLICY_VIOLATION;
    const highWatermark = replicas.highWatermark[replica]!;
    const logStart = before < 0 ? highWatermark : before;
    if (logStart > highWatermark) return ErrorCode.OFFSET_OUT_OF_RANGE;
    if (logStart <= replicas.logStartOffset[replica]!) return ErrorCode.NONE;
    replicas.logStartOffset[replica] = logStart;
    kernel.row(RowKind.logStart, broker, 0, partition, logStart, 0, 0, 0);
    // A fetch without records is answered all the same where something is new to the follower.
    const first = replica * shape.maxReplication;
    replicas.remoteHighWatermark.fill(-1, first, first + shape.maxReplication);
    return ErrorCode.NONE;
  }

  /** Writes the high watermarks to disk. */
  checkpoint(broker: number): void {
    const { replicas, kernel } = this.cluster;
    this.checkpointAt[broker] = kernel.now;
    this.eachReplica(broker, (replica) => {
      replicas.highWatermarkCheckpoint[replica] = replicas.highWatermark[replica]!;
    });
  }

  /** A clean stop: everything is on disk (K-REP-40). */
  flush(broker: number): void {
    const { replicas, kernel } = this.cluster;
    this.checkpoint(broker);
    this.eachReplica(broker, (replica, partition) => {
      const end = replicas.logEndOffset[replica]!;
      if (end > replicas.flushedOffset[replica]!) kernel.row(RowKind.flush, broker, 0, partition, end, 0, 0, 0);
      replicas.flushedOffset[replica] = end;
    });
  }

  /** The machine lost power: each log loses what was not flushed (K-REP-42, K-REP-50). */
  destroyUnflushed(broker: number): void {
    this.eachReplica(broker, (replica) => {
      this.fetchers.truncate(replica, this.flushedEnd(replica), TruncateReason.unflushedLost);
    });
  }

  /**
   * The process is up again and has read its logs: the high watermark starts from its checkpoint (K-REP-8), and of each
   * producer only the last batch is remembered (K-IDEM-13).
   */
  recover(broker: number, wasClean: boolean): void {
    const { replicas } = this.cluster;
    this.eachReplica(broker, (replica) => {
      const end = replicas.logEndOffset[replica]!;
      const checkpoint = Math.min(replicas.highWatermarkCheckpoint[replica]!, end);
      replicas.highWatermark[replica] = Math.max(checkpoint, replicas.logStartOffset[replica]!);
      replicas.flushedOffset[replica] = end;
      // The newest snapshot of producers: of the clean stop, or of the last roll or truncation.
      const rolledAt = this.segments(replica).at(-1)?.baseOffset ?? 0;
      replicas.producerStateFloor[replica] = wasClean ? end : Math.max(rolledAt, replicas.producerStateFloor[replica]!);
      replicas.pendingInSync[replica] = 0;
      replicas.committedState[replica] = -1;
    });
    this.start(broker);
  }

  /** Everything below is on disk: closed segments, pages older than the system keeps dirty, `flush.messages`. */
  private flushedEnd(replica: number): number {
    const { replicas, shape, topicSettings, log, kernel } = this.cluster;
    const topic = shape.partitionTopic[shape.replicaPartition[replica]!]!;
    const tip = replicas.tip[replica]!;
    const end = replicas.logEndOffset[replica]!;
    if (topicSettings.flushMessages[topic]! <= 1) return end;
    let flushed = this.flushedByCount(replica, topicSettings.flushMessages[topic]!);
    const active = this.segments(replica).at(-1);
    if (active && active.baseOffset > flushed) flushed = active.baseOffset;
    let node = tip;
    while (node >= 0 && kernel.now - log.appendedAtMicros[node]! < OS_FLUSH_MICROS) node = log.parent[node]!;
    if (node >= 0 && log.endOffset[node]! > flushed) flushed = log.endOffset[node]!;
    return flushed;
  }

  /** K-REP-50: a flush came whenever `flush.messages` records had gathered since the last one. */
  private flushedByCount(replica: number, flushMessages: number): number {
    const { replicas, log } = this.cluster;
    let flushed = replicas.flushedOffset[replica]!;
    if (replicas.logEndOffset[replica]! - flushed < flushMessages) return flushed;
    const ends: number[] = [];
    for (let node = replicas.tip[replica]!; node >= 0 && log.endOffset[node]! > flushed; node = log.parent[node]!)
      ends.push(log.endOffset[node]!);
    for (const end of ends.toReversed()) if (end - flushed >= flushMessages) flushed = end;
    return flushed;
  }

  /** True if `broker` leads any partition. */
  leadsAny(broker: number): boolean {
    let leads = false;
    this.eachReplica(broker, (replica) => {
      if (this.cluster.replicas.role[replica] === ROLE_LEADER) leads = true;
    });
    return leads;
  }

  /** Each replica rolls on its own, so each draws the jitter of its segments itself (K-LOG-2, K-SIM-4). */
  private segments(replica: number): Segment[] {
    const { replicas, shape, topicSettings, log, kernel } = this.cluster;
    const topic = shape.partitionTopic[shape.replicaPartition[replica]!]!;
    const jitter = topicSettings.segmentJitterMs[topic]!;
    return segmentsOf(log, replicas.tip[replica]!, replicas.logStartOffset[replica]!, {
      segmentBytes: topicSettings.segmentBytes[topic]!,
      segmentMs: topicSettings.segmentMs[topic]!,
      jitterMs: (baseOffset) => scale(draw(kernel.seed, Purpose.segmentJitter, replica, baseOffset), jitter),
    });
  }

  private eachReplica(broker: number, visit: (replica: number, partition: number) => void): void {
    const { shape } = this.cluster;
    for (let partition = 0; partition < shape.partitionCount; partition++) {
      const replica = shape.replicaAt[broker * shape.partitionCount + partition]!;
      if (replica >= 0) visit(replica, partition);
    }
  }

  private timer(broker: number, delayMicros: number, kind: number): void {
    const { kernel, timerStream } = this.cluster;
    kernel.at(kernel.now + Math.round(delayMicros), CLASS_TIMER, timerStream[broker]!, kind, broker, 0, broker);
  }
}
