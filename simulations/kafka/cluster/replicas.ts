import { compileMachine, type Arena } from '../../kernel';
import { replica as replicaMachine } from '../machines/replica';
import type { ClusterShape } from './shape';

/** The replica machine, compiled once; its states are what {@link Replicas.role} holds. */
export const compiledReplica = compileMachine(replicaMachine);
export const ROLE_LEADER = compiledReplica.stateId('Leader');
export const ROLE_FETCHING = compiledReplica.stateId('Follower.Fetching');

/** What each replica keeps, and what a leader knows of the others. Index: replica, or replica * maxReplication + slot. */
export class Replicas {
  /** Last log batch, -1: an empty log. */
  readonly tip: Int32Array;
  readonly logEndOffset: Int32Array;
  readonly logStartOffset: Int32Array;
  readonly highWatermark: Int32Array;
  /** High watermark on disk, from which a crashed replica starts (K-REP-8). */
  readonly highWatermarkCheckpoint: Int32Array;
  /** State of the replica machine: what its broker has been told (K-REP-38). Set once by who owns the machine. */
  role!: Int32Array;
  /** Leader epoch that this broker's metadata gives the partition; the machine's context. */
  leaderEpoch!: Int32Array | Float64Array;
  /** logEndOffset when it became leader: the start offset of its epoch (K-REP-2). */
  readonly epochStartOffset: Int32Array;
  /** Batches below are remembered only as the last one of their producer (K-IDEM-13). */
  readonly producerStateFloor: Int32Array;
  /** Everything below is on disk for certain (K-REP-50). */
  readonly flushedOffset: Int32Array;
  /** The broker whose fetcher has this follower, -1: none; and when a failed fetch of it may be tried again. */
  readonly fetchesFrom: Int32Array;
  readonly fetchRetryAt: Float64Array;
  /** As leader: the metadata row it holds as committed, and the in-sync set it asked for, 0: nothing pending. */
  readonly committedState: Int32Array;
  readonly pendingInSync: Int32Array;
  /** As leader: waiting acks=all entries, oldest first. */
  readonly waitFirst: Int32Array;
  readonly waitLast: Int32Array;

  /** As leader, of each other replica. */
  readonly remoteEndOffset: Int32Array;
  readonly remoteCaughtUpAt: Float64Array;
  readonly remoteFetchAt: Float64Array;
  /** Leader's logEndOffset at the follower's previous fetch (K-REP-21). */
  readonly remoteLeaderEnd: Int32Array;
  readonly remoteBrokerEpoch: Int32Array;
  /** High watermark and log start sent to it last. */
  readonly remoteHighWatermark: Int32Array;

  constructor(arena: Arena, shape: ClusterShape) {
    const count = shape.replicaCount;
    const remote = count * shape.maxReplication;
    this.tip = arena.int32(count, -1);
    this.logEndOffset = arena.int32(count);
    this.logStartOffset = arena.int32(count);
    this.highWatermark = arena.int32(count);
    this.highWatermarkCheckpoint = arena.int32(count);
    this.epochStartOffset = arena.int32(count);
    this.producerStateFloor = arena.int32(count);
    this.flushedOffset = arena.int32(count);
    this.fetchesFrom = arena.int32(count, -1);
    this.fetchRetryAt = arena.float64(count);
    this.committedState = arena.int32(count, -1);
    this.pendingInSync = arena.int32(count);
    this.waitFirst = arena.int32(count, -1);
    this.waitLast = arena.int32(count, -1);
    this.remoteEndOffset = arena.int32(remote, -1);
    this.remoteCaughtUpAt = arena.float64(remote);
    this.remoteFetchAt = arena.float64(remote);
    this.remoteLeaderEnd = arena.int32(remote);
    this.remoteBrokerEpoch = arena.int32(remote, -1);
    this.remoteHighWatermark = arena.int32(remote, -1);
  }
}
