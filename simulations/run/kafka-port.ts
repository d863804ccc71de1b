import {
  ErrorCode,
  RowKind,
  type ActionOutcome,
  type ActionPort,
  type ActorRef,
  type Arena,
  type CutDirection,
  type Kernel,
  type NetworkChange,
  type ProcessingChange,
  type Refusal,
  type RequestMatch,
  type SettingValue,
  type Slowdown,
  type WorkloadChange,
} from '../kernel';
import { apiNames, type KafkaSystem } from '../kafka';
import type { Links } from '../network';
import type { NormalisedScenario } from '../scenario';
import { actorNumber } from './actor-names';
import { AdminRequests } from './admin-requests';
import type { CompiledScenario } from './compile-plan';
import { LinkChanges } from './link-changes';
import type { ArmedRules } from './request-rules';

const notRunning: ActionOutcome = { skipped: 'it is not running' };
const isRunning: ActionOutcome = { skipped: 'it is running' };
const nobody: ActionOutcome = { skipped: 'there is nobody of that name' };

/** Keys that Kafka takes up on a running broker, of those that its own roles read (DynamicBrokerConfig). */
const dynamicBrokerKeys: ReadonlySet<string> = new Set(['producer.id.expiration.ms']);

/** Actions act on Kafka through this: names to numbers, and what each action means for each kind of process. */
export class KafkaPort implements ActionPort {
  private readonly changes: LinkChanges;
  private readonly admin: AdminRequests;
  /** Settings written so far, by target, over what the scenario says. */
  private readonly written: { value: Readonly<Record<string, Readonly<Record<string, SettingValue>>>> };
  /** Of each broker the written settings that its process works with. */
  private readonly started: { value: Readonly<Record<string, Readonly<Record<string, SettingValue>>>> };
  private readonly bursts: { value: Readonly<Record<string, { producer: number; factor: number }>> };
  private readonly hotKeys: { value: Readonly<Record<string, number>> };

  constructor(
    arena: Arena,
    private readonly kernel: Kernel,
    private readonly system: KafkaSystem,
    private readonly links: Links,
    private readonly rules: ArmedRules,
    private readonly compiled: CompiledScenario,
    private readonly scenario: NormalisedScenario,
  ) {
    this.changes = new LinkChanges(arena, kernel, links);
    this.admin = new AdminRequests(system, compiled);
    this.written = arena.cell<Readonly<Record<string, Readonly<Record<string, SettingValue>>>>>({});
    this.started = arena.cell<Readonly<Record<string, Readonly<Record<string, SettingValue>>>>>({});
    this.bursts = arena.cell<Readonly<Record<string, { producer: number; factor: number }>>>({});
    this.hotKeys = arena.cell<Readonly<Record<string, number>>>({});
    for (const link of scenario.network.links) {
      links.set(this.actor(link.between[0]), this.actor(link.between[1]), {
        delayMicros: Math.round(link.delay * 1000),
        jitterMicros: Math.round(link.jitter * 1000),
      });
    }
  }

  kill(reference: ActorRef): ActionOutcome {
    const actor = this.actor(reference);
    const { shape } = this.compiled;
    if (actor < 0) return nobody;
    if (actor < shape.brokerCount) {
      if (this.system.brokers.hosts.isDown(actor)) return notRunning;
      this.system.brokers.hosts.kill(actor);
      this.controllerTouched(actor);
      return true;
    }
    if (this.kernel.alive[actor] === 0) return notRunning;
    if (actor < shape.firstProducer) this.endController(actor);
    else if (actor < shape.firstMember) this.system.producers.kill(actor - shape.firstProducer);
    else return this.system.groups.kill(actor - shape.firstMember) ? true : notRunning;
    return true;
  }

  stop(reference: ActorRef): ActionOutcome {
    const actor = this.actor(reference);
    const { shape } = this.compiled;
    if (actor < 0) return nobody;
    if (actor < shape.brokerCount) {
      if (this.system.brokers.hosts.isDown(actor)) return notRunning;
      this.system.brokers.hosts.stop(actor);
      return true;
    }
    if (this.kernel.alive[actor] === 0) return notRunning;
    if (actor < shape.firstProducer) this.endController(actor);
    else if (actor < shape.firstMember) this.system.producers.stop(actor - shape.firstProducer);
    else return this.system.groups.close(actor - shape.firstMember) ? true : notRunning;
    return true;
  }

  powerOff(references: readonly ActorRef[]): ActionOutcome {
    let any = false;
    for (const reference of references) {
      const actor = this.actor(reference);
      if (actor < 0 || actor >= this.compiled.shape.brokerCount) {
        if (this.kill(reference) === true) any = true;
        continue;
      }
      if (this.system.brokers.hosts.isMachineDown(actor)) continue;
      this.system.brokers.hosts.powerOff(actor);
      this.controllerTouched(actor);
      any = true;
    }
    return any || notRunning;
  }

  restart(reference: ActorRef): ActionOutcome {
    const actor = this.actor(reference);
    const { shape } = this.compiled;
    if (actor < 0) return nobody;
    if (actor < shape.brokerCount) {
      if (!this.system.brokers.hosts.isDown(actor)) return isRunning;
      const written = this.written.value[shape.names.actors[actor]!];
      if (written !== undefined) this.loadBroker(actor, written);
      this.system.brokers.hosts.start(actor);
      return true;
    }
    if (actor >= shape.firstMember) return this.system.groups.restart(actor - shape.firstMember) ? true : isRunning;
    if (this.kernel.alive[actor] === 1) return isRunning;
    if (actor < shape.firstProducer) {
      this.kernel.beginLife(actor);
      this.kernel.cause = this.kernel.row(RowKind.actorStarted, actor, 0, -1, 0, 0, 0, 0);
      this.system.controllerProcessChanged();
    } else {
      this.system.producers.restart(actor - shape.firstProducer);
    }
    return true;
  }

  freeze(reference: ActorRef): ActionOutcome {
    const actor = this.actor(reference);
    if (actor < 0) return nobody;
    if (this.kernel.alive[actor] === 0) return notRunning;
    if (this.kernel.frozen[actor] === 1) return { skipped: 'it is paused already' };
    this.kernel.troubleRow[actor] = this.kernel.row(RowKind.actorPaused, actor, 0, -1, 0, 0, 0, 0);
    this.kernel.freeze(actor);
    this.system.pauseChanged(actor);
    return true;
  }

  thaw(reference: ActorRef): ActionOutcome {
    const actor = this.actor(reference);
    if (actor < 0 || this.kernel.frozen[actor] === 0) return { skipped: 'it is not paused' };
    this.kernel.cause = this.kernel.row(RowKind.actorResumed, actor, 0, -1, 0, 0, 0, 0);
    this.kernel.thaw(actor, this.system.cluster.timerStream[actor]!);
    this.system.pauseChanged(actor);
    return true;
  }

  cut(actionId: string, cut: { actor: ActorRef; from?: readonly ActorRef[]; direction: CutDirection }): ActionOutcome {
    const actor = this.actor(cut.actor);
    if (actor < 0) return nobody;
    const others = cut.from?.map((other) => this.actor(other)).filter((other) => other >= 0) ?? this.everyoneBut(actor);
    for (const other of others) this.changes.cut(actionId, actor, other, cut.direction);
    this.kernel.troubleRow[actor] = this.kernel.cause;
    this.system.controllerProcessChanged();
    return others.length > 0 || nobody;
  }

  slow(
    actionId: string,
    slow: { between?: readonly [ActorRef, ActorRef]; actor?: ActorRef; by: Slowdown },
  ): ActionOutcome {
    if (slow.between !== undefined) {
      const [a, b] = [this.actor(slow.between[0]), this.actor(slow.between[1])];
      if (a < 0 || b < 0) return nobody;
      this.changes.slow(actionId, a, b, slow.by);
      return true;
    }
    const actor = this.actor(slow.actor!);
    if (actor < 0) return nobody;
    for (const other of this.everyoneBut(actor)) this.changes.slow(actionId, actor, other, slow.by);
    return true;
  }

  heal(actionId: string): ActionOutcome {
    const healed = this.changes.heal(actionId);
    this.system.controllerProcessChanged();
    return healed || { skipped: 'there is nothing to heal' };
  }

  loseAnswer(_actionId: string, match: RequestMatch): ActionOutcome {
    return this.arm(match, 0, false);
  }

  refuse(_actionId: string, match: RequestMatch, refusal: Refusal): ActionOutcome {
    const code = (ErrorCode as Readonly<Record<string, number>>)[refusal.error] ?? ErrorCode.UNKNOWN_SERVER_ERROR;
    return this.arm(match, code, refusal.answered === 'when the next request is in flight');
  }

  configure(target: ActorRef, set: Readonly<Record<string, SettingValue>>): ActionOutcome {
    const settings = { ...this.written.value[target], ...set };
    this.written.value = { ...this.written.value, [target]: settings };
    const [kind, name] = splitReference(target);
    if (kind === 'producer') return this.configureProducer(name, settings);
    if (kind === 'topic') return this.configureTopic(name, settings);
    if (kind === 'broker') return this.configureBroker(target, settings);
    return this.system.groups.configure(target, settings) ? true : nobody;
  }

  setWorkload(producer: ActorRef, set: WorkloadChange): ActionOutcome {
    const index = this.producer(producer);
    if (index < 0 || !this.system.producers.workloads.isGenerated(index))
      return { skipped: 'its workload is not generated' };
    this.system.producers.change(index, {
      recordsPerSecond: set.rate,
      hotShare: set.hotShare,
      valueBytes: set.valueSizeBytes,
      latenessP50Ms: set.latenessMicros && set.latenessMicros.p50 / 1000,
      latenessP99Ms: set.latenessMicros && set.latenessMicros.p99 / 1000,
      latenessMaxMs: set.latenessMicros && set.latenessMicros.max / 1000,
    });
    return true;
  }

  setProcessing(group: ActorRef, set: ProcessingChange): ActionOutcome {
    const index = this.compiled.shape.names.groups.indexOf(splitReference(group)[1]);
    if (index < 0) return nobody;
    this.system.groups.setProcessing(index, set);
    return true;
  }

  setNetwork(set: NetworkChange, between?: readonly [ActorRef, ActorRef]): ActionOutcome {
    if (between !== undefined) {
      const [a, b] = [this.actor(between[0]), this.actor(between[1])];
      if (a < 0 || b < 0) return nobody;
      this.links.set(a, b, set);
      return true;
    }
    for (let a = 0; a < this.kernel.actorCount; a++) for (let b = 0; b < a; b++) this.links.set(a, b, set);
    return true;
  }

  join(group: ActorRef, memberName: string): ActionOutcome {
    const name = splitReference(group)[1];
    const actor = actorNumber(`member:${name}/${memberName}`, this.compiled);
    if (actor < 0) return nobody;
    return this.system.groups.restart(actor - this.compiled.shape.firstMember) ? true : isRunning;
  }

  leave(member: ActorRef): ActionOutcome {
    return this.stop(member);
  }

  rebalance(group: ActorRef): ActionOutcome {
    const index = this.compiled.shape.names.groups.indexOf(splitReference(group)[1]);
    return this.system.groups.rebalance(index) ? true : { skipped: 'the group has no members' };
  }

  reassign(partition: ActorRef, replicas: readonly number[] | null): ActionOutcome {
    return this.admin.reassign(partition, replicas);
  }

  electPreferred(of?: ActorRef): ActionOutcome {
    return this.admin.electPreferred(of);
  }

  addPartitions(topic: ActorRef, count: number): ActionOutcome {
    return this.admin.addPartitions(topic, count);
  }

  deleteRecords(partition: ActorRef, before: number): ActionOutcome {
    return this.admin.deleteRecords(partition, before);
  }

  moveCoordinator(group: ActorRef, to: ActorRef): ActionOutcome {
    return this.admin.moveCoordinator(group, this.actor(to));
  }

  burst(actionId: string, producer: ActorRef, factor: number): ActionOutcome {
    const index = this.producer(producer);
    if (index < 0) return nobody;
    this.system.producers.multiply(index, factor);
    this.bursts.value = { ...this.bursts.value, [actionId]: { producer: index, factor } };
    return true;
  }

  endBurst(actionId: string): ActionOutcome {
    const burst = this.bursts.value[actionId];
    if (burst === undefined) return { skipped: 'there is no burst' };
    this.system.producers.multiply(burst.producer, 1 / burst.factor);
    return true;
  }

  hotKey(actionId: string, producer: ActorRef, share: number): ActionOutcome {
    const index = this.producer(producer);
    if (index < 0) return nobody;
    this.system.producers.workloads.setHotKey(index, share);
    this.hotKeys.value = { ...this.hotKeys.value, [actionId]: index };
    return true;
  }

  endHotKey(actionId: string): ActionOutcome {
    const index = this.hotKeys.value[actionId];
    if (index === undefined) return { skipped: 'there is no hot key' };
    this.system.producers.workloads.setHotKey(index, -1);
    return true;
  }

  private configureProducer(name: string, set: Readonly<Record<string, SettingValue>>): ActionOutcome {
    const index = this.producer(`producer:${name}`);
    if (index < 0) return nobody;
    const values = this.compiled.valuesOf('producer', { ...this.scenario.producers[name]!.config, ...set });
    this.system.producers.configure(index, values);
    return true;
  }

  private configureTopic(name: string, set: Readonly<Record<string, SettingValue>>): ActionOutcome {
    const index = this.compiled.shape.names.topics.indexOf(name);
    if (index < 0) return nobody;
    const written = { ...this.scenario.topics[name]!.config, ...set };
    const values = this.compiled.valuesOf('topic', written, { broker: this.scenario.brokers.config });
    this.system.cluster.topicSettings.load(index, values);
    return true;
  }

  /** Few keys of a broker act at once; the others are read when its process starts. */
  private configureBroker(target: string, set: Readonly<Record<string, SettingValue>>): ActionOutcome {
    const actor = this.actor(target);
    if (actor < 0) return nobody;
    const dynamic = Object.entries(set).filter(([key]) => dynamicBrokerKeys.has(key));
    if (dynamic.length > 0) this.loadBroker(actor, { ...this.started.value[target], ...Object.fromEntries(dynamic) });
    return true;
  }

  private loadBroker(actor: number, set: Readonly<Record<string, SettingValue>>): void {
    const name = this.compiled.shape.names.actors[actor]!;
    this.started.value = { ...this.started.value, [name]: set };
    const values = this.compiled.valuesOf('broker', { ...this.scenario.brokers.config, ...set });
    this.system.cluster.brokerSettings.load(actor, values);
    if (actor < this.compiled.shape.brokerCount) this.system.groups.configureBroker(actor, values);
  }

  private arm(match: RequestMatch, error: number, waits: boolean): ActionOutcome {
    const actor = this.actor(match.actor);
    const api = apiNames.indexOf(match.api);
    if (actor < 0 || api < 0) return nobody;
    const isFollower = match.api === 'Fetch' && actor < this.compiled.shape.brokerCount;
    this.rules.arm({ actor, api: isFollower ? apiNames.indexOf('ReplicaFetch') : api, nth: match.nth, error, waits });
    return true;
  }

  private endController(actor: number): void {
    this.kernel.cause = this.kernel.row(RowKind.actorCrashed, actor, 0, -1, 0, 0, 0, 0);
    this.kernel.endLife(actor);
    this.system.cluster.connections.endProcess(actor, false);
    this.system.controllerProcessChanged();
  }

  private controllerTouched(actor: number): void {
    if (this.compiled.shape.controllers.includes(actor)) this.system.controllerProcessChanged();
  }

  private everyoneBut(actor: number): number[] {
    return Array.from({ length: this.kernel.actorCount }, (_, other) => other).filter((other) => other !== actor);
  }

  private producer(reference: ActorRef): number {
    const actor = this.actor(reference.startsWith('producer:') ? reference : `producer:${reference}`);
    return actor < 0 ? -1 : actor - this.compiled.shape.firstProducer;
  }

  private actor(reference: ActorRef): number {
    return actorNumber(reference, this.compiled);
  }
}

function splitReference(reference: string): [string, string] {
  const colon = reference.indexOf(':');
  if (colon >= 0) return [reference.slice(0, colon), reference.slice(colon + 1)];
  return [reference.replace(/-\d+$/, ''), reference];
}
