import { ErrorCode, LeaveReason, RebalanceReason, RowKind } from '../../kernel';
import type { Cluster } from '../cluster/cluster';
import type { ClassicGroups } from './classic-groups';
import type { CoordinatorSettings } from './coordinator-settings';
import type { GroupBook } from './group-book';
import { GROUP_COMPLETING, GROUP_EMPTY, GROUP_INITIAL_DELAY, GROUP_JOINING, GROUP_STABLE } from './group-effects';
import { commonAssignors, memberOf, withChange, withMember, withoutPendingId, type GroupMember } from './group-record';
import { R_GENERATION, R_LEAVE_REASON, R_MEMBER_ID, R_PAYLOAD, wordOf } from './group-requests';
import { hasSameMetadata, type GroupPayloads, type JoinRequest } from './payloads';

/** A new member that waits in its first join is dropped after this time (E.5a). */
const NEW_MEMBER_JOIN_MICROS = 300_000_000;

/** JoinGroup, SyncGroup, Heartbeat and LeaveGroup at the coordinator: checks, and what they tell the group's machine. */
export class MembershipRequests {
  constructor(
    private readonly cluster: Cluster,
    private readonly book: GroupBook,
    private readonly groups: ClassicGroups,
    private readonly payloads: GroupPayloads,
    private readonly settings: CoordinatorSettings,
  ) {}

  /** JoinGroup of `member` (0 …): K-GRP-10 to K-GRP-12, K-GRP-30. */
  join(message: number, place: number, member: number): void {
    const request = this.payloads.joins.get(this.word(message, R_PAYLOAD));
    const record = this.book.records[place]!.value;
    const error = this.joinError(place, request);
    if (error !== ErrorCode.NONE) return this.book.answer(message, error);
    const { memberId: id, instanceId } = request;
    if (id < 0) {
      const standing = record.members.find((other) => instanceId !== null && other.request.instanceId === instanceId);
      if (standing !== undefined) return this.replaceStatic(message, place, member, request, standing);
      if (instanceId === null) return this.issueId(message, place, member, request);
      const issued = this.book.ids.issue(member, request.clientId, instanceId);
      return this.addMember(message, place, member, request, issued, false);
    }
    const known = memberOf(record, id);
    if (known !== undefined) return this.rejoin(message, place, request, known);
    if (record.pendingIds.some((pending) => pending.id === id)) {
      this.book.records[place]!.value = withoutPendingId(record, id);
      return this.addMember(message, place, member, request, id, true);
    }
    this.book.fence(place, message, member, this.book.memberError(record, id));
  }

  /** SyncGroup: the leader brings the assignment, the others ask for theirs (K-GRP-15). */
  sync(message: number, place: number, member: number): void {
    const id = this.word(message, R_MEMBER_ID);
    const error = this.generationError(message, place);
    if (error !== ErrorCode.NONE) return this.book.fence(place, message, member, error);
    const { value: record } = this.book.records[place]!;
    const state = this.groups.instances.stateColumn[place]!;
    if (state === GROUP_EMPTY) return this.book.fence(place, message, member, ErrorCode.UNKNOWN_MEMBER_ID);
    if (state !== GROUP_COMPLETING && state !== GROUP_STABLE) {
      return this.book.answer(message, ErrorCode.REBALANCE_IN_PROGRESS);
    }
    const isLeader = record.leaderId === id;
    this.groups.send(place, { type: 'SyncReceived', isLeader }, { message, memberId: id });
  }

  /** Heartbeat: K-GRP-16, K-GRP-20. */
  heartbeat(message: number, place: number, member: number): void {
    const error = this.generationError(message, place);
    const state = this.groups.instances.stateColumn[place]!;
    if (error !== ErrorCode.NONE) return this.book.fence(place, message, member, error);
    if (state === GROUP_EMPTY) return this.book.fence(place, message, member, ErrorCode.UNKNOWN_MEMBER_ID);
    const known = memberOf(this.book.records[place]!.value, this.word(message, R_MEMBER_ID))!;
    this.groups.touch(place, known);
    const isPreparing = state === GROUP_INITIAL_DELAY || state === GROUP_JOINING;
    if (isPreparing) this.cluster.kernel.cause = this.book.stateRow[place]!;
    this.book.answer(message, isPreparing ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE);
  }

  /** LeaveGroup: K-GRP-22. */
  leave(message: number, place: number, member: number): void {
    const { book } = this;
    const id = this.word(message, R_MEMBER_ID);
    const { value: record } = book.records[place]!;
    if (record.pendingIds.some((pending) => pending.id === id)) {
      book.records[place]!.value = withoutPendingId(record, id);
      this.groups.send(place, { type: 'MemberIdExpired' });
      return book.answer(message, ErrorCode.NONE);
    }
    const error = book.memberError(record, id);
    if (error !== ErrorCode.NONE) return book.fence(place, message, member, error);
    const leaveReason = this.word(message, R_LEAVE_REASON);
    const isLate = leaveReason === LeaveReason.pollTimeout;
    this.groups.remove(place, id, leaveReason, isLate ? RebalanceReason.pollTimeout : RebalanceReason.memberLeft);
    book.answer(message, ErrorCode.NONE);
  }

  /** Member and generation of a request against those of the group (K-GRP-23). */
  generationError(message: number, place: number): number {
    const error = this.book.memberError(this.book.records[place]!.value, this.word(message, R_MEMBER_ID));
    if (error !== ErrorCode.NONE) return error;
    const generationId = this.groups.instances.columns.generationId[place]!;
    return this.word(message, R_GENERATION) === generationId ? ErrorCode.NONE : ErrorCode.ILLEGAL_GENERATION;
  }

  private joinError(place: number, request: JoinRequest): number {
    const broker = this.book.brokerOf(place);
    const { members } = this.book.records[place]!.value;
    const { sessionMicros, memberId } = request;
    if (
      sessionMicros < this.settings.minSessionMicros[broker]! ||
      sessionMicros > this.settings.maxSessionMicros[broker]!
    ) {
      return ErrorCode.INVALID_SESSION_TIMEOUT;
    }
    const others = members.filter(
      (other) =>
        other.id !== memberId && (request.instanceId === null || other.request.instanceId !== request.instanceId),
    );
    const shared = others.length === 0 ? request.assignors : commonAssignors(others);
    if (!request.assignors.some((name) => shared.includes(name))) return ErrorCode.INCONSISTENT_GROUP_PROTOCOL;
    const isNew = others.length === members.length;
    if (isNew && members.length >= this.settings.maxGroupSize[broker]!) return ErrorCode.GROUP_MAX_SIZE_REACHED;
    return ErrorCode.NONE;
  }

  private issueId(message: number, place: number, member: number, request: JoinRequest): void {
    const cell = this.book.records[place]!;
    const id = this.book.ids.issue(member, request.clientId, null);
    const untilMicros = this.cluster.kernel.now + request.sessionMicros;
    cell.value = { ...cell.value, pendingIds: [...cell.value.pendingIds, { id, untilMicros }] };
    this.groups.startSession(place, id, request.sessionMicros);
    this.groups.send(place, { type: 'MemberIdIssued' }, { message, memberId: id });
  }

  private addMember(
    message: number,
    place: number,
    member: number,
    request: JoinRequest,
    id: number,
    hadId: boolean,
  ): void {
    const { kernel, shape } = this.cluster;
    const { book } = this;
    const cell = book.records[place]!;
    const added = { id, request, joinMessage: message, syncMessage: -1, hasSynced: false, isNew: true, assignment: [] };
    cell.value = withMember(cell.value, added);
    const generationId = this.groups.instances.columns.generationId[place]!;
    const [broker, group, actor] = [book.brokerOf(place), book.groupOf(place), shape.firstMember + member];
    kernel.cause = kernel.row(RowKind.memberJoined, broker, 0, group, actor, generationId, 0, 0);
    this.groups.startSession(place, id, NEW_MEMBER_JOIN_MICROS);
    const event = { type: 'NewMemberJoined', hadIssuedId: hadId } as const;
    this.groups.send(place, event, { message, memberId: id, reason: RebalanceReason.memberJoined });
  }

  private rejoin(message: number, place: number, request: JoinRequest, known: GroupMember): void {
    const { book } = this;
    const cell = book.records[place]!;
    const isLeader = cell.value.leaderId === known.id;
    const hasNewMetadata = !hasSameMetadata(known.request, request);
    const isWaiting = known.joinMessage >= 0;
    if (isWaiting) book.answer(known.joinMessage, ErrorCode.UNKNOWN_MEMBER_ID);
    cell.value = withChange(cell.value, known.id, { request, joinMessage: message });
    const event = { type: 'KnownMemberJoined', isWaiting, isLeader, hasNewMetadata } as const;
    this.groups.send(place, event, { message, memberId: known.id, reason: reasonOf(request, known.request, isLeader) });
  }

  /** K-GRP-30: the new process takes the place of the old one, whose id is fenced from now on. */
  private replaceStatic(message: number, place: number, member: number, request: JoinRequest, old: GroupMember): void {
    const { kernel, shape } = this.cluster;
    const { book } = this;
    const cell = book.records[place]!;
    const id = book.ids.issue(member, request.clientId, request.instanceId);
    const before = this.groups.instances.columns.generationId[place]!;
    cell.value = withChange(cell.value, old.id, { id, request, joinMessage: message, syncMessage: -1, isNew: false });
    if (cell.value.leaderId === old.id) cell.value = { ...cell.value, leaderId: id };
    for (const waiting of [old.joinMessage, old.syncMessage]) {
      if (waiting >= 0) book.answer(waiting, ErrorCode.FENCED_INSTANCE_ID);
    }
    const [broker, group, actor] = [book.brokerOf(place), book.groupOf(place), shape.firstMember + member];
    kernel.cause = kernel.row(RowKind.memberJoined, broker, 0, group, actor, before, 0, 0);
    this.groups.startSession(place, id, request.sessionMicros);
    const keepsProtocol = cell.value.assignor !== null && request.assignors.includes(cell.value.assignor);
    const event = { type: 'StaticMemberReplaced', isWaiting: old.joinMessage >= 0, keepsProtocol } as const;
    this.groups.send(place, event, { message, memberId: id, reason: RebalanceReason.staticReplaced });
  }

  private word(message: number, word: number): number {
    return this.cluster.messages.words.array[wordOf(message, word)]!;
  }
}

function reasonOf(request: JoinRequest, before: JoinRequest, isLeader: boolean): number {
  if (request.reason !== RebalanceReason.none) return request.reason;
  if (request.topics.join() !== before.topics.join()) return RebalanceReason.subscriptionChanged;
  return isLeader ? RebalanceReason.leaderRejoined : RebalanceReason.metadataChanged;
}
