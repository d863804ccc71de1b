import { Arena, type Growable, type TraceNames } from '../../kernel/index';

/** What the process of an actor is doing, as far as the trace tells. */
export const ProcessState = {
  running: 0,
  /** Died without a word (kill, crash, power loss). */
  killed: 1,
  /** Left cleanly. */
  stopped: 2,
  paused: 3,
  /** A broker's process that is up again and not yet unfenced. */
  starting: 4,
  /** A member that has not started yet. */
  absent: 5,
} as const;

/** What a broker believes it is for a partition. */
export const ReplicaRole = { none: 0, leader: 1, follower: 2 } as const;

/** What is known of a producer's batch. */
export const BatchState = { queued: 0, inFlight: 1, done: 2 } as const;

/**
 * The state of a cluster at one virtual time, in columns of one arena, so that a checkpoint is a copy of a few buffers.
 *
 * Index of an actor column: actor number. Of a replica column: {@link replicaAt}. Of a group's partition:
 * {@link readerAt}. An offset of -1 is unknown; an end offset is exclusive.
 */
export class ClusterColumns {
  readonly arena = new Arena();
  readonly brokerCount: number;
  readonly partitionCount: number;

  /** {@link ProcessState}; when it became so; the number of the life (1 is the first). */
  readonly processState: Uint8Array;
  readonly processSinceMicros: Float64Array;
  readonly life: Int32Array;
  /** A broker that the controller fenced, and when. */
  readonly isFenced: Uint8Array;
  readonly fencedSinceMicros: Float64Array;

  /** The partition as the metadata has it; leader -1: nobody. */
  readonly leader: Int32Array;
  readonly leaderEpoch: Int32Array;
  readonly partitionEpoch: Int32Array;
  readonly inSyncReplicas: Int32Array;
  readonly eligibleLeaderReplicas: Int32Array;
  /** The leader before the present one (or the last one, if nobody leads), -1: none. */
  readonly previousLeader: Int32Array;
  /** When the present leadership, or the lack of one, began. */
  readonly leaderSinceMicros: Float64Array;
  readonly highWatermark: Int32Array;

  /** A replica's log: its last log batch (-1: empty) and its ends. */
  readonly tip: Int32Array;
  readonly logEndOffset: Int32Array;
  readonly logStartOffset: Int32Array;
  /** What the broker itself believes: {@link ReplicaRole}, the leader epoch and the leader it knows. */
  readonly role: Uint8Array;
  readonly believedLeaderEpoch: Int32Array;
  readonly believedLeader: Int32Array;

  /** The member that the coordinator gave the partition to, and the one whose client holds it; -1: nobody. */
  readonly owner: Int32Array;
  readonly holder: Int32Array;
  readonly position: Int32Array;
  readonly committedOffset: Int32Array;
  readonly committedAtMicros: Float64Array;

  /** GroupStateCode of the kernel, generationId, members. */
  readonly groupState: Uint8Array;
  readonly groupSinceMicros: Float64Array;
  readonly generationId: Int32Array;
  readonly memberCount: Int32Array;
  readonly rebalanceReason: Uint8Array;

  /** A member that its coordinator counts in; the records that it is processing now. */
  readonly isMember: Uint8Array;
  readonly processingPartition: Int32Array;
  readonly processingFrom: Int32Array;
  readonly processingTo: Int32Array;

  /** Records of a producer: send() called; handed to the network and unanswered; how they ended. */
  readonly sent: Int32Array;
  readonly inFlight: Int32Array;
  readonly acknowledged: Int32Array;
  readonly failed: Int32Array;
  readonly unknown: Int32Array;
  /** {@link BatchState} of each batch that the trace has spoken of. */
  readonly batchState: Growable<Int32Array>;

  /** Firings of an action minus its ends, so far (index: action), and the actor it hit last (-1: none). */
  readonly actionsRunning: Growable<Int32Array>;
  readonly actionTarget: Growable<Int32Array>;

  constructor(names: TraceNames) {
    const arena = this.arena;
    const actors = names.actors.length;
    const partitions = names.partitions.length;
    const groups = names.groups.length;
    this.brokerCount = names.actorKinds.filter((kind) => kind === 'broker').length;
    this.partitionCount = partitions;
    const replicas = partitions * this.brokerCount;
    const readers = groups * partitions;

    this.processState = arena.uint8(actors);
    this.processSinceMicros = arena.float64(actors);
    this.life = arena.int32(actors, 1);
    this.isFenced = arena.uint8(this.brokerCount);
    this.fencedSinceMicros = arena.float64(this.brokerCount, -1);
    this.leader = arena.int32(partitions, -1);
    this.leaderEpoch = arena.int32(partitions, -1);
    this.partitionEpoch = arena.int32(partitions, -1);
    this.inSyncReplicas = arena.int32(partitions);
    this.eligibleLeaderReplicas = arena.int32(partitions);
    this.previousLeader = arena.int32(partitions, -1);
    this.leaderSinceMicros = arena.float64(partitions);
    this.highWatermark = arena.int32(partitions);
    this.tip = arena.int32(replicas, -1);
    this.logEndOffset = arena.int32(replicas);
    this.logStartOffset = arena.int32(replicas);
    this.role = arena.uint8(replicas);
    this.believedLeaderEpoch = arena.int32(replicas, -1);
    this.believedLeader = arena.int32(replicas, -1);
    this.owner = arena.int32(readers, -1);
    this.holder = arena.int32(readers, -1);
    this.position = arena.int32(readers, -1);
    this.committedOffset = arena.int32(readers, -1);
    this.committedAtMicros = arena.float64(readers, -1);
    this.groupState = arena.uint8(groups);
    this.groupSinceMicros = arena.float64(groups);
    this.generationId = arena.int32(groups, -1);
    this.memberCount = arena.int32(groups);
    this.rebalanceReason = arena.uint8(groups);
    this.isMember = arena.uint8(actors);
    this.processingPartition = arena.int32(actors, -1);
    this.processingFrom = arena.int32(actors);
    this.processingTo = arena.int32(actors);
    this.sent = arena.int32(actors);
    this.inFlight = arena.int32(actors);
    this.acknowledged = arena.int32(actors);
    this.failed = arena.int32(actors);
    this.unknown = arena.int32(actors);
    this.batchState = arena.growableInt32(1024);
    this.actionsRunning = arena.growableInt32(16);
    this.actionTarget = arena.growableInt32(16, -1);
    for (let actor = 0; actor < actors; actor++) {
      if (names.actorKinds[actor] === 'member') this.processState[actor] = ProcessState.absent;
    }
  }

  /** Place of a broker's replica of a partition in the replica columns. */
  replicaAt(partition: number, broker: number): number {
    return partition * this.brokerCount + broker;
  }

  /** Place of a partition as one group reads it. */
  readerAt(group: number, partition: number): number {
    return group * this.partitionCount + partition;
  }
}
