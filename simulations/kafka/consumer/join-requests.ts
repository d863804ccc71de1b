import { RebalanceReason, type Arena } from '../../kernel';
import { API_JOIN_GROUP, API_LEAVE_GROUP, API_SYNC_GROUP } from '../cluster/apis';
import type { Cluster } from '../cluster/cluster';
import { R_GENERATION, R_LEAVE_REASON, R_MEMBER_ID, R_PAYLOAD, wordOf } from '../groups/group-requests';
import type { MemberIds } from '../groups/member-ids';
import type { GroupPayloads, JoinAnswer } from '../groups/payloads';
import type { ConsumerPlan } from './consumer-plan';
import type { ConsumerSettings } from './consumer-settings';
import { assignAsLeader } from './leader-assignment';
import type { MemberColumns } from './member-columns';
import type { MemberLink } from './member-link';

/** Where the member stands, as its machine has it. */
export interface MemberStanding {
  /** -1: in no generation. */
  generationId(member: number): number;
  /** Number of the member id, -1: none. */
  idOf(member: number): number;
  isLeader(member: number): boolean;
}

/** A client waits that much longer for its join than the group does. */
const JOIN_SLACK_MS = 5000;
/** Deadlines of requests are 32-bit milliseconds. */
const MOST_PATIENCE_MS = 1_000_000_000;

/** JoinGroup, SyncGroup and LeaveGroup as a member sends them, and what it keeps between them (K-GRP-10, K-GRP-15). */
export class JoinRequests {
  /** Number of the member id last given; the machine's context says whether it still counts. */
  readonly lastId: Int32Array;
  /** Generation of the last join. */
  readonly joinedGeneration: Int32Array;
  /** Why the next join is asked for: {@link RebalanceReason}. */
  readonly reason: Int32Array;
  /** Payloads of the last join answer, and of what the leader made of it. */
  private readonly answer: Int32Array;
  private readonly computed: Int32Array;
  /** Partitions of all topics that the leader knew when it made its assignment. */
  private readonly known: Int32Array;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly plan: ConsumerPlan,
    private readonly columns: MemberColumns,
    private readonly settings: ConsumerSettings,
    private readonly link: MemberLink,
    private readonly payloads: GroupPayloads,
    private readonly ids: MemberIds,
    private readonly standing: MemberStanding,
  ) {
    const count = cluster.shape.memberCount;
    this.lastId = arena.int32(count, -1);
    this.joinedGeneration = arena.int32(count, -1);
    this.reason = arena.int32(count);
    this.answer = arena.int32(count, -1);
    this.computed = arena.int32(count, -1);
    this.known = arena.int32(count);
  }

  reset(member: number): void {
    this.lastId[member] = -1;
    this.joinedGeneration[member] = -1;
    this.reason[member] = RebalanceReason.none;
  }

  /** Takes the answer of a JoinGroup that succeeded. */
  joined(member: number, payload: number): JoinAnswer {
    const answer = this.payloads.joinAnswers.get(payload);
    this.answer[member] = payload;
    this.lastId[member] = answer.memberId;
    this.joinedGeneration[member] = answer.generationId;
    return answer;
  }

  /** Sends JoinGroup. False: there is no connection. */
  join(member: number): boolean {
    const { messages } = this.cluster;
    const connection = this.link.openCoordinator(member);
    if (connection < 0) return false;
    const { clientId, instanceId, rack, assignors } = this.settings.names[member]!.value;
    const last = this.columns.lastAssignment[member]!.value;
    const payload = this.payloads.joins.add({
      memberId: this.standing.idOf(member),
      clientId,
      instanceId,
      rack,
      topics: this.plan.members[member]!.topics,
      owned: this.columns.ownedList(member),
      generationId: this.standing.generationId(member),
      lastAssignment: last.partitions,
      lastGenerationId: last.generationId,
      assignors,
      sessionMicros: this.settings.sessionMicros[member]!,
      rebalanceMicros: this.settings.maxPollMicros[member]!,
      reason: this.reason[member]!,
    });
    this.reason[member] = RebalanceReason.none;
    const message = messages.create(API_JOIN_GROUP, connection);
    messages.words.array[wordOf(message, R_MEMBER_ID)] = this.standing.idOf(member);
    messages.words.array[wordOf(message, R_PAYLOAD)] = payload;
    this.link.sendPatiently(message, this.patienceMs(member));
    return true;
  }

  /** The leader makes an assignment of the answer to its JoinGroup. */
  computeAssignment(member: number): void {
    const answer = this.payloads.joinAnswers.get(this.answer[member]!);
    const client = this.link.clientOf(member);
    const partitionsOf = (topic: number): number => this.link.metadata.partitionsOf(client, topic);
    this.known[member] = this.knownPartitions(member);
    this.computed[member] = answer.skipsAssignment
      ? -1
      : this.payloads.syncs.add(assignAsLeader(this.cluster.shape, this.ids, this.plan.racks, partitionsOf, answer));
  }

  /** K-GRP-25: the leader's metadata shows partitions that its last assignment did not have. */
  seesNewPartitions(member: number): boolean {
    return this.knownPartitions(member) !== this.known[member];
  }

  private knownPartitions(member: number): number {
    const client = this.link.clientOf(member);
    let count = 0;
    for (let topic = 0; topic < this.cluster.shape.offsetsTopic; topic++)
      count += this.link.metadata.partitionsOf(client, topic);
    return count;
  }

  /** Sends SyncGroup, the leader's with its assignment. False: there is no connection. */
  sync(member: number): boolean {
    const { messages } = this.cluster;
    const connection = this.link.openCoordinator(member);
    if (connection < 0) return false;
    const message = messages.create(API_SYNC_GROUP, connection);
    const words = messages.words.array;
    words[wordOf(message, R_GENERATION)] = this.standing.generationId(member);
    words[wordOf(message, R_MEMBER_ID)] = this.standing.idOf(member);
    words[wordOf(message, R_PAYLOAD)] = this.standing.isLeader(member) ? this.computed[member]! : -1;
    this.link.sendPatiently(message, this.patienceMs(member));
    return true;
  }

  /** Sends LeaveGroup with the last id, which the member may have forgotten already. */
  leave(member: number, leaveReason: number): void {
    const { messages, connections } = this.cluster;
    const connection = this.link.openCoordinator(member);
    if (connection < 0 || this.lastId[member]! < 0) return;
    const message = messages.create(API_LEAVE_GROUP, connection);
    const words = messages.words.array;
    words[wordOf(message, R_GENERATION)] = this.joinedGeneration[member]!;
    words[wordOf(message, R_MEMBER_ID)] = this.lastId[member]!;
    words[wordOf(message, R_LEAVE_REASON)] = leaveReason;
    connections.send(message);
  }

  private patienceMs(member: number): number {
    const rebalanceMs = this.settings.maxPollMicros[member]! / 1000 + JOIN_SLACK_MS;
    return Math.min(MOST_PATIENCE_MS, Math.max(this.settings.requestTimeoutMs[member]!, rebalanceMs));
  }
}
