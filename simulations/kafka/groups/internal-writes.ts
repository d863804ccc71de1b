import { ErrorCode, growInt32, type Arena, type Growable } from '../../kernel';
import { M_A, M_DEADLINE, M_HOLDERS, MESSAGE_WORDS } from '../../network';
import { P_PARTITION, P_STATE } from '../broker/entries';
import type { PartitionLeader } from '../broker/partition-leader';
import type { Wakes } from '../broker/produce';
import { firstEntry, type Purgatory } from '../broker/purgatory';
import { API_OFFSET_COMMIT } from '../cluster/apis';
import type { Cluster } from '../cluster/cluster';
import { ROLE_LEADER } from '../cluster/replicas';
import type { CoordinatorSettings } from './coordinator-settings';

const NEXT = 0;
const PREVIOUS = 1;
const KIND = 2;
const GROUP = 3;
const MESSAGE = 4;
const VALUE = 5;
const WORDS = 6;

/** Told how a write ended: the error as the client is to see it (K-ERR-2). `message`: the request it answers, -1: none. */
export type WriteListener = (
  kind: number,
  broker: number,
  group: number,
  message: number,
  value: number,
  error: number,
) => void;

/**
 * A coordinator's writes to its log, with acks=all (K-GRP-2, K-ERR-2). Each waits in the purgatory in a message of its
 * own that never travels, so it ends after `offsets.commit.timeout.ms` whatever its client's request does (K-CON-23).
 */
export class InternalWrites {
  private readonly pool: Growable<Int32Array>;
  /** 0: free slots, 1: slots ever used. */
  private readonly heads: Int32Array;
  /** First waiting write of each broker. */
  private readonly first: Int32Array;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly settings: CoordinatorSettings,
    private readonly leader: PartitionLeader,
    private readonly purgatory: Purgatory,
    private readonly wakes: Wakes,
    private readonly listener: WriteListener,
  ) {
    this.pool = arena.growableInt32(16 * WORDS);
    this.heads = arena.int32(2);
    this.heads[0] = -1;
    this.first = arena.int32(cluster.shape.brokerCount, -1);
  }

  /** Why `broker` cannot write for `group` now, as its client sees it; NONE if it can. */
  refusal(broker: number, group: number): number {
    const replica = this.replicaOf(broker, group);
    if (replica < 0 || this.cluster.replicas.role[replica] !== ROLE_LEADER) return ErrorCode.NOT_COORDINATOR;
    return this.leader.hasEnoughInSync(replica) ? ErrorCode.NONE : ErrorCode.COORDINATOR_NOT_AVAILABLE;
  }

  /** Appends a batch to the log of `group` and returns it; rows and events that follow are caused by it. */
  append(broker: number, group: number, recordCount: number, sizeBytes: number): number {
    const { log, shape, kernel } = this.cluster;
    const replica = this.replicaOf(broker, group);
    const node = this.leader.append(replica, -1, recordCount, sizeBytes);
    log.maxTimestampMs[node] = shape.names.clockMs + Math.floor(kernel.now / 1000);
    this.leader.noteAppend(replica, node);
    return node;
  }

  /** Has the listener told once `node` is replicated, and lets replication begin. */
  wait(broker: number, group: number, node: number, kind: number, message: number, value: number): void {
    const { messages, kernel, log, shape } = this.cluster;
    const slot = this.take(broker, kind, group, message, value);
    // It stands on no connection: nobody sends or answers it.
    const own = messages.create(API_OFFSET_COMMIT, -1);
    const place = messages.addEntry(own);
    const base = own * MESSAGE_WORDS;
    messages.words.array[base + M_HOLDERS] = 1;
    messages.words.array[base + M_A] = slot;
    messages.words.array[base + M_DEADLINE] = Math.ceil(kernel.now / 1000) + this.settings.commitTimeoutMs[broker]!;
    messages.entries.array[place + P_PARTITION] = shape.groupPartition[group]!;
    this.purgatory.wait(this.replicaOf(broker, group), own, place, log.endOffset[node]!);
    this.replicate(broker, group);
  }

  /** Lets what was appended be replicated without waiting for it. */
  replicate(broker: number, group: number): void {
    const { kernel } = this.cluster;
    const cause = kernel.cause;
    this.leader.advance(this.replicaOf(broker, group));
    kernel.cause = cause;
    this.wakes.followers(broker);
  }

  /** The purgatory is done with `own`, a message made by {@link wait}. */
  onDone(own: number, broker: number): void {
    const { messages } = this.cluster;
    const error = messages.entries.array[firstEntry(this.cluster, own) + P_STATE]!;
    const slot = messages.words.array[own * MESSAGE_WORDS + M_A]!;
    messages.release(own);
    const base = slot * WORDS;
    const pool = this.pool.array;
    const kind = pool[base + KIND]!;
    const group = pool[base + GROUP]!;
    const message = pool[base + MESSAGE]!;
    const value = pool[base + VALUE]!;
    this.free(slot, broker);
    this.listener(kind, broker, group, message, value, translated(error));
  }

  /** The broker died: the requests behind its writes are let go. */
  forget(broker: number): void {
    for (let slot = this.first[broker]!; slot >= 0; slot = this.first[broker]!) {
      const message = this.pool.array[slot * WORDS + MESSAGE]!;
      if (message >= 0) this.cluster.messages.release(message);
      this.free(slot, broker);
    }
  }

  private take(broker: number, kind: number, group: number, message: number, value: number): number {
    const { heads } = this;
    let slot = heads[0]!;
    if (slot >= 0) heads[0] = this.pool.array[slot * WORDS + NEXT]!;
    else {
      slot = heads[1]!++;
      growInt32(this.pool, (slot + 1) * WORDS);
    }
    const pool = this.pool.array;
    const base = slot * WORDS;
    const next = this.first[broker]!;
    pool[base + NEXT] = next;
    pool[base + PREVIOUS] = -1;
    if (next >= 0) pool[next * WORDS + PREVIOUS] = slot;
    this.first[broker] = slot;
    pool[base + KIND] = kind;
    pool[base + GROUP] = group;
    pool[base + MESSAGE] = message;
    pool[base + VALUE] = value;
    return slot;
  }

  private free(slot: number, broker: number): void {
    const pool = this.pool.array;
    const base = slot * WORDS;
    const next = pool[base + NEXT]!;
    const previous = pool[base + PREVIOUS]!;
    if (previous < 0) this.first[broker] = next;
    else pool[previous * WORDS + NEXT] = next;
    if (next >= 0) pool[next * WORDS + PREVIOUS] = previous;
    pool[base + NEXT] = this.heads[0]!;
    this.heads[0] = slot;
  }

  private replicaOf(broker: number, group: number): number {
    const { shape } = this.cluster;
    return shape.replicaAt[broker * shape.partitionCount + shape.groupPartition[group]!]!;
  }
}

/** K-ERR-2: what a client hears of a failed write. */
function translated(error: number): number {
  switch (error) {
    case ErrorCode.NONE:
      return ErrorCode.NONE;
    case ErrorCode.NOT_LEADER_OR_FOLLOWER:
      return ErrorCode.NOT_COORDINATOR;
    default:
      return ErrorCode.COORDINATOR_NOT_AVAILABLE;
  }
}
