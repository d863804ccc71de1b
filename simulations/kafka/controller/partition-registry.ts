import { compileMachine, ElectionFlag, ErrorCode, MachineInstances, type Arena } from '../../kernel';
import type { Cluster } from '../cluster/cluster';
import { countOf } from '../cluster/metadata-log';
import { partitionRegistration } from '../machines/partition-registration';
import type { Candidates } from '../machines/partition-registration';
import { noteLeader, noteNoLeader, noteSets } from './partition-rows';
import { ReplicaLists } from './replica-lists';

const compiled = compileMachine(partitionRegistration);
const CREATED = compiled.eventId('Created');
const BROKERS_CHANGED = compiled.eventId('BrokersChanged');
const ALTER_REQUESTED = compiled.eventId('AlterRequested');
const REPLICAS_CHANGED = compiled.eventId('ReplicasChanged');
const PREFERRED_DUE = compiled.eventId('PreferredElectionDue');
const RECORD_PARTITION = compiled.effectId('recordPartition');
const RECORD_LEADER = compiled.effectId('recordLeader');
const RECORD_NO_LEADER = compiled.effectId('recordNoLeader');
const RECORD_IN_SYNC = compiled.effectId('recordInSyncReplicas');
const RESTART_IN_SYNC = compiled.effectId('restartInSyncReplicas');
const REFUSE_FENCED = compiled.effectId('refuseFenced');
const REFUSE_NEWER = compiled.effectId('refuseNewer');
const REFUSE_STALE = compiled.effectId('refuseStale');
const REFUSE_NOT_LEADER = compiled.effectId('refuseNotLeader');
const REFUSE_RECOVERING = compiled.effectId('refuseWhileRecovering');
const REFUSE_INELIGIBLE = compiled.effectId('refuseIneligible');

/** What the registry needs to know of brokers. */
export interface BrokerStates {
  /** Mask of the brokers that may lead and be in sync. */
  activeMask(): number;
  brokerEpoch(broker: number): number;
}

/**
 * The controller's partitions: leaders, epochs, in-sync sets, eligible leader replicas (K-REP-24, K-REP-32 to K-REP-37).
 * The machine decides who leads; the sets are columns that its effects write and the metadata log keeps.
 */
export class PartitionRegistry {
  private readonly instances: MachineInstances<typeof partitionRegistration>;
  private readonly inSync: Int32Array;
  private readonly eligible: Int32Array;
  private readonly isRecovering: Uint8Array;
  private readonly lists: ReplicaLists;
  /** What the effects of the present event work with. */
  private nextInSync = 0;
  private election = 0;
  private refusal: number = ErrorCode.NONE;
  private actor = -1;
  /** Replicas that go with the present event, which completes a reassignment; -1: it does not. */
  private leaving = -1;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly brokers: BrokerStates,
    /** Called after a row was added to the metadata log. */
    private readonly onRecorded: () => void,
  ) {
    const count = cluster.shape.partitionCount;
    this.instances = new MachineInstances(compiled, count, arena, (effect, partition) =>
      this.perform(effect, partition),
    );
    this.inSync = arena.int32(count);
    this.eligible = arena.int32(count);
    this.isRecovering = arena.uint8(count);
    this.lists = new ReplicaLists(arena, cluster.shape);
    for (let partition = 0; partition < count; partition++) this.instances.reset(partition);
  }

  /** Creates every partition that a topic starts with, all its replicas in sync and the preferred one leading. */
  createAll(actor: number): void {
    const { shape } = this.cluster;
    for (let partition = 0; partition < shape.partitionCount; partition++) {
      const topic = shape.partitionTopic[partition]!;
      if (partition < shape.topicFirst[topic]! + shape.partitionsAtStart[topic]!) this.create(partition, actor);
    }
  }

  /** A topic grows to `count` partitions: the new ones begin with those of their replicas that are active (K-REA-9). */
  addPartitions(topic: number, count: number, actor: number): number {
    const first = this.cluster.shape.topicFirst[topic]!;
    if (this.isCreated(first + count - 1)) return ErrorCode.INVALID_PARTITIONS;
    for (let partition = first; partition < first + count; partition++) {
      if (!this.isCreated(partition)) this.create(partition, actor);
    }
    return ErrorCode.NONE;
  }

  private create(partition: number, actor: number): void {
    this.actor = actor;
    this.inSync[partition] = this.lists.mask(partition) & this.brokers.activeMask();
    this.election = ElectionFlag.initial;
    const leader = this.lists.firstIn(partition, this.inSync[partition]!);
    if (leader >= 0) this.instances.send(partition, CREATED, { type: 'Created', leader });
  }

  private isCreated(partition: number): boolean {
    return this.cluster.metadata.latest[partition]! >= 0;
  }

  leader(partition: number): number {
    return this.instances.columns.leader[partition]!;
  }

  /** True if `broker` leads any partition. */
  leadsAny(broker: number): boolean {
    const { leader } = this.instances.columns;
    for (let partition = 0; partition < this.cluster.shape.partitionCount; partition++) {
      if (leader[partition] === broker) return true;
    }
    return false;
  }

  /**
   * `broker` was fenced, is stopping, or registered anew: it leaves every in-sync set, and its partitions get leaders
   * (K-CTL-3, K-REP-34). `isUnclean`: it also leaves the eligible leader replicas (K-CTL-2a).
   */
  removeBroker(broker: number, isUnclean: boolean, actor: number): void {
    const { shape, hasEligibleLeaders } = this.cluster;
    this.actor = actor;
    for (let partition = 0; partition < shape.partitionCount; partition++) {
      const bit = 1 << broker;
      const isMember = (this.inSync[partition]! & bit) !== 0;
      const isLeader = this.leader(partition) === broker;
      const wasEligible = (this.eligible[partition]! & bit) !== 0;
      if (!isMember && !isLeader && !(isUnclean && wasEligible)) continue;
      const next = this.inSync[partition]! & ~bit;
      // Without eligible leader replicas the last member is never removed (K-REP-35a).
      this.nextInSync = next === 0 && !hasEligibleLeaders ? this.inSync[partition]! : next;
      if (isUnclean) this.eligible[partition]! &= ~bit;
      this.shrinkInto(partition, this.nextInSync, isUnclean ? bit : 0);
      this.elect(partition);
    }
  }

  /** `broker` became active: leaderless partitions try again (K-REP-37). */
  brokerActivated(actor: number): void {
    this.actor = actor;
    for (let partition = 0; partition < this.cluster.shape.partitionCount; partition++) {
      if (this.leader(partition) >= 0) continue;
      this.nextInSync = this.inSync[partition]!;
      this.elect(partition);
    }
  }

  /** The periodic election of preferred leaders (K-REP-36). */
  electPreferred(actor: number): void {
    for (let partition = 0; partition < this.cluster.shape.partitionCount; partition++) {
      this.electByHand(partition, this.lists.preferred(partition), actor);
    }
  }

  /** Moves the leadership to `broker`, the preferred leader where it is left out; returns the error to answer with (K-REA-11). */
  electByHand(partition: number, broker: number | undefined, actor: number): number {
    const wanted = broker ?? this.lists.preferred(partition);
    if (this.leader(partition) === wanted) return ErrorCode.ELECTION_NOT_NEEDED;
    const able = this.lists.mask(partition) & this.inSync[partition]! & this.brokers.activeMask();
    if (((able >> wanted) & 1) === 0) return ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE;
    this.actor = actor;
    this.nextInSync = this.inSync[partition]!;
    this.election = ElectionFlag.preferred;
    this.instances.send(partition, PREFERRED_DUE, { type: 'PreferredElectionDue', preferred: wanted });
    return ErrorCode.NONE;
  }

  /** The replica list of a partition, the preferred leader first. */
  replicas(partition: number): readonly number[] {
    return this.lists.of(partition);
  }

  /** Gives the partition another replica list (K-REA-1 to K-REA-6); returns the error to answer with. */
  reassign(partition: number, target: readonly number[], actor: number): number {
    if (!this.isCreated(partition)) return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    this.lists.begin(partition, target);
    const leaving = this.completing(partition, this.inSync[partition]!);
    this.changeReplicas(partition, leaving, this.inSync[partition]!, this.leaderAfter(partition, leaving), actor);
    return ErrorCode.NONE;
  }

  /** Takes back what a reassignment adds (K-REA-7); returns the error to answer with. */
  cancelReassignment(partition: number, actor: number): number {
    const { lists } = this;
    const adding = lists.adding[partition]!;
    if (!lists.isChanging(partition)) return ErrorCode.NO_REASSIGNMENT_IN_PROGRESS;
    const topic = this.cluster.shape.partitionTopic[partition]!;
    const first = lists.firstIn(partition, ~adding);
    let inSync = this.inSync[partition]! & ~adding;
    if (inSync === 0 && this.cluster.topicSettings.allowsUncleanElection[topic] === 1) inSync = 1 << first;
    const leader = this.leader(partition);
    const isGoing = leader >= 0 && ((adding >> leader) & 1) === 1;
    const next = isGoing ? lists.firstIn(partition, inSync & this.brokers.activeMask()) : leader;
    if (inSync === 0 || (isGoing && next < 0)) return ErrorCode.INVALID_REPLICA_ASSIGNMENT;
    this.changeReplicas(partition, adding, inSync, next, actor);
    return ErrorCode.NONE;
  }

  /** `leaving` -1: the reassignment goes on; else these go, and it is over. */
  private changeReplicas(partition: number, leaving: number, inSync: number, leader: number, actor: number): void {
    this.actor = actor;
    this.election = 0;
    this.leaving = leaving;
    this.nextInSync = leaving < 0 ? inSync : inSync & ~leaving;
    this.instances.send(partition, REPLICAS_CHANGED, { type: 'ReplicasChanged', leader, removesReplica: leaving > 0 });
    this.leaving = -1;
  }

  /** The replicas that go once `inSync` is the in-sync set, -1: the reassignment, if any, is not complete (K-REA-3). */
  private completing(partition: number, inSync: number): number {
    const { lists } = this;
    const removing = lists.removing[partition]!;
    const target = lists.mask(partition) & ~removing;
    if (!lists.isChanging(partition) || (target & ~inSync) !== 0) return -1;
    return this.leaderAfter(partition, removing) < 0 ? -1 : removing;
  }

  /** Who leads without the replicas in `leaving`: whoever leads now, else the first that is in sync (K-REA-5). */
  private leaderAfter(partition: number, leaving: number): number {
    const leader = this.leader(partition);
    if (leaving < 0 || leader < 0 || ((leaving >> leader) & 1) === 0) return leader;
    return this.lists.firstIn(partition, this.inSync[partition]! & ~leaving & this.brokers.activeMask());
  }

  /** An AlterPartition of `leader` (K-REP-24); returns the error to answer with. */
  alter(
    partition: number,
    leader: number,
    inSync: number,
    leaderEpoch: number,
    partitionEpoch: number,
    joinerEpoch: number,
    actor: number,
  ): number {
    this.actor = actor;
    const added = inSync & ~this.inSync[partition]!;
    this.refusal = ErrorCode.NONE;
    this.leaving = this.completing(partition, inSync);
    this.nextInSync = this.leaving < 0 ? inSync : inSync & ~this.leaving;
    const reassignedLeader = this.leaving > 0 ? this.leaderAfter(partition, this.leaving) : -1;
    this.election = 0;
    this.instances.send(partition, ALTER_REQUESTED, {
      type: 'AlterRequested',
      leader,
      leaderEpoch,
      partitionEpoch,
      inSyncCount: countOf(inSync),
      hasLeader: ((inSync >> leader) & 1) === 1,
      // Whoever joins must be the process that the leader has seen catch up, not a later one (K-REP-23).
      areEligible:
        (added & ~this.brokers.activeMask()) === 0 &&
        (added === 0 || this.brokers.brokerEpoch(31 - Math.clz32(added)) === joinerEpoch),
      isRecovered: true,
      reassignedLeader,
    });
    this.leaving = -1;
    if (this.refusal !== ErrorCode.NONE || this.leader(partition) === leader) return this.refusal;
    return ErrorCode.NEW_LEADER_ELECTED;
  }

  private elect(partition: number): void {
    const candidates = this.candidates(partition);
    this.election = 0;
    if (!candidates.isLeaderValid && candidates.inSync < 0) {
      if (candidates.eligible >= 0) this.election = ElectionFlag.fromEligible;
      else if (candidates.lastKnown >= 0) this.election = ElectionFlag.lastKnown | ElectionFlag.unclean;
      else if (candidates.unclean >= 0) this.election = ElectionFlag.unclean;
    }
    this.instances.send(partition, BROKERS_CHANGED, { type: 'BrokersChanged', ...candidates });
  }

  /** Who could lead, each the first of its kind in replica-list order (K-REP-32, K-REP-33, K-REP-35). */
  private candidates(partition: number): Candidates {
    const { shape, topicSettings, hasEligibleLeaders, metadata } = this.cluster;
    const active = this.brokers.activeMask();
    const inSync = this.nextInSync;
    const eligible = this.eligible[partition]!;
    const leader = this.leader(partition);
    const topic = shape.partitionTopic[partition]!;
    const lastKnown = this.instances.columns.lastKnownLeader[partition]!;
    const isLeaderValid = leader >= 0 && (((inSync & active) >> leader) & 1) === 1;
    const recorded = metadata.latest[partition]!;
    const canBeLastKnown =
      hasEligibleLeaders && inSync === 0 && eligible === 0 && lastKnown >= 0 && ((active >> lastKnown) & 1) === 1;
    return {
      isLeaderValid,
      hasNewInSync:
        metadata.inSyncReplicas(recorded) !== inSync || metadata.eligibleLeaderReplicas(recorded) !== eligible,
      remembersLeader: hasEligibleLeaders,
      inSync: this.lists.firstIn(partition, inSync & active),
      eligible: inSync === 0 ? this.lists.firstIn(partition, eligible & active) : -1,
      lastKnown: canBeLastKnown ? lastKnown : -1,
      unclean: topicSettings.allowsUncleanElection[topic] === 1 ? this.lists.firstIn(partition, active) : -1,
    };
  }

  /** The in-sync set becomes `next`: what the eligible leader replicas become with it (K-REP-34). */
  private shrinkInto(partition: number, next: number, uncleanMask: number): void {
    const { shape, topicSettings, hasEligibleLeaders } = this.cluster;
    if (hasEligibleLeaders) {
      const topic = shape.partitionTopic[partition]!;
      // K-REA-8: the controller counts the replicas of the topic's first partition.
      const count = this.lists.count(shape.topicFirst[topic]!);
      const minimum = Math.min(topicSettings.minInSyncReplicas[topic]!, count);
      const left = (this.eligible[partition]! | this.inSync[partition]!) & ~next & ~uncleanMask;
      this.eligible[partition] = countOf(next) >= minimum ? 0 : left & this.lists.mask(partition);
    }
    this.inSync[partition] = next;
  }

  private perform(effect: number, partition: number): void {
    switch (effect) {
      case RESTART_IN_SYNC:
        this.restart(partition);
        break;
      case RECORD_PARTITION:
      case RECORD_LEADER:
        if (this.leaving >= 0) this.removeReplicas(partition);
        this.record(partition);
        noteLeader(this.cluster, partition, this.actor, this.election);
        break;
      case RECORD_NO_LEADER:
        this.record(partition);
        noteNoLeader(this.cluster, partition, this.actor);
        break;
      case RECORD_IN_SYNC:
        if (this.leaving >= 0) this.removeReplicas(partition);
        this.shrinkInto(partition, this.nextInSync, 0);
        this.record(partition);
        noteSets(this.cluster, partition, this.actor);
        break;
      case REFUSE_FENCED:
        this.refusal = ErrorCode.FENCED_LEADER_EPOCH;
        break;
      case REFUSE_NEWER:
        this.refusal = ErrorCode.NOT_CONTROLLER;
        break;
      case REFUSE_STALE:
        this.refusal = ErrorCode.INVALID_UPDATE_VERSION;
        break;
      case REFUSE_NOT_LEADER:
      case REFUSE_RECOVERING:
        this.refusal = ErrorCode.INVALID_REQUEST;
        break;
      case REFUSE_INELIGIBLE:
        this.refusal = ErrorCode.INELIGIBLE_REPLICA;
        break;
    }
  }

  /** The present event ends a reassignment: what leaves is neither replica nor in sync any more (K-REA-4). */
  private removeReplicas(partition: number): void {
    this.lists.end(partition, this.leaving);
    this.shrinkInto(partition, this.nextInSync, 0);
  }

  /** The in-sync set is the new leader alone; an unclean election also forgets the eligible ones. */
  private restart(partition: number): void {
    const bit = 1 << this.leader(partition);
    this.isRecovering[partition] = (this.election & ElectionFlag.unclean) !== 0 ? 1 : 0;
    if (this.isRecovering[partition] === 1) this.eligible[partition] = 0;
    const others = this.eligible[partition]! & ~bit;
    this.shrinkInto(partition, bit, 0);
    if (this.eligible[partition] !== 0) this.eligible[partition] = others;
  }

  private record(partition: number): void {
    const { metadata } = this.cluster;
    const { leader, leaderEpoch, partitionEpoch, lastKnownLeader } = this.instances.columns;
    metadata.appendPartition(partition, {
      leader: leader[partition]!,
      leaderEpoch: leaderEpoch[partition]!,
      partitionEpoch: partitionEpoch[partition]!,
      inSyncReplicas: this.inSync[partition]!,
      eligibleLeaderReplicas: this.eligible[partition]!,
      lastKnownLeader: lastKnownLeader[partition]!,
      isRecovering: this.isRecovering[partition] === 1,
      replicas: this.lists.mask(partition),
      addingReplicas: this.lists.adding[partition]!,
      removingReplicas: this.lists.removing[partition]!,
    });
    this.onRecorded();
  }
}
