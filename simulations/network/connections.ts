import {
  CARRIES,
  CLASS_MESSAGE,
  CLASS_TIMER,
  draw,
  MESSAGE,
  MESSAGE_LOST,
  Purpose,
  type Arena,
  type Kernel,
} from '../kernel';
import type { Links } from './links';
import {
  M_API,
  M_CONNECTION,
  M_DEADLINE,
  M_EPOCH,
  M_HOLDERS,
  M_INBOX_NEXT,
  M_NEXT,
  M_ONE_WAY,
  M_REFUSE,
  M_ROW,
  M_TAKEN,
  MESSAGE_WORDS,
  type Messages,
} from './messages';

/** Event kinds of the network; systems number theirs from {@link NETWORK_EVENT_KINDS} on. */
export const EV_REQUEST = 0;
export const EV_ANSWER = 1;
export const EV_CONNECTED = 2;
export const EV_BROKEN = 3;
export const EV_TIMEOUT = 4;
export const EV_RECONNECT = 5;
export const NETWORK_EVENT_KINDS = 8;

export const CLOSED = 0;
export const CONNECTING = 1;
export const OPEN = 2;

/** Why a connection broke, as its client sees it. */
export const BREAK_RESET = 0;
export const BREAK_TIMEOUT = 1;
export const BREAK_REFUSED = 2;

/** What the ends of connections do; implemented by the system. */
export interface Endpoints {
  /** The server takes a request; it calls `answer` (or `finish`) for it now or later. */
  onRequest(message: number, connection: number): void;
  /** The client has an answer. The slot is the network's again when this returns. */
  onAnswer(message: number, connection: number): void;
  /** The client can send on `connection`. */
  onConnected(connection: number): void;
  /** The client lost `connection`; called once for each request in flight first, then with message -1. */
  onBroken(connection: number, message: number, why: number): void;
  /** Longest wait for an answer on `connection`, in ms (`request.timeout.ms`). */
  requestTimeoutMs(connection: number): number;
  /** First and longest wait before a connection is tried again, in ms (K-CLI-3). */
  reconnectBackoffMs(connection: number): number;
  reconnectBackoffMaxMs(connection: number): number;
}

/** Reads the number of rules a request matches; set by the actions `loseAnswer` and `refuse`. */
export interface RequestRules {
  /** Error to answer with instead of executing (0: execute) for the `nth` request of `api` by `actor`. */
  refusal(actor: number, api: number, nth: number): number;
  /** 1: hold that refusal until the next request is in flight. */
  refusalWaits(actor: number, api: number, nth: number): boolean;
  losesAnswer(actor: number, api: number, nth: number): boolean;
}

/**
 * Connections between clients and servers: order within each direction, one request at a time on the server
 * (spec/kafka.md A.7), resets, refusals, timeouts, reconnects (K-CLI-1, K-CLI-3).
 */
export class Connections {
  readonly client: Int32Array;
  readonly server: Int32Array;
  readonly state: Uint8Array;
  /** Grows with every break; messages of an older one are not delivered. */
  readonly epoch: Int32Array;
  /** Requests sent and not answered, oldest first. */
  readonly inFlightFirst: Int32Array;
  readonly inFlightLast: Int32Array;
  readonly inFlight: Int32Array;
  /** Virtual time before which no new try to connect is made, in µs. */
  readonly retryAt: Float64Array;
  /** The request the server works on, -1: none; and those it has not read yet. */
  private readonly busy: Int32Array;
  private readonly inboxFirst: Int32Array;
  private readonly inboxLast: Int32Array;
  private readonly attempts: Int32Array;
  private readonly lastRequestAt: Float64Array;
  private readonly lastAnswerAt: Float64Array;
  private readonly ordinals: Int32Array;
  private readonly timeoutArmed: Uint8Array;
  private readonly answersLost: Uint8Array;
  private readonly requestCount: Int32Array;
  /** A refused request whose answer waits for the next request to be in flight, -1: none. */
  private readonly heldRefusal: Int32Array;
  private readonly streamBase: number;

  constructor(
    arena: Arena,
    private readonly kernel: Kernel,
    readonly links: Links,
    readonly messages: Messages,
    pairs: readonly { readonly client: number; readonly server: number }[],
    private readonly apiCount: number,
    private readonly endpoints: Endpoints,
    private readonly rules: RequestRules,
  ) {
    const count = pairs.length;
    this.client = Int32Array.from(pairs, (pair) => pair.client);
    this.server = Int32Array.from(pairs, (pair) => pair.server);
    this.state = arena.uint8(count);
    this.epoch = arena.int32(count);
    this.inFlightFirst = arena.int32(count, -1);
    this.inFlightLast = arena.int32(count, -1);
    this.inFlight = arena.int32(count);
    this.retryAt = arena.float64(count);
    this.busy = arena.int32(count, -1);
    this.inboxFirst = arena.int32(count, -1);
    this.inboxLast = arena.int32(count, -1);
    this.attempts = arena.int32(count);
    this.lastRequestAt = arena.float64(count);
    this.lastAnswerAt = arena.float64(count);
    this.ordinals = arena.int32(count * 2);
    this.timeoutArmed = arena.uint8(count);
    this.answersLost = arena.uint8(count);
    this.requestCount = arena.int32(kernel.actorCount * apiCount);
    this.heldRefusal = arena.int32(count, -1);
    this.streamBase = kernel.queue.newStream();
    for (let stream = 1; stream < count * 2; stream++) kernel.queue.newStream();
  }

  /** Opens a connection without the time it takes: for a cluster that is already running when the run starts. */
  openAtStart(connection: number): void {
    this.state[connection] = OPEN;
  }

  /** Tries to connect, unless it is connected, connecting, or backing off (then later by itself). */
  connect(connection: number): void {
    if (this.state[connection] !== CLOSED) return;
    this.state[connection] = CONNECTING;
    const now = this.kernel.now;
    const client = this.client[connection]!;
    const wait = this.retryAt[connection]! - now;
    if (wait > 0) {
      this.kernel.at(
        now + wait,
        CLASS_TIMER,
        this.requestStream(connection),
        EV_RECONNECT,
        connection,
        this.epoch[connection]!,
        client,
      );
      return;
    }
    this.attempt(connection);
  }

  /** The wait before {@link connect} is over. */
  onReconnect(connection: number, epoch: number): void {
    if (this.epoch[connection] !== epoch || this.state[connection] !== CONNECTING) return;
    this.attempt(connection);
  }

  /** The set-up of a connection ended, one way or the other. */
  onConnectResult(connection: number, epoch: number): void {
    if (this.epoch[connection] !== epoch || this.state[connection] !== CONNECTING) return;
    const server = this.server[connection]!;
    const client = this.client[connection]!;
    if (this.kernel.alive[server] === 1 && !this.links.isCut(client, server) && !this.links.isCut(server, client)) {
      this.state[connection] = OPEN;
      this.attempts[connection] = 0;
      this.endpoints.onConnected(connection);
    } else {
      this.breakOff(connection, BREAK_REFUSED);
    }
  }

  /**
   * Sends a request made with {@link Messages.create}. Returns its arrival in µs (also when it will never arrive).
   * The connection must be open.
   */
  send(message: number): number {
    const words = this.messages.words.array;
    const base = message * MESSAGE_WORDS;
    const connection = words[base + M_CONNECTION]!;
    const client = this.client[connection]!;
    const server = this.server[connection]!;
    const api = words[base + M_API]!;
    const kernel = this.kernel;
    const nth = ++this.requestCount[client * this.apiCount + api]!;
    words[base + M_EPOCH] = this.epoch[connection]!;
    words[base + M_REFUSE] = this.rules.refusal(client, api, nth);
    if (words[base + M_REFUSE] !== 0 && this.rules.refusalWaits(client, api, nth)) words[base + M_TAKEN] = 2;
    if (this.rules.losesAnswer(client, api, nth)) this.answersLost[connection] = 1;
    if (words[base + M_ONE_WAY] === 1) {
      words[base + M_HOLDERS] = 1;
    } else {
      const last = this.inFlightLast[connection]!;
      if (last < 0) this.inFlightFirst[connection] = message;
      else words[last * MESSAGE_WORDS + M_NEXT] = message;
      this.inFlightLast[connection] = message;
      this.inFlight[connection]!++;
      words[base + M_DEADLINE] = Math.ceil(kernel.now / 1000) + this.endpoints.requestTimeoutMs(connection);
      this.armTimeout(connection, words[base + M_DEADLINE]!);
    }
    const ordinal = this.ordinals[connection * 2]!++;
    let arrival = kernel.now + this.links.delay(client, server, this.requestStream(connection), ordinal);
    if (arrival < this.lastRequestAt[connection]!) arrival = this.lastRequestAt[connection]!;
    this.lastRequestAt[connection] = arrival;
    this.note(message, client, server, arrival, 0);
    if (this.links.isCut(client, server)) {
      this.noteLost(message);
      this.messages.release(message);
    } else {
      kernel.at(arrival, CLASS_MESSAGE, this.requestStream(connection), EV_REQUEST, message, connection, server);
    }
    this.releaseHeldRefusal(connection, message);
    return arrival;
  }

  /** A request reached its server. */
  onRequestArrived(message: number, connection: number): void {
    const words = this.messages.words.array;
    if (this.busy[connection]! >= 0 && words[message * MESSAGE_WORDS + M_EPOCH] === this.epoch[connection]) {
      words[message * MESSAGE_WORDS + M_INBOX_NEXT] = -1;
      const last = this.inboxLast[connection]!;
      if (last < 0) this.inboxFirst[connection] = message;
      else words[last * MESSAGE_WORDS + M_INBOX_NEXT] = message;
      this.inboxLast[connection] = message;
      return;
    }
    this.take(message, connection);
  }

  /** The server answers; error and entries stand in the slot. */
  answer(message: number): void {
    const words = this.messages.words.array;
    const base = message * MESSAGE_WORDS;
    const connection = words[base + M_CONNECTION]!;
    const epoch = words[base + M_EPOCH]!;
    const kernel = this.kernel;
    const client = this.client[connection]!;
    const server = this.server[connection]!;
    if (epoch !== this.epoch[connection]) {
      this.messages.release(message);
      return;
    }
    const ordinal = this.ordinals[connection * 2 + 1]!++;
    let arrival = kernel.now + this.links.delay(server, client, this.answerStream(connection), ordinal);
    if (arrival < this.lastAnswerAt[connection]!) arrival = this.lastAnswerAt[connection]!;
    this.lastAnswerAt[connection] = arrival;
    this.note(message, server, client, arrival, 1);
    if (this.answersLost[connection] === 1 || this.links.isCut(server, client)) {
      this.noteLost(message);
      this.messages.release(message);
    } else {
      kernel.at(arrival, CLASS_MESSAGE, this.answerStream(connection), EV_ANSWER, message, connection, client);
    }
    this.next(connection, message);
  }

  /** The server is done with a request that has no answer. */
  finish(message: number): void {
    const connection = this.messages.words.array[message * MESSAGE_WORDS + M_CONNECTION]!;
    this.messages.release(message);
    this.next(connection, message);
  }

  /** An answer reached its client. */
  onAnswerArrived(message: number, connection: number): void {
    const words = this.messages.words.array;
    const base = message * MESSAGE_WORDS;
    if (words[base + M_EPOCH] !== this.epoch[connection]) {
      this.messages.release(message);
      return;
    }
    const next = words[base + M_NEXT]!;
    this.inFlightFirst[connection] = next;
    if (next < 0) this.inFlightLast[connection] = -1;
    this.inFlight[connection]!--;
    words[base + M_NEXT] = -1;
    this.endpoints.onAnswer(message, connection);
    this.messages.release(message);
    this.messages.release(message);
  }

  /** The timeout lane of a connection fired: K-CLI-1. */
  onTimeout(connection: number, epoch: number): void {
    this.timeoutArmed[connection] = 0;
    const first = this.inFlightFirst[connection]!;
    if (first < 0) return;
    const deadline = this.messages.words.array[first * MESSAGE_WORDS + M_DEADLINE]!;
    if (epoch === this.epoch[connection] && this.kernel.now >= deadline * 1000)
      this.breakOff(connection, BREAK_TIMEOUT);
    else this.armTimeout(connection, deadline);
  }

  /** The peer's process died or closed the socket, and the client hears of it. */
  onPeerGone(connection: number, epoch: number): void {
    if (this.epoch[connection] === epoch && this.state[connection] !== CLOSED) this.breakOff(connection, BREAK_RESET);
  }

  /** The client lets go of a connection: everything in flight on it ends, with `why`. */
  breakOff(connection: number, why: number): void {
    this.state[connection] = CLOSED;
    this.epoch[connection]!++;
    this.answersLost[connection] = 0;
    this.heldRefusal[connection] = -1;
    const backoff = this.reconnectBackoff(connection);
    this.retryAt[connection] = this.kernel.now + backoff * 1000;
    this.attempts[connection]!++;
    let message = this.inFlightFirst[connection]!;
    this.inFlightFirst[connection] = -1;
    this.inFlightLast[connection] = -1;
    this.inFlight[connection] = 0;
    while (message >= 0) {
      const next = this.messages.words.array[message * MESSAGE_WORDS + M_NEXT]!;
      this.messages.words.array[message * MESSAGE_WORDS + M_NEXT] = -1;
      this.endpoints.onBroken(connection, message, why);
      this.messages.release(message);
      message = next;
    }
    this.readOut(connection);
    this.endpoints.onBroken(connection, -1, why);
  }

  /**
   * A process ended. Its clients hear of it at once if the machine lives (`isSilent` false), else only by timeouts
   * (K-REP-41, K-REP-42); what it had in flight as a client is forgotten. Requests that the process had taken and not
   * answered are its own to release.
   */
  endProcess(actor: number, isSilent: boolean): void {
    for (let connection = 0; connection < this.client.length; connection++) {
      if (this.client[connection] === actor) this.forget(connection);
      else if (this.server[connection] === actor) this.endServer(connection, isSilent);
    }
  }

  /** The server closes a connection; its client hears of it one delay later. */
  closeByServer(connection: number): void {
    this.busy[connection] = -1;
    this.endServer(connection, false);
  }

  /** An event for a life that is over carried this request or answer. */
  onDropped(kind: number, message: number): void {
    if (kind === EV_REQUEST || kind === EV_ANSWER) {
      this.noteLost(message);
      this.messages.release(message);
    }
  }

  private endServer(connection: number, isSilent: boolean): void {
    const words = this.messages.words.array;
    const held = this.heldRefusal[connection]!;
    if (held >= 0) this.messages.release(held);
    this.heldRefusal[connection] = -1;
    let message = this.inboxFirst[connection]!;
    while (message >= 0) {
      const next = words[message * MESSAGE_WORDS + M_INBOX_NEXT]!;
      this.messages.release(message);
      message = next;
    }
    this.busy[connection] = -1;
    this.inboxFirst[connection] = -1;
    this.inboxLast[connection] = -1;
    const client = this.client[connection]!;
    const server = this.server[connection]!;
    if (isSilent || this.state[connection] === CLOSED || this.kernel.alive[client] === 0) return;
    if (this.links.isCut(server, client)) return;
    const at =
      this.kernel.now +
      this.links.delay(server, client, this.answerStream(connection), this.ordinals[connection * 2 + 1]!++);
    this.kernel.at(
      at,
      CLASS_MESSAGE,
      this.answerStream(connection),
      EV_BROKEN,
      connection,
      this.epoch[connection]!,
      client,
    );
  }

  private forget(connection: number): void {
    let message = this.inFlightFirst[connection]!;
    while (message >= 0) {
      const next = this.messages.words.array[message * MESSAGE_WORDS + M_NEXT]!;
      this.messages.release(message);
      message = next;
    }
    this.state[connection] = CLOSED;
    this.epoch[connection]!++;
    this.inFlightFirst[connection] = -1;
    this.inFlightLast[connection] = -1;
    this.inFlight[connection] = 0;
    this.answersLost[connection] = 0;
    this.attempts[connection] = 0;
    this.retryAt[connection] = 0;
    this.heldRefusal[connection] = -1;
    this.readOut(connection);
  }

  /** After a break the server reads what had arrived without waiting for the request it works on. */
  private readOut(connection: number): void {
    this.busy[connection] = -1;
    let message = this.inboxFirst[connection]!;
    this.inboxFirst[connection] = -1;
    this.inboxLast[connection] = -1;
    const server = this.server[connection]!;
    while (message >= 0) {
      const next = this.messages.words.array[message * MESSAGE_WORDS + M_INBOX_NEXT]!;
      this.kernel.at(
        this.kernel.now,
        CLASS_MESSAGE,
        this.requestStream(connection),
        EV_REQUEST,
        message,
        connection,
        server,
      );
      message = next;
    }
  }

  private take(message: number, connection: number): void {
    const words = this.messages.words.array;
    const base = message * MESSAGE_WORDS;
    if (words[base + M_EPOCH] === this.epoch[connection]) this.busy[connection] = message;
    const isHeld = words[base + M_TAKEN] === 2;
    words[base + M_TAKEN] = 1;
    if (isHeld && this.inFlight[connection]! < 2) {
      this.heldRefusal[connection] = message;
      return;
    }
    this.endpoints.onRequest(message, connection);
  }

  private releaseHeldRefusal(connection: number, sent: number): void {
    const held = this.heldRefusal[connection]!;
    if (held < 0 || held === sent) return;
    this.heldRefusal[connection] = -1;
    this.endpoints.onRequest(held, connection);
  }

  private next(connection: number, done: number): void {
    if (this.busy[connection] !== done) return;
    this.busy[connection] = -1;
    const message = this.inboxFirst[connection]!;
    if (message < 0) return;
    const next = this.messages.words.array[message * MESSAGE_WORDS + M_INBOX_NEXT]!;
    this.inboxFirst[connection] = next;
    if (next < 0) this.inboxLast[connection] = -1;
    this.take(message, connection);
  }

  private attempt(connection: number): void {
    const client = this.client[connection]!;
    const server = this.server[connection]!;
    const stream = this.requestStream(connection);
    const there = this.links.delay(client, server, stream, this.ordinals[connection * 2]!++);
    const back = this.links.delay(server, client, this.answerStream(connection), this.ordinals[connection * 2 + 1]!++);
    const isSilent = this.links.isCut(client, server) || this.links.isCut(server, client) || this.isMachineDown(server);
    const wait = isSilent ? SETUP_TIMEOUT_MICROS : there + back;
    this.kernel.at(
      this.kernel.now + wait,
      CLASS_TIMER,
      stream,
      EV_CONNECTED,
      connection,
      this.epoch[connection]!,
      client,
    );
  }

  /** Set by the system: is the machine of a dead process silent (no power) rather than refusing? */
  isMachineDown: (actor: number) => boolean = () => false;

  private armTimeout(connection: number, deadlineMs: number): void {
    if (this.timeoutArmed[connection] === 1) return;
    this.timeoutArmed[connection] = 1;
    const client = this.client[connection]!;
    this.kernel.at(
      deadlineMs * 1000,
      CLASS_TIMER,
      this.requestStream(connection),
      EV_TIMEOUT,
      connection,
      this.epoch[connection]!,
      client,
    );
  }

  private reconnectBackoff(connection: number): number {
    const base = this.endpoints.reconnectBackoffMs(connection);
    const max = this.endpoints.reconnectBackoffMaxMs(connection);
    const uniform = draw(this.kernel.seed, Purpose.reconnectBackoff, connection, this.epoch[connection]!);
    return backoffMs(base, max, this.attempts[connection]!, uniform);
  }

  private requestStream(connection: number): number {
    return this.streamBase + connection * 2;
  }

  private answerStream(connection: number): number {
    return this.streamBase + connection * 2 + 1;
  }

  /** Says that `message`, just sent, carries offsets [from, to) of a partition (recording level `full`). */
  carry(partition: number, batch: number, from: number, to: number, tip: number): void {
    const kernel = this.kernel;
    if (!kernel.trace.recordsMessages) return;
    kernel.trace.messages.append(kernel.now, CARRIES, 0, 0, partition, batch, from, to, tip, kernel.cause, -1);
  }

  private note(message: number, from: number, to: number, arrival: number, isAnswer: number): void {
    const kernel = this.kernel;
    if (!kernel.trace.recordsMessages) return;
    const words = this.messages.words.array;
    const base = message * MESSAGE_WORDS;
    const now = kernel.now;
    words[base + M_ROW] = kernel.trace.messages.append(
      now,
      MESSAGE,
      kernel.incarnation[from]!,
      0,
      to,
      words[base + M_API]!,
      arrival - now,
      words[base + M_CONNECTION]!,
      0,
      kernel.cause,
      isAnswer,
    );
  }

  private noteLost(message: number): void {
    const kernel = this.kernel;
    if (!kernel.trace.recordsMessages) return;
    const row = this.messages.words.array[message * MESSAGE_WORDS + M_ROW]!;
    kernel.trace.messages.append(kernel.now, MESSAGE_LOST, 0, 0, -1, row, 0, 0, 0, kernel.cause, -1);
  }
}

const SETUP_TIMEOUT_MICROS = 10_000_000;

/**
 * Backoff of attempt `attempt` (0: the first retry) in whole ms (K-CLI-2): doubles from `baseMs`, ±20 % by `uniform`,
 * never above `maxMs`; constant and without jitter if `baseMs` is not below `maxMs`.
 */
export function backoffMs(baseMs: number, maxMs: number, attempt: number, uniform: number): number {
  if (baseMs >= maxMs) return Math.min(baseMs, maxMs);
  if (baseMs <= 0) return 0;
  let term = baseMs;
  for (let k = 0; k < attempt && term < maxMs; k++) term *= 2;
  if (term > maxMs) term = maxMs;
  return Math.min(maxMs, Math.trunc(term * (0.8 + 0.4 * (uniform * 2 ** -32))));
}
