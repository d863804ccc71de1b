import { CLASS_TIMER, compileMachine, CrashFlag, ErrorCode, MachineInstances, RowKind, type Arena } from '../../kernel';
import { M_A, M_B, M_C, M_ERROR, MESSAGE_WORDS, OPEN } from '../../network';
import {
  API_BROKER_HEARTBEAT,
  API_BROKER_REGISTRATION,
  EV_BROKER_HEARTBEAT,
  EV_BROKER_UP,
  EV_SHUTDOWN_STEP,
} from '../cluster/apis';
import type { Cluster } from '../cluster/cluster';
import { controlConnection } from '../cluster/shape';
import { broker as brokerMachine } from '../machines/broker';

const compiled = compileMachine(brokerMachine);
const PROCESS_STARTED = compiled.eventId('ProcessStarted');
const LOGS_RECOVERED = compiled.eventId('LogsRecovered');
const REGISTRATION_DUE = compiled.eventId('RegistrationDue');
const REGISTERED = compiled.eventId('Registered');
const REGISTRATION_REFUSED = compiled.eventId('RegistrationRefused');
const REGISTRATION_TIMED_OUT = compiled.eventId('RegistrationTimedOut');
const UNFENCED = compiled.eventId('Unfenced');
const FENCED = compiled.eventId('Fenced');
const SHUTDOWN_REQUESTED = compiled.eventId('ShutdownRequested');
const SHUTDOWN_ALLOWED = compiled.eventId('ShutdownAllowed');
const SHUTDOWN_TIMED_OUT = compiled.eventId('ShutdownTimedOut');
const KILLED = compiled.eventId('Killed');
const POWER_LOST = compiled.eventId('PowerLost');
const RECOVER_LOGS = compiled.effectId('recoverLogs');
const SEND_REGISTRATION = compiled.effectId('sendRegistration');
const RETRY_REGISTRATION = compiled.effectId('retryRegistration');
const START_HEARTBEATS = compiled.effectId('startHeartbeats');
const ASK_FOR_SHUTDOWN = compiled.effectId('askForShutdown');
const FLUSH_LOGS = compiled.effectId('flushLogs');
const RESET_CONNECTIONS = compiled.effectId('resetConnections');
const SILENCE_CONNECTIONS = compiled.effectId('silenceConnections');
const DESTROY_UNFLUSHED = compiled.effectId('destroyUnflushed');
const DOWN = compiled.stateId('Down');
const STARTING = compiled.stateId('Starting');
const REGISTERING = compiled.stateId('Registering');
const STOPPING = compiled.stateId('PendingControlledShutdown');

/** A stopping broker asks again this soon whether it may go. */
const SHUTDOWN_STEP_MICROS = 50_000;
/** And gives up asking after this long. */
const SHUTDOWN_LIMIT_MICROS = 300_000_000;

/** What the end and the start of a broker's process mean for its roles. */
export interface BrokerRoles {
  /** The process ended: everything in memory goes. */
  processEnded(broker: number): void;
  /** The machine lost power: what was not flushed goes. */
  destroyUnflushed(broker: number): void;
  /** A clean stop: everything is on disk. */
  flush(broker: number): void;
  /** The controller knows the process: it may apply metadata. */
  registered(broker: number): void;
  /** The process is up and reads its logs. */
  recovered(broker: number, wasClean: boolean): void;
}

/** Broker processes: start, registration, heartbeats, stop, death (K-CTL-2, K-CTL-3, K-REP-40 to K-REP-43). */
export class BrokerHosts {
  private readonly instances: MachineInstances<typeof brokerMachine>;
  /** Tells the event of an older start from that of the present one. */
  private readonly starts: Int32Array;
  private readonly wantsRegistration: Uint8Array;
  private readonly stopBy: Float64Array;
  /** When a process that cannot register gives up. */
  private readonly registerBy: Float64Array;
  /** Tells the next heartbeat from one that was planned before; the connection on which one is unanswered, -1: none. */
  private readonly beats: Int32Array;
  private readonly beatsOn: Int32Array;
  /** Broker epoch that the clean-shutdown file names in the registration that is under way. */
  private readonly cleanEpoch: Int32Array;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly roles: BrokerRoles,
    private readonly activeController: () => number,
  ) {
    const count = cluster.shape.brokerCount;
    this.instances = new MachineInstances(compiled, count, arena, (effect, broker) => this.perform(effect, broker));
    this.starts = arena.int32(count);
    this.wantsRegistration = arena.uint8(count);
    this.stopBy = arena.float64(count, Infinity);
    this.registerBy = arena.float64(count, Infinity);
    this.beats = arena.int32(count);
    this.beatsOn = arena.int32(count, -1);
    this.cleanEpoch = arena.int32(count, -1);
    for (let broker = 0; broker < count; broker++) this.instances.reset(broker);
  }

  /** Every broker is up and registered when the run starts. */
  startAll(brokerEpochOf: (broker: number) => number): void {
    for (let broker = 0; broker < this.cluster.shape.brokerCount; broker++) {
      this.instances.sendPlain(broker, PROCESS_STARTED);
      this.starts[broker]!++;
      this.instances.sendPlain(broker, LOGS_RECOVERED);
      this.registered(broker, brokerEpochOf(broker));
      this.instances.sendPlain(broker, UNFENCED);
    }
  }

  /** True while the machine has no power: it answers nothing, not even with a reset. */
  isMachineDown(broker: number): boolean {
    return this.instances.columns.isHostUp[broker] === 0;
  }

  isDown(broker: number): boolean {
    return this.instances.stateColumn[broker] === DOWN;
  }

  isStarting(broker: number): boolean {
    const state = this.instances.stateColumn[broker];
    return state === STARTING || state === REGISTERING;
  }

  /** Kills the process. */
  kill(broker: number): void {
    this.instances.sendPlain(broker, KILLED);
  }

  /** Takes the power of the machine. */
  powerOff(broker: number): void {
    this.instances.sendPlain(broker, POWER_LOST);
  }

  /** Asks the process to stop (SIGTERM). */
  stop(broker: number): void {
    const isControlled = this.cluster.brokerSettings.controlledShutdown[broker] === 1;
    this.stopBy[broker] = this.cluster.kernel.now + SHUTDOWN_LIMIT_MICROS;
    this.instances.send(broker, SHUTDOWN_REQUESTED, { type: 'ShutdownRequested', isControlled });
  }

  /** Starts the process; it answers after the restart time. */
  start(broker: number): void {
    this.instances.sendPlain(broker, PROCESS_STARTED);
  }

  /** The process answers from now on. */
  onUp(broker: number, start: number): void {
    if (this.starts[broker] !== start || this.instances.stateColumn[broker] !== STARTING) return;
    const { kernel } = this.cluster;
    this.cleanEpoch[broker] = this.instances.columns.cleanShutdownEpoch[broker]!;
    kernel.beginLife(broker);
    this.registerBy[broker] = kernel.now + this.cluster.brokerSettings.registrationTimeoutMicros[broker]!;
    kernel.cause = kernel.row(RowKind.actorStarted, broker, 0, -1, 0, 0, 0, 0);
    this.roles.recovered(broker, this.cleanEpoch[broker]! >= 0);
    this.instances.sendPlain(broker, LOGS_RECOVERED);
  }

  /** A heartbeat, or another try to register, is due; `beat` tells it from one that was replaced. */
  onHeartbeatDue(broker: number, beat: number): void {
    if (beat !== this.beats[broker]) return;
    if (this.instances.stateColumn[broker] === REGISTERING) {
      const isOver = this.cluster.kernel.now >= this.registerBy[broker]!;
      this.instances.sendPlain(broker, isOver ? REGISTRATION_TIMED_OUT : REGISTRATION_DUE);
      return;
    }
    this.beat(broker);
    this.scheduleBeat(broker, this.cluster.brokerSettings.heartbeatIntervalMicros[broker]!);
  }

  /** A stopping broker asks again. */
  onShutdownStep(broker: number): void {
    if (this.instances.stateColumn[broker] !== STOPPING) return;
    const { kernel, timerStream } = this.cluster;
    if (kernel.now >= this.stopBy[broker]!) {
      this.instances.sendPlain(broker, SHUTDOWN_TIMED_OUT);
      return;
    }
    this.beat(broker);
    kernel.at(
      kernel.now + SHUTDOWN_STEP_MICROS,
      CLASS_TIMER,
      timerStream[broker]!,
      EV_SHUTDOWN_STEP,
      broker,
      0,
      broker,
    );
  }

  /** The answer to a registration or a heartbeat. */
  onAnswer(message: number, api: number, broker: number): void {
    const words = this.cluster.messages.words.array;
    const base = message * MESSAGE_WORDS;
    const error = words[base + M_ERROR]!;
    if (api === API_BROKER_REGISTRATION) {
      if (error === ErrorCode.NONE) {
        this.registered(broker, words[base + M_A]!);
        this.roles.registered(broker);
      } else {
        this.instances.sendPlain(broker, REGISTRATION_REFUSED);
      }
    } else {
      this.beatsOn[broker] = -1;
      if (error === ErrorCode.NONE && words[base + M_C] === 1) this.instances.sendPlain(broker, SHUTDOWN_ALLOWED);
    }
  }

  /** A registration or a heartbeat will not be answered: its connection broke. */
  onBroken(api: number, broker: number): void {
    if (api === API_BROKER_HEARTBEAT) this.beatsOn[broker] = -1;
    else if (this.instances.stateColumn[broker] === REGISTERING) this.instances.sendPlain(broker, REGISTRATION_REFUSED);
  }

  /** The connection to the controller is there: what waited for it goes out. */
  onConnected(broker: number): void {
    if (this.wantsRegistration[broker] === 1) this.sendRegistration(broker);
  }

  /** The broker's metadata now says whether it is fenced. */
  onApplied(broker: number): void {
    const isActive = ((this.cluster.brokers.activeMask[broker]! >> broker) & 1) === 1;
    this.instances.sendPlain(broker, isActive ? UNFENCED : FENCED);
  }

  private registered(broker: number, brokerEpoch: number): void {
    this.cluster.brokers.ownEpoch[broker] = brokerEpoch;
    this.instances.send(broker, REGISTERED, { type: 'Registered', brokerEpoch });
  }

  private perform(effect: number, broker: number): void {
    switch (effect) {
      case RECOVER_LOGS:
        this.scheduleUp(broker);
        break;
      case SEND_REGISTRATION:
        this.sendRegistration(broker);
        break;
      case RETRY_REGISTRATION:
        this.scheduleBeat(broker, this.cluster.brokerSettings.heartbeatIntervalMicros[broker]!);
        break;
      case START_HEARTBEATS:
        this.scheduleBeat(broker, 0);
        break;
      case ASK_FOR_SHUTDOWN:
        this.scheduleShutdownStep(broker);
        break;
      case FLUSH_LOGS:
        this.roles.flush(broker);
        break;
      case RESET_CONNECTIONS:
        this.endProcess(broker, false);
        break;
      case SILENCE_CONNECTIONS:
        this.endProcess(broker, true);
        break;
      case DESTROY_UNFLUSHED:
        this.roles.destroyUnflushed(broker);
        break;
    }
  }

  private endProcess(broker: number, isSilent: boolean): void {
    const { kernel, connections } = this.cluster;
    if (kernel.alive[broker] === 0) return;
    const isClean = this.instances.columns.cleanShutdownEpoch[broker]! >= 0;
    const flags = isSilent ? CrashFlag.powerLost : isClean ? CrashFlag.clean : 0;
    kernel.cause = kernel.row(RowKind.actorCrashed, broker, flags, -1, 0, 0, 0, 0);
    kernel.troubleRow[broker] = kernel.cause;
    kernel.endLife(broker);
    this.roles.processEnded(broker);
    connections.endProcess(broker, isSilent);
    this.wantsRegistration[broker] = 0;
    this.beatsOn[broker] = -1;
    this.cluster.brokers.ownEpoch[broker] = -1;
  }

  private scheduleUp(broker: number): void {
    const { kernel, timerStream, restartMicros } = this.cluster;
    const start = ++this.starts[broker]!;
    if (kernel.alive[broker] === 1) return;
    kernel.at(kernel.now + restartMicros, CLASS_TIMER, timerStream[broker]!, EV_BROKER_UP, broker, start, -1);
  }

  private scheduleBeat(broker: number, delayMicros: number): void {
    const { kernel, timerStream } = this.cluster;
    const beat = ++this.beats[broker]!;
    kernel.at(kernel.now + delayMicros, CLASS_TIMER, timerStream[broker]!, EV_BROKER_HEARTBEAT, broker, beat, broker);
  }

  private scheduleShutdownStep(broker: number): void {
    const { kernel, timerStream } = this.cluster;
    kernel.at(kernel.now, CLASS_TIMER, timerStream[broker]!, EV_SHUTDOWN_STEP, broker, 0, broker);
  }

  private openControl(broker: number): number {
    const controller = this.activeController();
    if (controller < 0) return -1;
    const connection = controlConnection(this.cluster.shape, broker, controller);
    if (this.cluster.connections.state[connection] === OPEN) return connection;
    this.cluster.connections.connect(connection);
    return -1;
  }

  private sendRegistration(broker: number): void {
    const { messages, connections, kernel } = this.cluster;
    const connection = this.openControl(broker);
    // The start of a run registers everybody without messages.
    if (kernel.now === 0 && kernel.alive[broker] === 1) return;
    this.wantsRegistration[broker] = connection < 0 ? 1 : 0;
    if (connection < 0) {
      this.scheduleBeat(broker, this.cluster.brokerSettings.heartbeatIntervalMicros[broker]!);
      return;
    }
    const message = messages.create(API_BROKER_REGISTRATION, connection);
    messages.words.array[message * MESSAGE_WORDS + M_A] = this.cleanEpoch[broker]! >= 0 ? 1 : 0;
    connections.send(message);
  }

  private beat(broker: number): void {
    const { messages, connections, brokers } = this.cluster;
    const connection = this.openControl(broker);
    if (connection < 0 || this.beatsOn[broker] === connection) return;
    this.beatsOn[broker] = connection;
    const message = messages.create(API_BROKER_HEARTBEAT, connection);
    const words = messages.words.array;
    const base = message * MESSAGE_WORDS;
    words[base + M_A] = brokers.applied[broker]!;
    words[base + M_B] = this.instances.stateColumn[broker] === STOPPING ? 1 : 0;
    connections.send(message);
  }
}
