import { RebalanceReason, type Arena } from '../../kernel';
import { ConsumerFetchRequests } from '../broker/consumer-fetch';
import { OffsetRequests } from '../broker/list-offsets';
import { API_FETCH, API_LIST_OFFSETS, API_OFFSET_FOR_LEADER_EPOCH } from '../cluster/apis';
import type { Effective } from '../cluster/settings';
import { CoordinatorSettings } from '../groups/coordinator-settings';
import { GroupCoordinators } from '../groups/coordinators';
import type { GroupSide, GroupView } from '../group-side';
import type { KafkaSystem } from '../kafka-system';
import { EV_CONSUMER_FETCH_EXPIRY, EV_GROUP_SESSION } from './consumer-events';
import type { ConsumerPlan, EffectPort } from './consumer-plan';
import { Consumers } from './consumers';

/** New settings of members, as a change of a group's or a member's settings makes them. */
export type MemberSettings = (
  target: string,
  set: Readonly<Record<string, unknown>>,
) => readonly { readonly member: number; readonly settings: Effective }[];

/** Consumers and everything that brokers do for them: fetches, offsets, coordination. */
export class ConsumerGroups implements GroupSide {
  readonly consumers: Consumers;
  readonly coordinators: GroupCoordinators;
  private readonly coordinatorSettings: CoordinatorSettings;
  private readonly fetches: ConsumerFetchRequests;
  private readonly offsets: OffsetRequests;

  constructor(
    arena: Arena,
    private readonly system: KafkaSystem,
    plan: ConsumerPlan,
    brokerSettings: Effective,
    effects: EffectPort,
    private readonly settingsFor: MemberSettings,
  ) {
    const { cluster, brokers, clientMetadata } = system;
    this.fetches = new ConsumerFetchRequests(arena, cluster);
    this.offsets = new OffsetRequests(cluster);
    this.coordinatorSettings = new CoordinatorSettings(arena, cluster.shape.brokerCount);
    for (let broker = 0; broker < cluster.shape.brokerCount; broker++) {
      this.coordinatorSettings.load(broker, brokerSettings);
    }
    const wakes = {
      followers: (broker: number) => brokers.replicaFetches.wake(broker),
      consumers: (broker: number) => this.wake(broker),
    };
    const { leader, purgatory } = brokers;
    this.coordinators = new GroupCoordinators(arena, cluster, leader, purgatory, wakes, this.coordinatorSettings);
    this.consumers = new Consumers(arena, cluster, clientMetadata, this.coordinators, plan, effects);
  }

  start(): void {
    this.consumers.startAll();
  }

  configureBroker(broker: number, settings: Effective): void {
    this.coordinatorSettings.load(broker, settings);
  }

  dispatch(kind: number, a: number, b: number): void {
    if (kind === EV_CONSUMER_FETCH_EXPIRY) this.fetches.onExpiry(a, b);
    else if (kind < EV_GROUP_SESSION) this.consumers.dispatch(kind, a, b);
    else this.coordinators.dispatch(kind, a, b);
  }

  /** A request of a member reached `broker`. */
  handle(message: number, api: number, broker: number, connection: number): void {
    const { connections, shape } = this.system.cluster;
    const member = connections.client[connection]! - shape.firstMember;
    if (api === API_FETCH) this.fetches.handle(message, member, broker);
    else if (api === API_LIST_OFFSETS) this.offsets.list(message, broker);
    else if (api === API_OFFSET_FOR_LEADER_EPOCH) this.offsets.endOfEpoch(message, broker);
    else this.coordinators.handle(message, broker, member);
  }

  onReplicated(message: number, broker: number): void {
    this.coordinators.onReplicated(message, broker);
  }

  wake(broker: number): void {
    this.fetches.wake(broker);
  }

  onApplied(broker: number): void {
    this.fetches.release(broker);
    this.coordinators.onApplied(broker);
  }

  forget(broker: number): void {
    this.fetches.forget(broker);
    this.coordinators.forget(broker);
  }

  onAnswer(message: number, connection: number, member: number): void {
    this.consumers.onAnswer(message, connection, member);
  }

  onConnected(connection: number, member: number): void {
    this.consumers.onConnected(connection, member);
  }

  onBroken(connection: number, message: number, _why: number, member: number): void {
    const { connectionBase } = this.system.cluster.shape;
    if (message < 0 && connection < connectionBase.coordinator) this.fetches.drop(connection);
    this.consumers.onBroken(connection, message, member);
  }

  onMetadata(member: number): void {
    this.consumers.onMetadata(member);
  }

  requestTimeoutMs(member: number): number {
    return this.consumers.settings.requestTimeoutMs[member]!;
  }

  reconnectBackoffMs(member: number): number {
    return this.consumers.settings.reconnectBackoffMs[member]!;
  }

  reconnectBackoffMaxMs(member: number): number {
    return this.consumers.settings.reconnectBackoffMaxMs[member]!;
  }

  retryBackoffMicros(member: number): number {
    return this.consumers.settings.retryBackoffMs[member]! * 1000;
  }

  metadataMaxAgeMicros(member: number): number {
    return this.consumers.settings.metadataMaxAgeMicros[member]!;
  }

  ownerOf(group: number, partition: number): number {
    return this.coordinators.ownerOf(group, partition);
  }

  kill(member: number): boolean {
    return this.consumers.kill(member);
  }

  close(member: number): boolean {
    return this.consumers.close(member);
  }

  restart(member: number): boolean {
    return this.consumers.restart(member);
  }

  configure(target: string, set: Readonly<Record<string, unknown>>): boolean {
    const changed = this.settingsFor(target, set);
    for (const { member, settings } of changed) this.consumers.configure(member, settings);
    return changed.length > 0;
  }

  setProcessing(group: number, change: { readonly timeMicros?: number; readonly jitterMicros?: number }): void {
    this.consumers.setProcessing(group, change);
  }

  rebalance(group: number): boolean {
    const { shape } = this.system.cluster;
    const leader = this.coordinators.leaderOf(group);
    if (leader >= 0 && this.consumers.forceRejoin(leader, RebalanceReason.forced)) return true;
    // The leader may be gone without the coordinator knowing it; any other member may ask as well.
    for (let member = 0; member < shape.memberCount; member++) {
      if (shape.memberGroup[member] !== group) continue;
      if (this.consumers.forceRejoin(member, RebalanceReason.forced)) return true;
    }
    return false;
  }

  viewOf(group: number): GroupView | null {
    return this.coordinators.view(group);
  }

  committedOf(group: number): ReadonlyMap<number, number> {
    return this.coordinators.committed(group);
  }
}
