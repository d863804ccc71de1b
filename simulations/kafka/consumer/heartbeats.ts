import { CLASS_TIMER, ErrorCode, type Arena } from '../../kernel';
import { M_ERROR } from '../../network';
import { API_HEARTBEAT } from '../cluster/apis';
import type { Cluster } from '../cluster/cluster';
import { R_GENERATION, R_MEMBER_ID, wordOf } from '../groups/group-requests';
import { EV_MEMBER_HEARTBEAT } from './consumer-events';
import type { ConsumerSettings } from './consumer-settings';
import type { MemberColumns } from './member-columns';
import type { MemberLink } from './member-link';
import type { Membership } from './membership';

/**
 * The background thread of a member: heartbeats, and the two limits that it watches (K-GRP-16, K-GRP-20, K-GRP-21).
 * One event a member is armed; it looks at the true deadlines when it comes.
 */
export class Heartbeats {
  private readonly isOn: Uint8Array;
  private readonly isWaiting: Uint8Array;
  private readonly dueAt: Float64Array;
  private readonly heardAt: Float64Array;
  private readonly armedAt: Float64Array;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly columns: MemberColumns,
    private readonly settings: ConsumerSettings,
    private readonly link: MemberLink,
    private readonly membership: Membership,
  ) {
    const count = cluster.shape.memberCount;
    this.isOn = arena.uint8(count);
    this.isWaiting = arena.uint8(count);
    this.dueAt = arena.float64(count);
    this.heardAt = arena.float64(count);
    this.armedAt = arena.float64(count, Infinity);
  }

  reset(member: number): void {
    this.isOn[member] = 0;
    this.isWaiting[member] = 0;
    this.armedAt[member] = Infinity;
  }

  start(member: number): void {
    const { now } = this.cluster.kernel;
    this.isOn[member] = 1;
    this.isWaiting[member] = 0;
    this.heardAt[member] = now;
    this.dueAt[member] = now + this.settings.heartbeatMicros[member]!;
    this.arm(member);
  }

  stop(member: number): void {
    this.isOn[member] = 0;
  }

  /** The application left poll(): from now on its interval counts. */
  onPollLeft(member: number): void {
    if (this.isOn[member] === 1) this.arm(member);
  }

  onTimer(member: number): void {
    const { kernel } = this.cluster;
    if (kernel.now < this.armedAt[member]!) return;
    this.armedAt[member] = Infinity;
    if (this.isOn[member] === 0) return;
    if (kernel.now >= this.columns.leftPollAt[member]! + this.settings.maxPollMicros[member]!) {
      const inHand = this.columns.handFirst[member]!;
      kernel.cause = inHand < 0 ? -1 : this.columns.handCause[inHand]!;
      this.membership.exceedPollInterval(member);
      return;
    }
    if (kernel.now >= this.heardAt[member]! + this.settings.sessionMicros[member]!) {
      this.heardAt[member] = kernel.now;
      this.isWaiting[member] = 0;
      this.link.lose(member);
    }
    if (kernel.now >= this.dueAt[member]!) this.beat(member);
    this.arm(member);
  }

  onAnswer(message: number, member: number): void {
    const words = this.cluster.messages.words.array;
    const error = words[wordOf(message, M_ERROR)]!;
    this.isWaiting[member] = 0;
    if (error === ErrorCode.NONE || error === ErrorCode.REBALANCE_IN_PROGRESS) {
      this.heardAt[member] = this.cluster.kernel.now;
    }
    if (error === ErrorCode.NONE) return;
    this.membership.onMembershipError(member, words[wordOf(message, R_GENERATION)]!, error);
  }

  onBroken(member: number): void {
    this.isWaiting[member] = 0;
  }

  private beat(member: number): void {
    const { kernel, messages, connections } = this.cluster;
    this.dueAt[member] = kernel.now + this.settings.heartbeatMicros[member]!;
    if (this.isWaiting[member] === 1) return;
    const connection = this.link.coordinatorOrFind(member);
    if (connection < 0) {
      this.dueAt[member] = kernel.now + this.columns.backoffMicros(member, 0);
      return;
    }
    const message = messages.create(API_HEARTBEAT, connection);
    messages.words.array[wordOf(message, R_GENERATION)] = this.membership.generationId(member);
    messages.words.array[wordOf(message, R_MEMBER_ID)] = this.membership.idOf(member);
    this.isWaiting[member] = 1;
    // A heartbeat is caused by nothing but time.
    kernel.cause = -1;
    connections.send(message);
  }

  private arm(member: number): void {
    const { kernel, timerStream } = this.cluster;
    const pollEnd = this.columns.leftPollAt[member]! + this.settings.maxPollMicros[member]!;
    const at = Math.min(this.dueAt[member]!, pollEnd, this.heardAt[member]! + this.settings.sessionMicros[member]!);
    if (at >= this.armedAt[member]!) return;
    this.armedAt[member] = at;
    const actor = this.link.actorOf(member);
    kernel.at(Math.max(at, kernel.now), CLASS_TIMER, timerStream[actor]!, EV_MEMBER_HEARTBEAT, member, 0, actor);
  }
}
