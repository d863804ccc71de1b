import { CommitMode, ErrorCode, LeaveReason, MachineInstances, RebalanceReason, type Arena } from '../../kernel';
import { M_ERROR } from '../../network';
import type { Cluster } from '../cluster/cluster';
import { R_MEMBER_ID, R_PAYLOAD, wordOf } from '../groups/group-requests';
import type { MemberIds } from '../groups/member-ids';
import type { GroupPayloads } from '../groups/payloads';
import type { ClassicMemberEvent } from '../machines/classic-member';
import type { Commits } from './commits';
import type { ConsumerPlan } from './consumer-plan';
import type { ConsumerSettings } from './consumer-settings';
import { JoinRequests, type MemberStanding } from './join-requests';
import type { MemberColumns } from './member-columns';
import type { MemberLink } from './member-link';
import {
  compiledMember,
  MEMBER_JOIN_DUE,
  MEMBER_PREPARING,
  MEMBER_REJOIN_NEEDED,
  MEMBER_STABLE,
  MEMBER_UNJOINED,
  MemberEffect,
  MemberEvent,
} from './member-machine';
import type { RebalanceCallbacks } from './rebalance-callbacks';

/** Steps of preparing a join, and of completing one (K-GRP-17, K-GRP-18). */
const STEP_BEGIN = 0;
const STEP_AUTO_COMMIT = 1;
const STEP_CALLBACK = 2;

/** What an awaited commit was for. */
export const NEXT_POLL = 0;
export const NEXT_PROCESS = 1;
export const NEXT_RECORD = 2;
export const NEXT_REBALANCE = 3;
export const NEXT_CLOSE = 4;

/** What the membership asks of the rest of the client. */
export interface MembershipHost {
  /** An error that poll() throws. */
  fail(member: number, error: number): void;
  /** The heartbeat thread begins, pauses or ends. */
  startHeartbeats(member: number): void;
  stopHeartbeats(member: number): void;
  /** LeaveGroup was not sent, or its answer is there. */
  left(member: number): void;
}

/** The client's half of the classic protocol: joins, assignment, callbacks (K-GRP-10 to K-GRP-25, E.5b). */
export class Membership implements MemberStanding {
  readonly instances: MachineInstances<typeof compiledMember.machine>;
  /** Set once by who composes the parts. */
  host!: MembershipHost;
  private readonly requests: JoinRequests;
  private readonly retryAt: Float64Array;
  private readonly attempts: Int32Array;
  private readonly step: Uint8Array;
  /** Payload of an assignment that poll() has still to take over, -1: none. */
  private readonly assignment: Int32Array;
  private readonly leaveReason: Int32Array;
  private readonly queue: number[] = [];
  private head = 0;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly plan: ConsumerPlan,
    private readonly columns: MemberColumns,
    private readonly settings: ConsumerSettings,
    private readonly link: MemberLink,
    private readonly commits: Commits,
    private readonly callbacks: RebalanceCallbacks,
    private readonly payloads: GroupPayloads,
    ids: MemberIds,
  ) {
    const count = cluster.shape.memberCount;
    this.instances = new MachineInstances(compiledMember, count, arena, (effect, member, event) => {
      this.queue.push(effect, member, event.type === 'JoinFailed' ? 1 : 0);
    });
    this.requests = new JoinRequests(arena, cluster, plan, columns, settings, link, payloads, ids, this);
    this.retryAt = arena.float64(count);
    this.attempts = arena.int32(count);
    this.step = arena.uint8(count);
    this.assignment = arena.int32(count, -1);
    this.leaveReason = arena.int32(count);
    for (let member = 0; member < count; member++) this.reset(member);
  }

  /** A new process. */
  reset(member: number): void {
    this.instances.reset(member);
    this.instances.columns.isStatic[member] = this.settings.names[member]!.value.instanceId === null ? 0 : 1;
    this.requests.reset(member);
    this.retryAt[member] = 0;
    this.attempts[member] = 0;
    this.step[member] = STEP_BEGIN;
    this.assignment[member] = -1;
  }

  hasMembership(member: number): boolean {
    return this.plan.groups[this.cluster.shape.memberGroup[member]!]!.hasMembership;
  }

  /** The generation of the member, -1: none. */
  generationId(member: number): number {
    return this.instances.columns.generationId[member]!;
  }

  idOf(member: number): number {
    return this.instances.columns.hasMemberId[member] === 1 ? this.requests.lastId[member]! : -1;
  }

  isLeader(member: number): boolean {
    return this.instances.columns.isLeader[member] === 1;
  }

  /** True while the member takes its membership to be valid (E.5b): then heartbeats and commits are sent. */
  isSettled(member: number): boolean {
    const state = this.instances.stateColumn[member]!;
    return state === MEMBER_STABLE || state === MEMBER_REJOIN_NEEDED || state === MEMBER_PREPARING;
  }

  /** Gives the member's machine an event and performs what follows. */
  send(member: number, event: ClassicMemberEvent): void {
    this.instances.send(member, MemberEvent[event.type], event);
    const { queue } = this;
    while (this.head < queue.length) {
      const at = this.head;
      this.head += 3;
      this.perform(queue[at]!, queue[at + 1]!, queue[at + 2] === 1);
    }
    queue.length = 0;
    this.head = 0;
  }

  /** The coordinator work of poll(). False: poll() is inside a callback or a commit and returns no records. */
  work(member: number): boolean {
    const { kernel } = this.cluster;
    if (!this.hasMembership(member)) return true;
    for (;;) {
      const state = this.instances.stateColumn[member]!;
      const isJoined = state === MEMBER_STABLE || state === MEMBER_REJOIN_NEEDED;
      if (isJoined && this.assignment[member]! >= 0) {
        if (!this.complete(member)) return false;
      } else if (state === MEMBER_PREPARING) {
        if (!this.prepare(member)) return false;
        this.send(member, { type: 'JoinPrepared' });
      } else if (state === MEMBER_UNJOINED || state === MEMBER_JOIN_DUE || state === MEMBER_REJOIN_NEEDED) {
        if (kernel.now < this.retryAt[member]!) {
          this.link.wake(member, this.retryAt[member]!);
          return true;
        }
        // A known coordinator may still have to be connected to.
        if (this.instances.columns.hasCoordinator[member] === 1 && this.link.coordinatorOrFind(member) < 0) return true;
        this.send(member, { type: 'Polled' });
        if (this.instances.stateColumn[member] === state) return true;
      } else return true;
    }
  }

  /** The application wants to rejoin (K-GRP-12). False: it is not in a group. */
  requestRejoin(member: number, reason: number): boolean {
    if (this.instances.stateColumn[member] !== MEMBER_STABLE) return false;
    this.requests.reason[member] = reason;
    this.send(member, { type: 'RejoinWanted' });
    return true;
  }

  /** The member's metadata is newer: the leader of a group looks for new partitions (K-GRP-25). */
  onMetadata(member: number): void {
    if (this.isLeader(member) && this.requests.seesNewPartitions(member))
      this.requestRejoin(member, RebalanceReason.metadataChanged);
  }

  /** close(): callbacks, then LeaveGroup if the member is dynamic (K-GRP-22). */
  leave(member: number): void {
    this.leaveReason[member] = LeaveReason.left;
    const leaves = this.idOf(member) >= 0 && this.instances.columns.isStatic[member] === 0;
    // The machine's effect would come too late: it runs once the generation is forgotten.
    const owned = this.columns.ownedList(member);
    if (owned.length > 0 && this.generationId(member) < 0)
      this.callbacks.lose(member, this.requests.joinedGeneration[member]!);
    else if (owned.length > 0) this.callbacks.revoke(member, owned, this.generationId(member));
    this.send(member, { type: 'Closed' });
    if (!leaves || this.link.openCoordinator(member) < 0) this.host.left(member);
  }

  /** `max.poll.interval.ms` is over (K-GRP-21). */
  exceedPollInterval(member: number): void {
    this.leaveReason[member] = LeaveReason.pollTimeout;
    this.send(member, { type: 'PollIntervalExceeded' });
  }

  onJoinAnswer(message: number, member: number): void {
    const words = this.cluster.messages.words.array;
    const error = words[wordOf(message, M_ERROR)]!;
    if (error === ErrorCode.MEMBER_ID_REQUIRED) {
      this.requests.lastId[member] = words[wordOf(message, R_MEMBER_ID)]!;
      this.send(member, { type: 'MemberIdRequired' });
    } else if (error === ErrorCode.NONE) {
      const answer = this.requests.joined(member, words[wordOf(message, R_PAYLOAD)]!);
      this.attempts[member] = 0;
      const isLeader = answer.leaderId === answer.memberId;
      this.send(member, { type: 'JoinAnswered', generationId: answer.generationId, isLeader });
    } else this.onJoinError(member, error);
  }

  onSyncAnswer(message: number, member: number): void {
    const words = this.cluster.messages.words.array;
    const error = words[wordOf(message, M_ERROR)]!;
    if (error !== ErrorCode.NONE) return this.onJoinError(member, error);
    this.assignment[member] = words[wordOf(message, R_PAYLOAD)]!;
    this.step[member] = STEP_BEGIN;
    this.send(member, { type: 'SyncAnswered' });
  }

  /** A request of the join was lost with its connection. */
  onJoinBroken(member: number): void {
    this.send(member, { type: 'JoinFailed' });
  }

  /** An answer told the member where it stands: heartbeat, commit, join or sync. `generationId`: that of the request. */
  onMembershipError(member: number, generationId: number, error: number): void {
    const isCurrent = generationId === this.generationId(member);
    if (error === ErrorCode.REBALANCE_IN_PROGRESS) {
      if (isCurrent) this.send(member, { type: 'RebalanceNoticed' });
    } else if (error === ErrorCode.ILLEGAL_GENERATION) {
      if (isCurrent) this.send(member, { type: 'GenerationRefused' });
    } else if (error === ErrorCode.UNKNOWN_MEMBER_ID) {
      if (isCurrent) this.send(member, { type: 'MemberUnknown' });
    } else if (error === ErrorCode.FENCED_INSTANCE_ID) this.send(member, { type: 'InstanceFenced' });
    else if (error === ErrorCode.NOT_COORDINATOR || error === ErrorCode.COORDINATOR_NOT_AVAILABLE) {
      this.link.lose(member);
    }
  }

  private onJoinError(member: number, error: number): void {
    switch (error) {
      case ErrorCode.COORDINATOR_LOAD_IN_PROGRESS:
        return this.send(member, { type: 'JoinFailed' });
      case ErrorCode.INCONSISTENT_GROUP_PROTOCOL:
      case ErrorCode.INVALID_SESSION_TIMEOUT:
      case ErrorCode.GROUP_MAX_SIZE_REACHED:
        this.send(member, { type: 'JoinRefused' });
        return this.host.fail(member, error);
      default:
        return this.onMembershipError(member, this.generationId(member), error);
    }
  }

  private perform(effect: number, member: number, isFailure: boolean): void {
    switch (effect) {
      case MemberEffect.findCoordinator:
        this.link.find(member);
        return;
      case MemberEffect.prepareJoin:
        this.step[member] = STEP_BEGIN;
        this.assignment[member] = -1;
        return;
      case MemberEffect.sendJoin:
        this.host.stopHeartbeats(member);
        if (!this.requests.join(member)) this.send(member, { type: 'JoinFailed' });
        return;
      case MemberEffect.retryJoin:
        return this.retryJoin(member, isFailure);
      case MemberEffect.computeAssignment:
        return this.requests.computeAssignment(member);
      case MemberEffect.sendSync:
        if (!this.requests.sync(member)) this.send(member, { type: 'JoinFailed' });
        return;
      case MemberEffect.startHeartbeats:
        return this.host.startHeartbeats(member);
      case MemberEffect.stopHeartbeats:
        return this.host.stopHeartbeats(member);
      case MemberEffect.sendLeave:
        return this.requests.leave(member, this.leaveReason[member]!);
      case MemberEffect.reportFatal:
        return this.host.fail(member, ErrorCode.FENCED_INSTANCE_ID);
    }
  }

  /** K-GRP-17, in steps: what it must wait for is a commit. True: done. */
  private prepare(member: number): boolean {
    const { columns } = this;
    const generationId = this.generationId(member);
    if (generationId < 0) {
      if (columns.ownedCount[member]! > 0) this.callbacks.lose(member, this.requests.joinedGeneration[member]!);
      return true;
    }
    if (this.step[member] === STEP_BEGIN) {
      this.step[member] = STEP_AUTO_COMMIT;
      if (this.settings.autoCommits[member] === 1 && this.waitFor(member, CommitMode.auto)) return false;
    }
    const isEager = this.settings.isCooperative[member] === 0;
    if (this.step[member] === STEP_AUTO_COMMIT) {
      this.step[member] = STEP_CALLBACK;
      if (isEager && this.commitsOnRevoked(member) && this.waitFor(member, CommitMode.sync)) return false;
    }
    // A commit that was refused may have ended the membership: then the partitions are lost after all.
    if (this.instances.stateColumn[member] !== MEMBER_PREPARING) return false;
    if (isEager && columns.ownedCount[member]! > 0) {
      this.callbacks.revoke(member, columns.ownedList(member), generationId);
    }
    return true;
  }

  /** K-GRP-18, in steps. True: done. */
  private complete(member: number): boolean {
    const { columns, callbacks } = this;
    const { kernel } = this.cluster;
    const generationId = this.generationId(member);
    const assigned = this.payloads.assignments.get(this.assignment[member]!);
    const revoked = columns.ownedList(member).filter((partition) => !assigned.includes(partition));
    if (this.step[member] === STEP_BEGIN) {
      this.step[member] = STEP_CALLBACK;
      if (revoked.length > 0 && this.commitsOnRevoked(member) && this.waitFor(member, CommitMode.sync)) return false;
    }
    this.assignment[member] = -1;
    columns.autoCommitAt[member] = kernel.now + this.settings.autoCommitMicros[member]!;
    columns.lastAssignment[member]!.value = { partitions: assigned, generationId };
    const added = assigned.filter((partition) => !columns.owns(member, partition));
    if (revoked.length > 0) {
      callbacks.revoke(member, revoked, generationId);
      this.requestRejoin(member, RebalanceReason.none);
    }
    callbacks.assign(member, added, generationId);
    return true;
  }

  private commitsOnRevoked(member: number): boolean {
    return this.plan.groups[this.cluster.shape.memberGroup[member]!]!.processing.commitsOnRevoked;
  }

  /** True if a commit was begun that must end before poll() goes on. */
  private waitFor(member: number, mode: number): boolean {
    this.columns.next[member] = NEXT_REBALANCE;
    const op =
      mode === CommitMode.auto
        ? this.commits.commitPositions(member, mode, true)
        : this.commits.commitProcessed(member, mode, true);
    return op >= 0;
  }

  /** At once after a change of the group, after a backoff when the coordinator could not say. */
  private retryJoin(member: number, isFailure: boolean): void {
    const { kernel } = this.cluster;
    const wait = isFailure ? this.columns.backoffMicros(member, this.attempts[member]!++) : 0;
    this.retryAt[member] = kernel.now + wait;
    this.link.wake(member, this.retryAt[member]!);
  }
}
