import { ErrorCode, RowKind, type Arena, type Cell, type Growable, growFloat64 } from '../../kernel';
import { M_ERROR, MESSAGE_WORDS } from '../../network';
import type { Cluster } from '../cluster/cluster';
import { emptyGroup, memberOf, type GroupRecord } from './group-record';
import type { MemberIds } from './member-ids';
import type { SyncRequest } from './payloads';

/** What a broker is to a group. */
export const PHASE_NONE = 0;
export const PHASE_LOADING = 1;
export const PHASE_READY = 2;

/**
 * What coordinators hold of their groups, beside machine and committed offsets. Index: `broker * groupCount + group`,
 * as two brokers may both believe that they coordinate a group (K-REP-38).
 */
export class GroupBook {
  readonly groupCount: number;
  readonly records: readonly Cell<GroupRecord>[];
  /** The leader's assignment while the log takes it. */
  readonly pendingAssignment: readonly Cell<SyncRequest | null>[];
  readonly phase: Uint8Array;
  /** Leader epoch of the coordinator partition in which it was loaded. */
  readonly loadedEpoch: Int32Array;
  /** Why the present or last rebalance began. */
  readonly reason: Int32Array;
  /** State code of the last row about the group. */
  readonly shownState: Int32Array;
  /** The last row about the state: what members learn of it later is caused by it. */
  readonly stateRow: Int32Array;
  /** Numbers of the present join and sync phase: their timers carry them. */
  readonly joinPhase: Int32Array;
  readonly syncPhase: Int32Array;
  /** What is left to extend the initial delay with (K-GRP-11). */
  readonly delayLeftMicros: Float64Array;
  /** Time of the session event that is armed, Infinity: none. */
  readonly armedAt: Float64Array;
  /** `group * partitionCount + partition`: who owns it in the book of the last coordinator that said so, -1: nobody. */
  readonly owner: Int32Array;
  /** `id * brokerCount + broker`: when the session of that member id ends. */
  private readonly sessions: Growable<Float64Array>;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    readonly ids: MemberIds,
  ) {
    const { shape } = cluster;
    const groups = shape.names.groups.length;
    const count = groups * shape.brokerCount;
    this.groupCount = groups;
    this.records = Array.from({ length: count }, () => arena.cell(emptyGroup));
    this.pendingAssignment = Array.from({ length: count }, () => arena.cell<SyncRequest | null>(null));
    this.phase = arena.uint8(count);
    this.loadedEpoch = arena.int32(count, -1);
    this.reason = arena.int32(count);
    this.shownState = arena.int32(count);
    this.stateRow = arena.int32(count, -1);
    this.joinPhase = arena.int32(count);
    this.syncPhase = arena.int32(count);
    this.delayLeftMicros = arena.float64(count);
    this.armedAt = arena.float64(count, Infinity);
    this.owner = arena.int32(groups * shape.partitionCount, -1);
    this.sessions = arena.growableFloat64(16 * shape.brokerCount, Infinity);
  }

  groupOf(place: number): number {
    return place % this.groupCount;
  }

  brokerOf(place: number): number {
    return Math.floor(place / this.groupCount);
  }

  actorOf(id: number): number {
    return this.cluster.shape.firstMember + this.ids.memberOf(id);
  }

  sessionEnd(place: number, id: number): number {
    return this.sessions.array[id * this.cluster.shape.brokerCount + this.brokerOf(place)]!;
  }

  setSessionEnd(place: number, id: number, atMicros: number): void {
    const { brokerCount } = this.cluster.shape;
    growFloat64(this.sessions, (id + 1) * brokerCount);
    this.sessions.array[id * brokerCount + this.brokerOf(place)] = atMicros;
  }

  /** The error for a request of member `id` (K-GRP-23, K-GRP-30), NONE if it is in the group. */
  memberError(record: GroupRecord, id: number): number {
    if (id < 0) return ErrorCode.UNKNOWN_MEMBER_ID;
    if (memberOf(record, id) !== undefined) return ErrorCode.NONE;
    const instanceId = this.ids.instanceOf(id);
    const isReplaced = instanceId !== null && record.members.some((other) => other.request.instanceId === instanceId);
    return isReplaced ? ErrorCode.FENCED_INSTANCE_ID : ErrorCode.UNKNOWN_MEMBER_ID;
  }

  /** Answers a request; what its connection brings next does not change the cause of what follows here. */
  answer(message: number, error: number): void {
    const { kernel, connections, messages } = this.cluster;
    const cause = kernel.cause;
    messages.words.array[message * MESSAGE_WORDS + M_ERROR] = error;
    connections.answer(message);
    kernel.cause = cause;
  }

  /** Answers with an error that tells `member` that it is out; the history shows it. */
  fence(place: number, message: number, member: number, error: number): void {
    const { kernel, shape } = this.cluster;
    const cause = kernel.cause;
    const isOut =
      error === ErrorCode.ILLEGAL_GENERATION ||
      error === ErrorCode.UNKNOWN_MEMBER_ID ||
      error === ErrorCode.FENCED_INSTANCE_ID;
    if (isOut) {
      if (kernel.cause < 0) kernel.cause = this.stateRow[place]!;
      const [broker, group] = [this.brokerOf(place), this.groupOf(place)];
      kernel.cause = kernel.row(RowKind.memberFenced, broker, 0, group, shape.firstMember + member, error, 0, 0);
    }
    this.answer(message, error);
    kernel.cause = cause;
  }

  /** Forgets what `broker` knew of all groups; the caller lets go of parked requests. */
  clear(place: number): void {
    this.records[place]!.value = emptyGroup;
    this.pendingAssignment[place]!.value = null;
    this.phase[place] = PHASE_NONE;
    this.loadedEpoch[place] = -1;
    this.armedAt[place] = Infinity;
    this.joinPhase[place]!++;
    this.syncPhase[place]!++;
  }
}
