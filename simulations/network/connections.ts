import { CLASS_MESSAGE, CLASS_TIMER, draw, Purpose, type Arena, type Kernel } from '../kernel';
import { backoffMs } from './backoff';
import {
  BREAK_REFUSED,
  BREAK_RESET,
  BREAK_TIMEOUT,
  CLOSED,
  CONNECTING,
  EV_ANSWER,
  EV_BROKEN,
  EV_CONNECTED,
  EV_RECONNECT,
  EV_REQUEST,
  EV_TIMEOUT,
  OPEN,
  type Endpoints,
  type RequestRules,
} from './endpoints';
import { Inboxes } from './inboxes';
import type { Links } from './links';
import {
  M_API,
  M_CONNECTION,
  M_DEADLINE,
  M_EPOCH,
  M_HOLDERS,
  M_NEXT,
  M_ONE_WAY,
  M_TAKEN,
  MESSAGE_WORDS,
  type Messages,
} from './messages';
import { REFUSAL_WAITS, RequestCounts } from './request-counts';
import { WireRows } from './wire-rows';

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
  /** Writes what is on the wire. */
  readonly wire: WireRows;
  private readonly inboxes: Inboxes;
  private readonly requests: RequestCounts;
  private readonly attempts: Int32Array;
  private readonly lastRequestAt: Float64Array;
  private readonly lastAnswerAt: Float64Array;
  private readonly ordinals: Int32Array;
  private readonly timeoutArmed: Uint8Array;
  private readonly answersLost: Uint8Array;
  private readonly streamBase: number;

  constructor(
    arena: Arena,
    private readonly kernel: Kernel,
    readonly links: Links,
    readonly messages: Messages,
    pairs: readonly { readonly client: number; readonly server: number }[],
    apiCount: number,
    private readonly endpoints: Endpoints,
    rules: RequestRules,
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
    this.wire = new WireRows(kernel, messages);
    this.inboxes = new Inboxes(arena, count, messages);
    this.requests = new RequestCounts(arena, kernel.actorCount, apiCount, messages, rules);
    this.attempts = arena.int32(count);
    this.lastRequestAt = arena.float64(count);
    this.lastAnswerAt = arena.float64(count);
    this.ordinals = arena.int32(count * 2);
    this.timeoutArmed = arena.uint8(count);
    this.answersLost = arena.uint8(count);
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
    const kernel = this.kernel;
    words[base + M_EPOCH] = this.epoch[connection]!;
    if (this.requests.mark(message, client, words[base + M_API]!)) this.answersLost[connection] = 1;
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
    this.wire.sent(message, client, server, arrival, 0);
    if (this.links.isCut(client, server)) {
      this.wire.lost(message);
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
    if (this.inboxes.busy[connection]! >= 0 && words[message * MESSAGE_WORDS + M_EPOCH] === this.epoch[connection]) {
      this.inboxes.add(connection, message);
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
    this.wire.sent(message, server, client, arrival, 1);
    if (this.answersLost[connection] === 1 || this.links.isCut(server, client)) {
      this.wire.lost(message);
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
    this.inboxes.heldRefusal[connection] = -1;
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
    this.inboxes.busy[connection] = -1;
    this.endServer(connection, false);
  }

  /** An event for a life that is over carried this request or answer. */
  onDropped(kind: number, message: number): void {
    if (kind === EV_REQUEST || kind === EV_ANSWER) {
      this.wire.lost(message);
      this.messages.release(message);
    }
  }

  private endServer(connection: number, isSilent: boolean): void {
    this.inboxes.discard(connection);
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
    this.inboxes.heldRefusal[connection] = -1;
    this.readOut(connection);
  }

  /** After a break the server reads what had arrived without waiting for the request it works on. */
  private readOut(connection: number): void {
    this.inboxes.busy[connection] = -1;
    const server = this.server[connection]!;
    const stream = this.requestStream(connection);
    const { kernel } = this;
    for (let message = this.inboxes.shift(connection); message >= 0; message = this.inboxes.shift(connection)) {
      kernel.at(kernel.now, CLASS_MESSAGE, stream, EV_REQUEST, message, connection, server);
    }
  }

  private take(message: number, connection: number): void {
    const words = this.messages.words.array;
    const base = message * MESSAGE_WORDS;
    if (words[base + M_EPOCH] === this.epoch[connection]) this.inboxes.busy[connection] = message;
    const isHeld = words[base + M_TAKEN] === REFUSAL_WAITS;
    words[base + M_TAKEN] = 1;
    if (isHeld && this.inFlight[connection]! < 2) {
      this.inboxes.heldRefusal[connection] = message;
      return;
    }
    this.endpoints.onRequest(message, connection);
  }

  private releaseHeldRefusal(connection: number, sent: number): void {
    const held = this.inboxes.heldRefusal[connection]!;
    if (held < 0 || held === sent) return;
    this.inboxes.heldRefusal[connection] = -1;
    this.endpoints.onRequest(held, connection);
  }

  private next(connection: number, done: number): void {
    if (this.inboxes.busy[connection] !== done) return;
    this.inboxes.busy[connection] = -1;
    const message = this.inboxes.shift(connection);
    if (message >= 0) this.take(message, connection);
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
}

const SETUP_TIMEOUT_MICROS = 10_000_000;
