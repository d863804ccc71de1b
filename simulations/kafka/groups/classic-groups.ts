import {
  CLASS_TIMER,
  ErrorCode,
  GroupStateCode,
  LeaveReason,
  MachineInstances,
  RebalanceReason,
  RowKind,
  type Arena,
} from '../../kernel';
import type { Cluster } from '../cluster/cluster';
import {
  EV_GROUP_INITIAL_DELAY,
  EV_GROUP_JOIN_PHASE,
  EV_GROUP_SESSION,
  EV_GROUP_SYNC_PHASE,
} from '../consumer/consumer-events';
import type { ClassicGroupEvent } from '../machines/classic-group';
import type { CoordinatorSettings } from './coordinator-settings';
import { PHASE_READY, type GroupBook } from './group-book';
import { GroupAnswers } from './group-answers';
import { compiledGroup, GroupEffect, GroupEvent } from './group-effects';
import type { GroupLog } from './group-log';
import {
  electAssignor,
  memberOf,
  rebalanceMicrosOf,
  withChange,
  withoutMember,
  withoutPendingId,
  type GroupMember,
} from './group-record';
import { R_MEMBER_ID, R_PAYLOAD, wordOf } from './group-requests';
import type { InternalWrites } from './internal-writes';
import type { GroupPayloads } from './payloads';

/** Kind of the write that stores a group. */
export const WRITE_GROUP = 1;
const GROUP_RECORD_BYTES = 400;

/** What the effects of an event work with. */
export interface Occasion {
  readonly message?: number;
  readonly memberId?: number;
  /** {@link RebalanceReason}. */
  readonly reason?: number;
}

/**
 * The groups of coordinators: their machines, and what the effects of these do to members, timers, log and clients
 * (K-GRP-10 to K-GRP-15, K-GRP-20, K-GRP-30, timers of E.5a).
 */
export class ClassicGroups {
  readonly instances: MachineInstances<typeof compiledGroup.machine>;
  private readonly answers: GroupAnswers;
  /** Effects in the order in which the machine named them; performed once it is done, as they may bring new events. */
  private readonly queue: number[] = [];
  private head = 0;
  private occasion: Occasion = {};
  /** The generation in which the effect at hand was named. */
  private generationId = 0;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly book: GroupBook,
    private readonly payloads: GroupPayloads,
    private readonly settings: CoordinatorSettings,
    private readonly groupLog: GroupLog,
    private readonly writes: () => InternalWrites,
  ) {
    const generationOf = (place: number): number => this.instances.columns.generationId[place]!;
    this.answers = new GroupAnswers(cluster, book, payloads, generationOf, (place, member) =>
      this.touch(place, member),
    );
    const count = book.records.length;
    this.instances = new MachineInstances(compiledGroup, count, arena, (effect, place) => {
      const { message = -1, memberId = -1, reason = RebalanceReason.none } = this.occasion;
      // A later assignment of the same step may change the generation; the effect belongs to this one.
      this.queue.push(effect, place, message, memberId, reason, generationOf(place));
    });
    for (let place = 0; place < count; place++) this.instances.reset(place);
  }

  /** Gives a group's machine an event and performs what follows. */
  send(place: number, event: ClassicGroupEvent, occasion: Occasion = {}): void {
    this.occasion = occasion;
    this.instances.send(place, GroupEvent[event.type], event);
    this.drain();
  }

  /** Takes a member out of the group and starts the rebalance that follows (K-GRP-20, K-GRP-22). */
  remove(place: number, id: number, leaveReason: number, reason: number): void {
    const cell = this.book.records[place]!;
    const member = memberOf(cell.value, id);
    if (member === undefined) return;
    const { kernel } = this.cluster;
    const cause = kernel.cause;
    this.takeOut(place, member, leaveReason);
    this.send(place, { type: 'MemberRemoved', wasWaiting: member.joinMessage >= 0 }, { reason });
    kernel.cause = cause;
  }

  /** The group's log has, or has not, what storeAssignment gave it. */
  onStored(place: number, generationId: number, error: number): void {
    if (this.book.phase[place] !== PHASE_READY) return;
    const assignments = this.book.pendingAssignment[place]!.value;
    if (error !== ErrorCode.NONE) {
      this.send(place, { type: 'AssignmentNotStored', generationId }, { reason: this.book.reason[place]! });
      return;
    }
    if (generationId === this.instances.columns.generationId[place] && assignments !== null) {
      const cell = this.book.records[place]!;
      const members = cell.value.members.map((member) => ({ ...member, assignment: assignments.get(member.id) ?? [] }));
      cell.value = { ...cell.value, members };
    }
    this.send(place, { type: 'AssignmentStored', generationId });
  }

  /** A member proved that it lives (K-GRP-20, K-CON-28). */
  touch(place: number, member: GroupMember): void {
    this.startSession(place, member.id, member.request.sessionMicros);
  }

  /** Starts the session timer of a member, or the time for which an issued id is remembered. */
  startSession(place: number, id: number, micros: number): void {
    const at = this.cluster.kernel.now + micros;
    this.book.setSessionEnd(place, id, at);
    this.armSessions(place, at);
  }

  /** Something about the sessions of a group may be over (E.5a). */
  onSession(place: number): void {
    const { kernel } = this.cluster;
    const { book } = this;
    if (kernel.now < book.armedAt[place]! || book.phase[place] !== PHASE_READY) return;
    book.armedAt[place] = Infinity;
    for (const pending of book.records[place]!.value.pendingIds) {
      if (pending.untilMicros > kernel.now) continue;
      book.records[place]!.value = withoutPendingId(book.records[place]!.value, pending.id);
      this.send(place, { type: 'MemberIdExpired' });
    }
    for (const member of book.records[place]!.value.members) {
      if (book.sessionEnd(place, member.id) > kernel.now) continue;
      const isWaiting = member.joinMessage >= 0 || member.syncMessage >= 0;
      // What befell the member, or else its coordinator, is why nothing was heard of it.
      const trouble = kernel.troubleRow[book.actorOf(member.id)]!;
      kernel.cause = trouble >= 0 ? trouble : kernel.troubleRow[book.brokerOf(place)]!;
      if (member.isNew) this.remove(place, member.id, LeaveReason.joinTimeout, RebalanceReason.memberExpired);
      else if (!isWaiting) this.remove(place, member.id, LeaveReason.sessionExpired, RebalanceReason.memberExpired);
    }
    let nearest = Infinity;
    for (const pending of book.records[place]!.value.pendingIds) nearest = Math.min(nearest, pending.untilMicros);
    for (const member of book.records[place]!.value.members) {
      const end = book.sessionEnd(place, member.id);
      if (end > kernel.now) nearest = Math.min(nearest, end);
    }
    if (nearest < Infinity) this.armSessions(place, nearest);
  }

  onInitialDelay(place: number, phase: number): void {
    if (phase !== this.book.joinPhase[place]) return;
    this.send(place, { type: 'InitialDelayEnded', canExtend: this.book.delayLeftMicros[place]! > 0 });
  }

  onJoinPhase(place: number, phase: number): void {
    if (phase !== this.book.joinPhase[place]) return;
    const absent = this.book.records[place]!.value.members.filter(isAbsentDynamic);
    this.send(place, { type: 'JoinPhaseTimedOut', absentDynamicCount: absent.length });
  }

  onSyncPhase(place: number, phase: number): void {
    if (phase !== this.book.syncPhase[place]) return;
    const absent = this.book.records[place]!.value.members.filter((member) => !member.hasSynced);
    const occasion = { reason: RebalanceReason.syncTimeout };
    this.send(place, { type: 'SyncPhaseTimedOut', absentCount: absent.length }, occasion);
  }

  private drain(): void {
    const { queue } = this;
    while (this.head < queue.length) {
      const at = this.head;
      this.head += 6;
      this.generationId = queue[at + 5]!;
      this.perform(queue[at]!, queue[at + 1]!, queue[at + 2]!, queue[at + 3]!, queue[at + 4]!);
    }
    queue.length = 0;
    this.head = 0;
  }

  private perform(effect: number, place: number, message: number, memberId: number, reason: number): void {
    const { book } = this;
    const record = book.records[place]!.value;
    switch (effect) {
      case GroupEffect.answerMemberIdRequired:
        this.cluster.messages.words.array[wordOf(message, R_MEMBER_ID)] = memberId;
        return book.answer(message, ErrorCode.MEMBER_ID_REQUIRED);
      case GroupEffect.startInitialDelay:
        return this.startInitialDelay(place, reason);
      case GroupEffect.extendInitialDelay:
        return this.extendInitialDelay(place);
      case GroupEffect.startJoinTimer:
        this.answers.show(place, GroupStateCode.PreparingRebalance, reason, this.generationId);
        return this.startPhase(place, EV_GROUP_JOIN_PHASE, rebalanceMicrosOf(record), ++book.joinPhase[place]!);
      case GroupEffect.stopJoinTimer:
        book.joinPhase[place]!++;
        return;
      case GroupEffect.startSyncTimer:
        return this.startPhase(place, EV_GROUP_SYNC_PHASE, rebalanceMicrosOf(record), ++book.syncPhase[place]!);
      case GroupEffect.stopSyncTimer:
        book.syncPhase[place]!++;
        return;
      case GroupEffect.startSessions:
        for (const member of record.members) this.touch(place, member);
        return;
      case GroupEffect.completeJoinPhase:
        return this.completeJoinPhase(place);
      case GroupEffect.answerJoinWithCurrent:
        return this.answers.answerJoin(place, memberId);
      case GroupEffect.removeAbsentMembers:
        for (const member of record.members) {
          if (isAbsentDynamic(member)) this.takeOut(place, member, LeaveReason.rebalanceTimeout);
        }
        return;
      case GroupEffect.removeUnsyncedMembers:
        for (const member of record.members)
          if (!member.hasSynced) this.takeOut(place, member, LeaveReason.syncTimeout);
        return;
      default:
        this.performSync(effect, place, message, memberId);
    }
  }

  private performSync(effect: number, place: number, message: number, memberId: number): void {
    const { book } = this;
    const cell = book.records[place]!;
    switch (effect) {
      case GroupEffect.parkSync:
        cell.value = withChange(cell.value, memberId, { syncMessage: message, hasSynced: true });
        return;
      case GroupEffect.storeAssignment:
        return this.storeAssignment(place, message);
      case GroupEffect.storeEmptyGroup:
        return this.storeEmptyGroup(place);
      case GroupEffect.answerSyncs:
        this.answers.noteOwners(place);
        this.answers.show(place, GroupStateCode.Stable, book.reason[place]!, this.generationId);
        for (const member of cell.value.members) if (member.syncMessage >= 0) this.answers.answerSync(place, member.id);
        return;
      case GroupEffect.answerSyncWithCurrent:
        cell.value = withChange(cell.value, memberId, { syncMessage: message, hasSynced: true });
        return this.answers.answerSync(place, memberId);
      case GroupEffect.abortSyncs:
        return this.answers.failParked(place, false, ErrorCode.REBALANCE_IN_PROGRESS);
      case GroupEffect.failWaiting:
        return this.answers.failParked(place, true, ErrorCode.NOT_COORDINATOR);
    }
  }

  private startInitialDelay(place: number, reason: number): void {
    const { book } = this;
    const delay = this.settings.initialDelayMicros[book.brokerOf(place)]!;
    book.delayLeftMicros[place] = Math.max(0, rebalanceMicrosOf(book.records[place]!.value) - delay);
    this.answers.show(place, GroupStateCode.PreparingRebalance, reason, this.generationId);
    this.startPhase(place, EV_GROUP_INITIAL_DELAY, delay, ++book.joinPhase[place]!);
  }

  private extendInitialDelay(place: number): void {
    const { book } = this;
    const left = book.delayLeftMicros[place]!;
    const delay = Math.min(this.settings.initialDelayMicros[book.brokerOf(place)]!, left);
    book.delayLeftMicros[place] = left - delay;
    this.startPhase(place, EV_GROUP_INITIAL_DELAY, delay, ++book.joinPhase[place]!);
  }

  /** K-GRP-14: leader and assignor are chosen, and everybody who waits is answered at the same time. */
  private completeJoinPhase(place: number): void {
    const cell = this.book.records[place]!;
    const { members } = cell.value;
    const leader = memberOf(cell.value, cell.value.leaderId);
    const next = leader !== undefined && leader.joinMessage >= 0 ? leader : members.find((one) => one.joinMessage >= 0);
    const assignor = electAssignor(members);
    const reset = members.map((member) => ({ ...member, hasSynced: false, isNew: false }));
    cell.value = { ...cell.value, members: reset, leaderId: next?.id ?? -1, assignor };
    this.book.pendingAssignment[place]!.value = null;
    this.answers.show(place, GroupStateCode.CompletingRebalance, this.book.reason[place]!, this.generationId);
    for (const member of members) if (member.joinMessage >= 0) this.answers.answerJoin(place, member.id);
  }

  /** K-GRP-15: the leader's assignment goes into the log first. Members it does not name get nothing. */
  private storeAssignment(place: number, message: number): void {
    const { book } = this;
    const generationId = this.instances.columns.generationId[place]!;
    const [broker, group] = [book.brokerOf(place), book.groupOf(place)];
    const payload = this.cluster.messages.words.array[wordOf(message, R_PAYLOAD)]!;
    const assignments = payload < 0 ? new Map<number, number[]>() : this.payloads.syncs.get(payload);
    const refusal = this.writes().refusal(broker, group);
    if (refusal !== ErrorCode.NONE) {
      this.onStored(place, generationId, refusal);
      return;
    }
    book.pendingAssignment[place]!.value = assignments;
    const { value } = book.records[place]!;
    const members = value.members.map((member) => ({
      ...member,
      assignment: assignments.get(member.id) ?? [],
      joinMessage: -1,
      syncMessage: -1,
      hasSynced: true,
    }));
    const node = this.writes().append(broker, group, 1, GROUP_RECORD_BYTES * members.length);
    this.groupLog.addGroup(node, group, { generationId, record: { ...value, members, pendingIds: [] } });
    this.writes().wait(broker, group, node, WRITE_GROUP, -1, generationId);
  }

  /** An empty group is stored too, so that its generation goes on after a failover; nobody waits for that. */
  private storeEmptyGroup(place: number): void {
    const { book } = this;
    const [broker, group] = [book.brokerOf(place), book.groupOf(place)];
    const cell = book.records[place]!;
    cell.value = { ...cell.value, leaderId: -1, assignor: null };
    this.answers.noteOwners(place);
    this.answers.show(place, GroupStateCode.Empty, book.reason[place]!, this.generationId);
    if (this.writes().refusal(broker, group) !== ErrorCode.NONE) return;
    const generationId = this.instances.columns.generationId[place]!;
    const { kernel } = this.cluster;
    const cause = kernel.cause;
    const node = this.writes().append(broker, group, 1, GROUP_RECORD_BYTES);
    this.groupLog.addGroup(node, group, { generationId, record: { ...cell.value, pendingIds: [] } });
    this.writes().replicate(broker, group);
    kernel.cause = cause;
  }

  /** Takes a member out of the book, without telling the machine; a request that it waits with is answered. */
  private takeOut(place: number, member: GroupMember, leaveReason: number): void {
    const { kernel } = this.cluster;
    const { book } = this;
    const cell = book.records[place]!;
    cell.value = withoutMember(cell.value, member.id);
    const [broker, group] = [book.brokerOf(place), book.groupOf(place)];
    kernel.cause = kernel.row(RowKind.memberLeft, broker, 0, group, book.actorOf(member.id), leaveReason, 0, 0);
    for (const message of [member.joinMessage, member.syncMessage]) {
      if (message >= 0) book.answer(message, ErrorCode.UNKNOWN_MEMBER_ID);
    }
  }

  private startPhase(place: number, kind: number, micros: number, phase: number): void {
    const { kernel, timerStream } = this.cluster;
    const broker = this.book.brokerOf(place);
    kernel.at(kernel.now + micros, CLASS_TIMER, timerStream[broker]!, kind, place, phase, broker);
  }

  private armSessions(place: number, at: number): void {
    const { book } = this;
    if (at >= book.armedAt[place]!) return;
    book.armedAt[place] = at;
    const { kernel, timerStream } = this.cluster;
    const broker = book.brokerOf(place);
    kernel.at(at, CLASS_TIMER, timerStream[broker]!, EV_GROUP_SESSION, place, 0, broker);
  }
}

function isAbsentDynamic(member: GroupMember): boolean {
  return member.joinMessage < 0 && member.request.instanceId === null;
}
