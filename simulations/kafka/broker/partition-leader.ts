import { AppendFlag, ErrorCode, RowKind } from '../../kernel';
import type { Cluster } from '../cluster/cluster';
import { countOf } from '../cluster/metadata-log';
import { minimumInSync } from '../cluster/minimum-in-sync';
import { ROLE_LEADER } from '../cluster/replicas';
import type { ProducerStates } from './producer-states';
import type { Purgatory } from './purgatory';

/** What a leader asks of its broker: to have its in-sync set changed by the controller. */
export interface InSyncChanger {
  alter(broker: number, partition: number, inSyncMask: number): void;
}

/**
 * The leader's half of replication: append, followers' progress, high watermark, in-sync set (spec/kafka.md B.1, B.2).
 */
export class PartitionLeader {
  constructor(
    private readonly cluster: Cluster,
    private readonly purgatory: Purgatory,
    private readonly producerStates: ProducerStates,
    private readonly changer: InSyncChanger,
  ) {}

  /** True if the committed in-sync set is large enough for acks=all (K-PROD-32 (1), K-REP-11). */
  hasEnoughInSync(replica: number): boolean {
    const { replicas, metadata, shape } = this.cluster;
    const state = replicas.committedState[replica]!;
    return (
      countOf(metadata.inSyncReplicas(state)) >= minimumInSync(this.cluster, shape.replicaPartition[replica]!, state)
    );
  }

  /**
   * Appends a batch (a producer's, or -1: an internal record) to a leader's log and returns the log batch.
   * Timestamps and producer columns are set by the caller. K-REP-2, K-SIM-1.
   */
  append(replica: number, batch: number, count: number, sizeBytes: number): number {
    const { log, replicas, shape, kernel } = this.cluster;
    const partition = shape.replicaPartition[replica]!;
    const previous = replicas.tip[replica]!;
    const node = log.append(partition, batch, count, replicas.leaderEpoch[replica]!, previous, sizeBytes);
    log.appendedAtMicros[node] = kernel.now;
    log.producerId[node] = -1;
    log.producerPrevious[node] = -1;
    log.producerEpoch[node] = -1;
    log.baseSequence[node] = -1;
    log.logAppendTime[node] = 0;
    replicas.tip[replica] = node;
    replicas.logEndOffset[replica] = log.endOffset[node]!;
    return node;
  }

  /** Writes the row of an append; what it causes follows from it. */
  noteAppend(replica: number, node: number): void {
    const { log, shape, kernel } = this.cluster;
    const flags = log.batch[node]! < 0 ? AppendFlag.internal : 0;
    kernel.cause = kernel.row(
      RowKind.append,
      shape.replicaBroker[replica]!,
      flags,
      shape.replicaPartition[replica]!,
      node,
      log.baseOffset[node]!,
      log.endOffset[node]!,
      0,
    );
  }

  /** The replica leads, by metadata row `state`; from now on, if the epoch is new (K-REP-2, K-REP-22). */
  lead(replica: number, state: number, isNewEpoch: boolean): void {
    const { replicas, metadata, shape, kernel } = this.cluster;
    const partition = shape.replicaPartition[replica]!;
    const broker = shape.replicaBroker[replica]!;
    const leaderEpoch = metadata.leaderEpoch(state);
    replicas.committedState[replica] = state;
    replicas.pendingInSync[replica] = 0;
    if (isNewEpoch) {
      replicas.epochStartOffset[replica] = replicas.logEndOffset[replica]!;
      const inSync = metadata.inSyncReplicas(state);
      const first = shape.firstReplica[partition]!;
      for (let slot = 0; slot < shape.replicasOf[partition]!; slot++) {
        const remote = replica * shape.maxReplication + slot;
        const other = shape.replicaBroker[first + slot]!;
        replicas.remoteEndOffset[remote] = -1;
        replicas.remoteCaughtUpAt[remote] = (inSync >> other) & 1 ? kernel.now : -Infinity;
        replicas.remoteFetchAt[remote] = -Infinity;
        replicas.remoteLeaderEnd[remote] = -1;
        replicas.remoteBrokerEpoch[remote] = -1;
        replicas.remoteHighWatermark[remote] = -1;
      }
      this.producerStates.rebuild(replica);
      kernel.cause = kernel.row(
        RowKind.leaderStarted,
        broker,
        0,
        partition,
        leaderEpoch,
        replicas.logEndOffset[replica]!,
        0,
        0,
      );
    }
    this.advance(replica);
  }

  /** The replica leads no more: what waits for it ends (K-PROD-32 (4)). */
  resign(replica: number): void {
    const { replicas } = this.cluster;
    replicas.pendingInSync[replica] = 0;
    this.purgatory.fail(replica, ErrorCode.NOT_LEADER_OR_FOLLOWER);
  }

  /**
   * Takes note of a follower's fetch from `fetchOffset` (B.7 steps 4 to 6, K-REP-21). True if the high watermark moved.
   */
  followerFetched(replica: number, slot: number, fetchOffset: number, brokerEpoch: number): boolean {
    const { replicas, shape, kernel } = this.cluster;
    const remote = replica * shape.maxReplication + slot;
    const now = kernel.now;
    const end = replicas.logEndOffset[replica]!;
    if (fetchOffset >= end) {
      if (now > replicas.remoteCaughtUpAt[remote]!) replicas.remoteCaughtUpAt[remote] = now;
    } else if (fetchOffset >= replicas.remoteLeaderEnd[remote]! && replicas.remoteLeaderEnd[remote]! >= 0) {
      const previous = replicas.remoteFetchAt[remote]!;
      if (previous > replicas.remoteCaughtUpAt[remote]!) replicas.remoteCaughtUpAt[remote] = previous;
    }
    replicas.remoteLeaderEnd[remote] = end;
    replicas.remoteFetchAt[remote] = now;
    replicas.remoteBrokerEpoch[remote] = brokerEpoch;
    const changed = replicas.remoteEndOffset[remote] !== fetchOffset;
    replicas.remoteEndOffset[remote] = fetchOffset;
    this.considerJoining(replica, slot, remote);
    return changed && this.advance(replica);
  }

  /** Recomputes the high watermark (K-REP-5, K-REP-10) and completes what waited. True if it moved. */
  advance(replica: number): boolean {
    const { replicas, metadata, shape, kernel } = this.cluster;
    const partition = shape.replicaPartition[replica]!;
    const state = replicas.committedState[replica]!;
    const committed = metadata.inSyncReplicas(state);
    if (countOf(committed) < minimumInSync(this.cluster, partition, state)) return false;
    const maximal = committed | replicas.pendingInSync[replica]!;
    const broker = shape.replicaBroker[replica]!;
    const first = shape.firstReplica[partition]!;
    const count = shape.replicasOf[partition]!;
    const end = replicas.logEndOffset[replica]!;
    let highWatermark = end;
    for (let slot = 0; slot < count; slot++) {
      const other = shape.replicaBroker[first + slot]!;
      if (other === broker) continue;
      const remote = replica * shape.maxReplication + slot;
      const remoteEnd = replicas.remoteEndOffset[remote]!;
      if (((maximal >> other) & 1) === 0 && !this.holdsBack(replica, other, remote, end)) continue;
      if (remoteEnd < highWatermark) highWatermark = remoteEnd;
    }
    if (highWatermark <= replicas.highWatermark[replica]!) return false;
    replicas.highWatermark[replica] = highWatermark;
    kernel.cause = kernel.row(
      RowKind.highWatermark,
      broker,
      0,
      partition,
      highWatermark,
      replicas.leaderEpoch[replica]!,
      0,
      0,
    );
    this.purgatory.complete(replica);
    return true;
  }

  /** The periodic check of a broker's leaderships for followers that fell behind (K-REP-20). */
  shrink(broker: number): void {
    const { replicas, metadata, shape, brokerSettings, kernel } = this.cluster;
    const lag = brokerSettings.replicaLagMicros[broker]!;
    for (let partition = 0; partition < shape.partitionCount; partition++) {
      const replica = shape.replicaAt[broker * shape.partitionCount + partition]!;
      if (replica < 0 || replicas.role[replica] !== ROLE_LEADER || replicas.pendingInSync[replica] !== 0) continue;
      const inSync = metadata.inSyncReplicas(replicas.committedState[replica]!);
      const first = shape.firstReplica[partition]!;
      let next = inSync;
      for (let slot = 0; slot < shape.replicasOf[partition]!; slot++) {
        const other = shape.replicaBroker[first + slot]!;
        if (other === broker || ((inSync >> other) & 1) === 0) continue;
        const remote = replica * shape.maxReplication + slot;
        if (replicas.remoteEndOffset[remote] === replicas.logEndOffset[replica]) continue;
        if (kernel.now - replicas.remoteCaughtUpAt[remote]! > lag) next &= ~(1 << other);
      }
      if (next !== inSync) this.ask(replica, next);
    }
  }

  /** A change of the in-sync set was committed: metadata row `state`. */
  inSyncCommitted(replica: number, state: number): void {
    const { replicas } = this.cluster;
    replicas.committedState[replica] = state;
    replicas.pendingInSync[replica] = 0;
    this.advance(replica);
  }

  /** A replica outside the in-sync set that is caught up and eligible is waited for as well (K-REP-5). */
  private holdsBack(replica: number, other: number, remote: number, end: number): boolean {
    const { replicas, brokerSettings, shape, kernel } = this.cluster;
    const remoteEnd = replicas.remoteEndOffset[remote]!;
    if (remoteEnd < 0) return false;
    const broker = shape.replicaBroker[replica]!;
    const isCaughtUp =
      remoteEnd === end || kernel.now - replicas.remoteCaughtUpAt[remote]! <= brokerSettings.replicaLagMicros[broker]!;
    return isCaughtUp && this.isEligible(broker, other, remote);
  }

  /** K-REP-23: join the in-sync set when caught up to the high watermark and to the start of the leader's epoch. */
  private considerJoining(replica: number, slot: number, remote: number): void {
    const { replicas, metadata, shape } = this.cluster;
    if (replicas.pendingInSync[replica] !== 0) return;
    const partition = shape.replicaPartition[replica]!;
    const other = shape.replicaBroker[shape.firstReplica[partition]! + slot]!;
    const inSync = metadata.inSyncReplicas(replicas.committedState[replica]!);
    if ((inSync >> other) & 1) return;
    const remoteEnd = replicas.remoteEndOffset[remote]!;
    if (remoteEnd < replicas.highWatermark[replica]! || remoteEnd < replicas.epochStartOffset[replica]!) return;
    if (!this.isEligible(shape.replicaBroker[replica]!, other, remote)) return;
    this.ask(replica, inSync | (1 << other));
  }

  /** Broker epoch, from its fetches, of the replica that `inSyncMask` adds; -1: it adds nobody. */
  joinerEpoch(replica: number, inSyncMask: number): number {
    const { replicas, metadata, shape } = this.cluster;
    const added = inSyncMask & ~metadata.inSyncReplicas(replicas.committedState[replica]!);
    const partition = shape.replicaPartition[replica]!;
    const first = shape.firstReplica[partition]!;
    for (let slot = 0; slot < shape.replicasOf[partition]!; slot++) {
      if (((added >> shape.replicaBroker[first + slot]!) & 1) === 0) continue;
      return replicas.remoteBrokerEpoch[replica * shape.maxReplication + slot]!;
    }
    return -1;
  }

  private isEligible(broker: number, other: number, remote: number): boolean {
    const { brokers, replicas, shape } = this.cluster;
    if (((brokers.activeMask[broker]! >> other) & 1) === 0) return false;
    const known = brokers.brokerEpochs[broker * shape.brokerCount + other]!;
    return replicas.remoteBrokerEpoch[remote] === known;
  }

  private ask(replica: number, inSyncMask: number): void {
    const { replicas, shape, metadata } = this.cluster;
    // The maximal set: what is committed and what is asked for (K-REP-11).
    replicas.pendingInSync[replica] = inSyncMask | metadata.inSyncReplicas(replicas.committedState[replica]!);
    this.changer.alter(shape.replicaBroker[replica]!, shape.replicaPartition[replica]!, inSyncMask);
  }
}
