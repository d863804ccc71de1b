import { Arena, Kernel, type KernelSystem } from '../../../simulations/kernel';
import {
  Connections,
  EV_ANSWER,
  EV_BROKEN,
  EV_CONNECTED,
  EV_RECONNECT,
  EV_REQUEST,
  EV_TIMEOUT,
  Links,
  M_A,
  M_REFUSE,
  MESSAGE_WORDS,
  Messages,
  type Endpoints,
  type RequestRules,
} from '../../../simulations/network';

export const CLIENT = 0;
export const SERVER = 1;
/** The only connection: {@link CLIENT} to {@link SERVER}. */
export const LINE = 0;

/** A client and a server of a test: what happens to them is written down, the server answers when it is told to. */
export class Wire implements KernelSystem, Endpoints {
  readonly arena = new Arena();
  readonly kernel: Kernel;
  readonly links: Links;
  readonly messages: Messages;
  readonly connections: Connections;
  readonly seen: string[] = [];
  /** Requests that the server has taken and not answered. */
  readonly taken: number[] = [];
  answersAtOnce = true;
  requestTimeout = 30_000;
  isMachineDown = false;

  constructor({ delayMicros = 1000, jitterMicros = 0, seed = 1, rules = noRules }: WireOptions = {}) {
    this.kernel = new Kernel(this.arena, seed, 2, 1, 'full');
    this.links = new Links(this.arena, seed, 2, { delayMicros, jitterMicros });
    this.messages = new Messages(this.arena);
    const pairs = [{ client: CLIENT, server: SERVER }];
    this.connections = new Connections(this.arena, this.kernel, this.links, this.messages, pairs, 2, this, rules);
    this.connections.isMachineDown = () => this.isMachineDown;
    this.connections.openAtStart(LINE);
  }

  /** Sends request number `name` of api 0. */
  send(name: number): void {
    const message = this.messages.create(0, LINE);
    this.messages.words.array[message * MESSAGE_WORDS + M_A] = name;
    this.connections.send(message);
  }

  /** Runs until `millis` of virtual time and returns what was seen since the last call. */
  until(millis: number): string[] {
    this.kernel.run(millis * 1000, 100_000, this);
    return this.seen.splice(0);
  }

  /** The server answers the oldest request that it has taken. */
  answerNext(): void {
    this.connections.answer(this.taken.shift()!);
  }

  /** Ends the server's process. */
  killServer(isSilent = false): void {
    this.isMachineDown = isSilent;
    this.kernel.endLife(SERVER);
    for (const message of this.taken.splice(0)) this.messages.release(message);
    this.connections.endProcess(SERVER, isSilent);
  }

  startServer(): void {
    this.isMachineDown = false;
    this.kernel.beginLife(SERVER);
  }

  dispatch(kind: number, a: number, b: number): void {
    if (kind === EV_REQUEST) this.connections.onRequestArrived(a, b);
    if (kind === EV_ANSWER) this.connections.onAnswerArrived(a, b);
    if (kind === EV_CONNECTED) this.connections.onConnectResult(a, b);
    if (kind === EV_BROKEN) this.connections.onPeerGone(a, b);
    if (kind === EV_TIMEOUT) this.connections.onTimeout(a, b);
    if (kind === EV_RECONNECT) this.connections.onReconnect(a, b);
  }

  dropped(kind: number, a: number): void {
    this.connections.onDropped(kind, a);
  }

  lane(): void {}

  onRequest(message: number): void {
    const refusal = this.messages.words.array[message * MESSAGE_WORDS + M_REFUSE];
    this.note(refusal === 0 ? `request ${this.nameOf(message)}` : `refused ${this.nameOf(message)}`);
    if (this.answersAtOnce || refusal !== 0) this.connections.answer(message);
    else this.taken.push(message);
  }

  onAnswer(message: number): void {
    this.note(`answer ${this.nameOf(message)}`);
  }

  onConnected(): void {
    this.note('connected');
  }

  onBroken(_connection: number, message: number, why: number): void {
    const reason = ['reset', 'timeout', 'refused'][why];
    this.note(message < 0 ? `broken: ${reason}` : `failed ${this.nameOf(message)}: ${reason}`);
  }

  requestTimeoutMs = (): number => this.requestTimeout;
  reconnectBackoffMs = (): number => 50;
  reconnectBackoffMaxMs = (): number => 1000;

  private nameOf(message: number): number {
    return this.messages.words.array[message * MESSAGE_WORDS + M_A];
  }

  private note(text: string): void {
    this.seen.push(`${this.kernel.now / 1000} ${text}`);
  }
}

interface WireOptions {
  delayMicros?: number;
  jitterMicros?: number;
  seed?: number;
  rules?: RequestRules;
}

const noRules: RequestRules = { refusal: () => 0, refusalWaits: () => false, losesAnswer: () => false };

/** Rules about the `nth` request of the client. */
export function rulesAbout(nth: number, what: { error?: number; waits?: boolean; loses?: boolean }): RequestRules {
  return {
    refusal: (_actor, _api, n) => (n === nth ? (what.error ?? 0) : 0),
    refusalWaits: (_actor, _api, n) => n === nth && (what.waits ?? false),
    losesAnswer: (_actor, _api, n) => n === nth && (what.loses ?? false),
  };
}
