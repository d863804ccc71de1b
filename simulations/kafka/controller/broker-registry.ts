import { compileMachine, ErrorCode, MachineInstances, RowKind, type Arena } from '../../kernel';
import type { Cluster } from '../cluster/cluster';
import { BROKER_ACTIVE, BROKER_FENCED, BROKER_SHUTTING_DOWN } from '../cluster/metadata-log';
import { brokerRegistration } from '../machines/broker-registration';

const compiled = compileMachine(brokerRegistration);
const REGISTRATION = compiled.eventId('RegistrationReceived');
const HEARTBEAT = compiled.eventId('HeartbeatReceived');
const SESSION_EXPIRED = compiled.eventId('SessionExpired');
const SHUTDOWN_WANTED = compiled.eventId('ShutdownWanted');
const SHUTDOWN_DONE = compiled.eventId('ShutdownDone');
const RECORD = compiled.effectId('recordRegistration');
const REFUSE_DUPLICATE = compiled.effectId('refuseDuplicate');
const REPAIR_CLEAN = compiled.effectId('repairClean');
const REPAIR_UNCLEAN = compiled.effectId('repairUnclean');
const TOUCH = compiled.effectId('touchSession');
const FORGET = compiled.effectId('forgetSession');
const FENCE = compiled.effectId('fence');
const UNFENCE = compiled.effectId('unfence');
const START_SHUTDOWN = compiled.effectId('startControlledShutdown');
const ALLOW_SHUTDOWN = compiled.effectId('allowShutdown');
const ACTIVE = compiled.stateId('Active');
const STOPPING = compiled.stateId('InControlledShutdown');

/** What the registry does to partitions when a broker comes or goes. */
export interface Partitions {
  removeBroker(broker: number, isUnclean: boolean, actor: number): void;
  brokerActivated(actor: number): void;
  leadsAny(broker: number): boolean;
}

/** The controller's brokers: registrations, sessions, fencing, controlled shutdown (K-CTL-2, K-CTL-2a, K-CTL-3, K-REP-40). */
export class BrokerRegistry {
  private readonly instances: MachineInstances<typeof brokerRegistration>;
  /** Time of the last heartbeat in µs; -Infinity: no session. */
  private readonly heardAt: Float64Array;
  /** Rows of metadata that each broker said it had applied. */
  private readonly appliedOffset: Int32Array;
  /** Metadata row after which a stopping broker leads nothing. */
  private readonly shutdownOffset: Int32Array;
  private readonly mayStop: Uint8Array;
  private actor = -1;
  private outcome: number = ErrorCode.NONE;
  private wasClean = false;
  /** Set once by the controller, which owns both registries. */
  partitions!: Partitions;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly onRecorded: () => void,
  ) {
    const count = cluster.shape.brokerCount;
    this.instances = new MachineInstances(compiled, count, arena, (effect, broker) => this.perform(effect, broker));
    this.heardAt = arena.float64(count, -Infinity);
    this.appliedOffset = arena.int32(count);
    this.shutdownOffset = arena.int32(count);
    this.mayStop = arena.uint8(count);
    for (let broker = 0; broker < count; broker++) this.instances.reset(broker);
  }

  /** Every broker is registered and active when the run starts. */
  startAll(actor: number): void {
    const { shape } = this.cluster;
    for (let broker = 0; broker < shape.brokerCount; broker++) {
      this.register(broker, true, actor);
      this.heartbeat(broker, this.cluster.metadata.length, false, actor);
    }
  }

  brokerEpoch(broker: number): number {
    return this.instances.columns.brokerEpoch[broker]!;
  }

  /** Mask of the brokers that may lead and be in sync. */
  activeMask(): number {
    let mask = 0;
    const state = this.instances.stateColumn;
    for (let broker = 0; broker < state.length; broker++) if (state[broker] === ACTIVE) mask |= 1 << broker;
    return mask;
  }

  /** A registration request; returns the error to answer with. */
  register(broker: number, isClean: boolean, actor: number): number {
    this.actor = actor;
    this.outcome = ErrorCode.NONE;
    this.wasClean = isClean;
    this.instances.send(broker, REGISTRATION, {
      type: 'RegistrationReceived',
      brokerEpoch: this.cluster.metadata.length,
      isSessionValid: this.hasSession(broker),
      isCleanRestart: isClean,
      hasEligibleLeaderReplicas: this.cluster.hasEligibleLeaders,
    });
    return this.outcome;
  }

  /** A heartbeat. `applied`: rows of metadata the broker has. Returns true if the broker may stop now. */
  heartbeat(broker: number, applied: number, wantsShutdown: boolean, actor: number): boolean {
    this.actor = actor;
    this.appliedOffset[broker] = applied;
    const isCaughtUp = applied >= this.brokerEpoch(broker);
    this.mayStop[broker] = 0;
    if (!wantsShutdown) {
      this.instances.send(broker, HEARTBEAT, { type: 'HeartbeatReceived', isCaughtUp });
      return false;
    }
    const leadsAny = this.partitions.leadsAny(broker);
    this.instances.send(broker, SHUTDOWN_WANTED, { type: 'ShutdownWanted', leadsAny });
    if (this.instances.stateColumn[broker] === STOPPING && this.isShutdownApplied(broker)) {
      this.instances.sendPlain(broker, SHUTDOWN_DONE);
    }
    return this.mayStop[broker] === 1;
  }

  /** Fences one broker whose session is over (K-CTL-3: one an event); false if there is none. */
  fenceOverdue(actor: number): boolean {
    const { shape, brokerSettings, kernel } = this.cluster;
    for (let broker = 0; broker < shape.brokerCount; broker++) {
      const heardAt = this.heardAt[broker]!;
      if (heardAt < 0 || kernel.now - heardAt <= brokerSettings.sessionTimeoutMicros[shape.brokerCount]!) continue;
      this.actor = actor;
      // Nothing but silence reached the controller; what caused it is what befell the broker.
      kernel.cause = kernel.troubleRow[broker]!;
      this.instances.sendPlain(broker, SESSION_EXPIRED);
      return true;
    }
    return false;
  }

  /** A new active controller gives every session its full length again (K-CTL-4). */
  restartSessions(): void {
    for (let broker = 0; broker < this.heardAt.length; broker++) {
      if (this.heardAt[broker]! >= 0) this.heardAt[broker] = this.cluster.kernel.now;
    }
  }

  private hasSession(broker: number): boolean {
    const { brokerSettings, kernel, shape } = this.cluster;
    const heardAt = this.heardAt[broker]!;
    return heardAt >= 0 && kernel.now - heardAt <= brokerSettings.sessionTimeoutMicros[shape.brokerCount]!;
  }

  /** True once the broker leads nothing and every active broker has applied the metadata that says so (K-REP-40). */
  private isShutdownApplied(broker: number): boolean {
    if (this.partitions.leadsAny(broker)) return false;
    const active = this.activeMask();
    for (let other = 0; other < this.cluster.shape.brokerCount; other++) {
      if ((active >> other) & 1 && this.appliedOffset[other]! < this.shutdownOffset[broker]!) return false;
    }
    return true;
  }

  private perform(effect: number, broker: number): void {
    switch (effect) {
      case RECORD:
        this.record(broker, BROKER_FENCED, RowKind.brokerRegistered);
        break;
      case REFUSE_DUPLICATE:
        this.outcome = ErrorCode.DUPLICATE_BROKER_REGISTRATION;
        break;
      case REPAIR_CLEAN:
        this.partitions.removeBroker(broker, false, this.actor);
        break;
      case REPAIR_UNCLEAN:
        this.partitions.removeBroker(broker, true, this.actor);
        break;
      case TOUCH:
        this.heardAt[broker] = this.cluster.kernel.now;
        break;
      case FORGET:
        this.heardAt[broker] = -Infinity;
        break;
      case FENCE:
        this.underCause(() => {
          this.record(broker, BROKER_FENCED, RowKind.brokerFenced);
          this.partitions.removeBroker(broker, false, this.actor);
        });
        break;
      case UNFENCE:
        this.underCause(() => {
          this.record(broker, BROKER_ACTIVE, RowKind.brokerUnfenced);
          this.partitions.brokerActivated(this.actor);
        });
        break;
      case START_SHUTDOWN:
        this.underCause(() => {
          this.record(broker, BROKER_SHUTTING_DOWN, RowKind.brokerShutdown);
          this.partitions.removeBroker(broker, false, this.actor);
          this.shutdownOffset[broker] = this.cluster.metadata.length;
        });
        break;
      case ALLOW_SHUTDOWN:
        this.mayStop[broker] = 1;
        break;
    }
  }

  /** What `work` writes is caused by the first row that it writes; afterwards the cause is what it was. */
  private underCause(work: () => void): void {
    const { kernel } = this.cluster;
    const cause = kernel.cause;
    work();
    kernel.cause = cause;
  }

  private record(broker: number, state: number, kind: number): void {
    const { metadata, kernel } = this.cluster;
    metadata.appendBroker(broker, state, this.brokerEpoch(broker));
    kernel.cause = kernel.row(
      kind,
      this.actor,
      0,
      broker,
      this.brokerEpoch(broker),
      kind === RowKind.brokerRegistered && this.wasClean ? 1 : 0,
      0,
      0,
    );
    this.onRecorded();
  }
}
