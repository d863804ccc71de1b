import { CLASS_TIMER, ErrorCode, type Arena } from '../../kernel';
import { BREAK_RESET, M_DEADLINE, M_ERROR, OPEN } from '../../network';
import type { ClientMetadata } from '../client/client-metadata';
import { API_FIND_COORDINATOR } from '../cluster/apis';
import type { Cluster } from '../cluster/cluster';
import { clientConnection, coordinatorConnection } from '../cluster/shape';
import { R_COORDINATOR, wordOf } from '../groups/group-requests';
import { EV_MEMBER_WAKE } from './consumer-events';
import type { MemberColumns } from './member-columns';

/** Told when the member's coordinator is there, or is lost. */
export interface CoordinatorListener {
  onCoordinatorFound(member: number): void;
  onCoordinatorLost(member: number): void;
  /** Nobody could say who it is; it is asked again later. */
  onLookupFailed(member: number): void;
}

/** How a member reaches brokers: any of them, its coordinator, and its own later self. */
export class MemberLink {
  /** The broker that is said to coordinate the group, -1: unknown. */
  readonly coordinator: Int32Array;
  private readonly isLooking: Uint8Array;
  private readonly lookAgainAt: Float64Array;
  private readonly failures: Int32Array;
  /** Set once by who composes the parts. */
  listener!: CoordinatorListener;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly columns: MemberColumns,
    readonly metadata: ClientMetadata,
  ) {
    const count = cluster.shape.memberCount;
    this.coordinator = arena.int32(count, -1);
    this.isLooking = arena.uint8(count);
    this.lookAgainAt = arena.float64(count);
    this.failures = arena.int32(count);
  }

  reset(member: number): void {
    this.coordinator[member] = -1;
    this.isLooking[member] = 0;
    this.lookAgainAt[member] = 0;
    this.failures[member] = 0;
  }

  actorOf(member: number): number {
    return this.cluster.shape.firstMember + member;
  }

  clientOf(member: number): number {
    return this.cluster.shape.producerCount + member;
  }

  dataConnection(member: number, broker: number): number {
    return clientConnection(this.cluster.shape, this.clientOf(member), broker);
  }

  /** The open connection to the coordinator, or -1; then it is looked for. */
  coordinatorOrFind(member: number): number {
    const { connections, shape } = this.cluster;
    const broker = this.coordinator[member]!;
    if (broker < 0) {
      this.find(member);
      return -1;
    }
    const connection = coordinatorConnection(shape, member, broker);
    if (connections.state[connection] === OPEN) return connection;
    connections.connect(connection);
    return -1;
  }

  /** As {@link coordinatorOrFind}, without doing anything about it. */
  openCoordinator(member: number): number {
    const broker = this.coordinator[member]!;
    if (broker < 0) return -1;
    const connection = coordinatorConnection(this.cluster.shape, member, broker);
    return this.cluster.connections.state[connection] === OPEN ? connection : -1;
  }

  /** Asks any broker who coordinates the group (K-ERR-1). */
  find(member: number): void {
    const { kernel, connections, messages } = this.cluster;
    if (this.isLooking[member] === 1 || this.coordinator[member]! >= 0) return;
    if (kernel.now < this.lookAgainAt[member]!) {
      this.wake(member, this.lookAgainAt[member]!);
      return;
    }
    const connection = this.leastLoaded(member);
    if (connection < 0) {
      this.metadata.requestUpdate(this.clientOf(member));
      return;
    }
    this.isLooking[member] = 1;
    connections.send(messages.create(API_FIND_COORDINATOR, connection));
  }

  onFindAnswer(message: number, member: number): void {
    const { messages, connections, shape } = this.cluster;
    const words = messages.words.array;
    this.isLooking[member] = 0;
    if (words[wordOf(message, M_ERROR)] !== ErrorCode.NONE) {
      this.failed(member);
      return;
    }
    this.failures[member] = 0;
    const broker = words[wordOf(message, R_COORDINATOR)]!;
    this.coordinator[member] = broker;
    const connection = coordinatorConnection(shape, member, broker);
    if (connections.state[connection] === OPEN) this.listener.onCoordinatorFound(member);
    else connections.connect(connection);
  }

  onFindBroken(member: number): void {
    this.isLooking[member] = 0;
    this.failed(member);
  }

  /** A connection is there: true if it is the coordinator's. */
  onConnected(connection: number, member: number): boolean {
    const broker = this.coordinator[member]!;
    if (broker < 0 || connection !== coordinatorConnection(this.cluster.shape, member, broker)) return false;
    this.listener.onCoordinatorFound(member);
    return true;
  }

  /** The coordinator said that it is none, or does not answer: it is looked for again. */
  lose(member: number): void {
    const { connections, shape } = this.cluster;
    const broker = this.coordinator[member]!;
    if (broker < 0) return;
    this.coordinator[member] = -1;
    this.lookAgainAt[member] = this.cluster.kernel.now + this.columns.backoffMicros(member, this.failures[member]!++);
    this.listener.onCoordinatorLost(member);
    // What is in flight to it must not answer for a membership that has moved on.
    const connection = coordinatorConnection(shape, member, broker);
    if (connections.state[connection] === OPEN) connections.breakOff(connection, BREAK_RESET);
  }

  /** A connection to a coordinator broke. */
  onCoordinatorBroken(connection: number, member: number): void {
    const broker = this.coordinator[member]!;
    if (broker >= 0 && connection === coordinatorConnection(this.cluster.shape, member, broker)) this.lose(member);
  }

  /** Sends a request that may take longer than `request.timeout.ms`: the answer waits for others (JoinGroup, SyncGroup). */
  sendPatiently(message: number, patienceMs: number): void {
    const { connections, messages, kernel } = this.cluster;
    connections.send(message);
    const deadline = wordOf(message, M_DEADLINE);
    messages.words.array[deadline] = Math.max(
      messages.words.array[deadline]!,
      Math.ceil(kernel.now / 1000) + patienceMs,
    );
  }

  /** Has poll() look around at `at`, unless it does so before. */
  wake(member: number, at: number): void {
    if (at >= this.columns.wakeAt[member]!) return;
    const { kernel, timerStream } = this.cluster;
    const actor = this.actorOf(member);
    this.columns.wakeAt[member] = at;
    kernel.at(Math.max(at, kernel.now), CLASS_TIMER, timerStream[actor]!, EV_MEMBER_WAKE, member, 0, actor);
  }

  private failed(member: number): void {
    const at = this.cluster.kernel.now + this.columns.backoffMicros(member, this.failures[member]!++);
    this.lookAgainAt[member] = at;
    this.wake(member, at);
    this.listener.onLookupFailed(member);
  }

  private leastLoaded(member: number): number {
    const { connections, shape } = this.cluster;
    let best = -1;
    for (let i = 0; i < shape.brokerCount; i++) {
      const connection = this.dataConnection(member, (member + i) % shape.brokerCount);
      if (connections.state[connection] !== OPEN) continue;
      if (best < 0 || connections.inFlight[connection]! < connections.inFlight[best]!) best = connection;
    }
    return best;
  }
}
