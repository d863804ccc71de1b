import { compileMachine, ElectionFlag, ErrorCode, MachineInstances, RowKind, type Arena } from '../../kernel';
import type { Cluster } from '../cluster/cluster';
import { countOf } from '../cluster/metadata-log';
import { partitionRegistration } from '../machines/partition-registration';
import type { Candidates } from '../machines/partition-registration';

const compiled = compileMachine(partitionRegistration);
const CREATED = compiled.eventId('Created');
const BROKERS_CHANGED = compiled.eventId('BrokersChanged');
const ALTER_REQUESTED = compiled.eventId('AlterRequested');
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
  /** What the effects of the present event work with. */
  private nextInSync = 0;
  private election = 0;
  private refusal: number = ErrorCode.NONE;
  private actor = -1;

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
    for (let partition = 0; partition < count; partition++) this.instances.reset(partition);
  }

  /** Creates every partition with all its replicas in sync and the preferred one leading. */
  createAll(actor: number): void {
    const { shape } = this.cluster;
    this.actor = actor;
    for (let partition = 0; partition < shape.partitionCount; partition++) {
      this.inSync[partition] = this.replicaMask(partition);
      this.election = ElectionFlag.initial;
      const leader = shape.replicaBroker[shape.firstReplica[partition]!]!;
      this.instances.send(partition, CREATED, { type: 'Created', leader });
    }
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
    const { shape } = this.cluster;
    this.actor = actor;
    const active = this.brokers.activeMask();
    for (let partition = 0; partition < shape.partitionCount; partition++) {
      const first = shape.replicaBroker[shape.firstReplica[partition]!]!;
      const isAble = ((this.inSync[partition]! & active) >> first) & 1;
      this.nextInSync = this.inSync[partition]!;
      this.election = ElectionFlag.preferred;
      this.instances.send(partition, PREFERRED_DUE, { type: 'PreferredElectionDue', preferred: isAble ? first : -1 });
    }
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
    if ((added & ~this.brokers.activeMask()) !== 0) return ErrorCode.INELIGIBLE_REPLICA;
    // Whoever joins must be the process that the leader has seen catch up, not a later one (K-REP-23).
    if (added !== 0 && this.brokers.brokerEpoch(31 - Math.clz32(added)) !== joinerEpoch)
      return ErrorCode.INELIGIBLE_REPLICA;
    if (((inSync >> leader) & 1) === 0) return ErrorCode.INVALID_REQUEST;
    this.refusal = ErrorCode.NONE;
    this.nextInSync = inSync;
    this.instances.send(partition, ALTER_REQUESTED, {
      type: 'AlterRequested',
      leader,
      leaderEpoch,
      partitionEpoch,
      inSyncCount: countOf(inSync),
      isRecovered: true,
    });
    return this.refusal;
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
      inSync: this.firstOf(partition, inSync & active),
      eligible: inSync === 0 ? this.firstOf(partition, eligible & active) : -1,
      lastKnown: canBeLastKnown ? lastKnown : -1,
      unclean: topicSettings.allowsUncleanElection[topic] === 1 ? this.firstOf(partition, active) : -1,
    };
  }

  private firstOf(partition: number, mask: number): number {
    const { shape } = this.cluster;
    const first = shape.firstReplica[partition]!;
    for (let slot = 0; slot < shape.replicasOf[partition]!; slot++) {
      const broker = shape.replicaBroker[first + slot]!;
      if ((mask >> broker) & 1) return broker;
    }
    return -1;
  }

  /** The in-sync set becomes `next`: what the eligible leader replicas become with it (K-REP-34). */
  private shrinkInto(partition: number, next: number, uncleanMask: number): void {
    const { shape, topicSettings, hasEligibleLeaders } = this.cluster;
    if (hasEligibleLeaders) {
      const topic = shape.partitionTopic[partition]!;
      const minimum = Math.min(topicSettings.minInSyncReplicas[topic]!, shape.replicasOf[partition]!);
      const previous = this.inSync[partition]!;
      this.eligible[partition] =
        countOf(next) >= minimum ? 0 : (this.eligible[partition]! | previous) & ~next & ~uncleanMask;
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
        this.record(partition);
        this.noteLeader(partition);
        break;
      case RECORD_NO_LEADER:
        this.record(partition);
        this.noteNoLeader(partition);
        break;
      case RECORD_IN_SYNC:
        this.shrinkInto(partition, this.nextInSync, 0);
        this.record(partition);
        this.noteSets(partition);
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
    }
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
    metadata.appendPartition(
      partition,
      leader[partition]!,
      leaderEpoch[partition]!,
      partitionEpoch[partition]!,
      this.inSync[partition]!,
      this.eligible[partition]!,
      lastKnownLeader[partition]!,
      this.isRecovering[partition] === 1,
    );
    this.onRecorded();
  }

  private noteLeader(partition: number): void {
    const { kernel, metadata } = this.cluster;
    const { leader, leaderEpoch, partitionEpoch } = this.instances.columns;
    const cause = kernel.cause;
    kernel.cause = kernel.row(
      RowKind.leaderElected,
      this.actor,
      this.election,
      partition,
      leader[partition]!,
      leaderEpoch[partition]!,
      this.inSync[partition]!,
      partitionEpoch[partition]!,
    );
    metadata.noteTraceRow(metadata.latest[partition]!, kernel.cause);
    this.noteSets(partition);
    kernel.cause = cause;
  }

  private noteNoLeader(partition: number): void {
    const { kernel, metadata } = this.cluster;
    const { leaderEpoch, lastKnownLeader } = this.instances.columns;
    const cause = kernel.cause;
    const last = lastKnownLeader[partition]!;
    kernel.cause = kernel.row(
      RowKind.leaderNone,
      this.actor,
      0,
      partition,
      last,
      leaderEpoch[partition]!,
      this.inSync[partition]!,
      0,
    );
    metadata.noteTraceRow(metadata.latest[partition]!, kernel.cause);
    this.noteSets(partition);
    kernel.cause = cause;
  }

  private noteSets(partition: number): void {
    const { lastKnownLeader, partitionEpoch } = this.instances.columns;
    const { kernel, metadata } = this.cluster;
    const row = kernel.row(
      RowKind.isrChanged,
      this.actor,
      0,
      partition,
      this.inSync[partition]!,
      this.eligible[partition]!,
      lastKnownLeader[partition]!,
      partitionEpoch[partition]!,
    );
    const recorded = metadata.latest[partition]!;
    if (metadata.traceRow(recorded) < 0) metadata.noteTraceRow(recorded, row);
  }

  private replicaMask(partition: number): number {
    const { shape } = this.cluster;
    const first = shape.firstReplica[partition]!;
    let mask = 0;
    for (let slot = 0; slot < shape.replicasOf[partition]!; slot++) mask |= 1 << shape.replicaBroker[first + slot]!;
    return mask;
  }
}
