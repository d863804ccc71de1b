import { CLASS_MESSAGE, CLASS_TIMER, type Arena, type Kernel } from '../kernel';
import { ANSWERS, Directions, REQUESTS } from './directions';
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
import { HeldMessages } from './held-messages';
import { InFlight } from './in-flight';
import { Inboxes } from './inboxes';
import type { Links } from './links';
import {
  M_API,
  M_CONNECTION,
  M_DEADLINE,
  M_EPOCH,
  M_HOLDERS,
  M_LOSE_ANSWER,
  M_ONE_WAY,
  M_TAKEN,
  MESSAGE_WORDS,
  type Messages,
} from './messages';
import { Reconnects } from './reconnects';
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
  /** Number of requests sent and not answered. */
  readonly inFlight: Int32Array;
  /** Virtual time before which no new try to connect is made, in µs. */
  readonly retryAt: Float64Array;
  /** Writes what is on the wire. */
  readonly wire: WireRows;
  private readonly unanswered: InFlight;
  private readonly directions: Directions;
  private readonly held: HeldMessages;
  private readonly inboxes: Inboxes;
  private readonly requests: RequestCounts;
  private readonly reconnects: Reconnects;
  /** Incarnation of the server that the connection was made with. */
  private readonly serverLife: Int32Array;
  private readonly timeoutArmed: Uint8Array;
  private readonly answersLost: Uint8Array;
  /** Set by the system: is the machine of a dead process silent (no power) rather than refusing? */
  isMachineDown: (actor: number) => boolean = () => false;
  /** Set by the system: does the server's running process take connections of this kind yet? */
  isServing: (connection: number) => boolean = () => true;

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
    this.unanswered = new InFlight(arena, count, messages);
    this.inFlight = this.unanswered.count;
    this.directions = new Directions(arena, kernel, links, this.client, this.server);
    this.wire = new WireRows(kernel, messages);
    this.held = new HeldMessages(arena, kernel, messages, this.directions, this.wire, this.client, this.server);
    this.inboxes = new Inboxes(arena, count, messages);
    this.requests = new RequestCounts(arena, kernel.actorCount, apiCount, messages, rules);
    this.reconnects = new Reconnects(arena, count, kernel, endpoints);
    this.retryAt = this.reconnects.retryAt;
    this.serverLife = arena.int32(count, -1);
    this.timeoutArmed = arena.uint8(count);
    this.answersLost = arena.uint8(count);
    links.onMended = (from, to) => this.held.mended(from, to);
  }

  /** Opens a connection without the time it takes: for a cluster that is already running when the run starts. */
  openAtStart(connection: number): void {
    this.state[connection] = OPEN;
    this.serverLife[connection] = this.kernel.incarnation[this.server[connection]!]!;
  }

  /** Tries to connect, unless it is connected, connecting, or backing off (then later by itself). */
  connect(connection: number): void {
    if (this.state[connection] !== CLOSED) return;
    this.state[connection] = CONNECTING;
    const retryAt = this.retryAt[connection]!;
    if (retryAt > this.kernel.now) this.timer(connection, retryAt, EV_RECONNECT);
    else this.attempt(connection);
  }

  /** The wait before {@link connect} is over. */
  onReconnect(connection: number, epoch: number): void {
    if (this.epoch[connection] !== epoch || this.state[connection] !== CONNECTING) return;
    this.attempt(connection);
  }

  /** The set-up of a connection ended, one way or the other. */
  onConnectResult(connection: number, epoch: number): void {
    if (this.epoch[connection] !== epoch || this.state[connection] !== CONNECTING) return;
    const again = this.isSilent(connection) ? this.reconnects.askAgainAt(connection, epoch) : -1;
    if (again >= 0) return this.timer(connection, again, EV_CONNECTED);
    const server = this.server[connection]!;
    if (this.kernel.alive[server] === 0 || !this.isServing(connection) || this.isSilent(connection)) {
      this.breakOff(connection, BREAK_REFUSED);
      return;
    }
    this.state[connection] = OPEN;
    this.serverLife[connection] = this.kernel.incarnation[server]!;
    this.reconnects.connected(connection);
    this.endpoints.onConnected(connection);
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
    const { kernel, directions } = this;
    words[base + M_EPOCH] = this.epoch[connection]!;
    this.requests.mark(message, client, words[base + M_API]!);
    if (words[base + M_ONE_WAY] === 1) {
      words[base + M_HOLDERS] = 1;
    } else {
      this.unanswered.add(connection, message);
      words[base + M_DEADLINE] = Math.ceil(kernel.now / 1000) + this.endpoints.requestTimeoutMs(connection);
      this.armTimeout(connection, words[base + M_DEADLINE]!);
    }
    const arrival = directions.arrival(connection, REQUESTS);
    this.wire.sent(message, client, server, arrival, 0);
    if (this.held.mustHold(connection, REQUESTS)) {
      this.held.hold(connection, REQUESTS, message);
    } else {
      kernel.at(
        arrival,
        CLASS_MESSAGE,
        directions.stream(connection, REQUESTS),
        EV_REQUEST,
        message,
        connection,
        server,
      );
    }
    this.releaseHeldRefusal(connection, message);
    return arrival;
  }

  /** A request reached its server's machine. */
  onRequestArrived(message: number, connection: number): void {
    const words = this.messages.words.array;
    const isCurrent = words[message * MESSAGE_WORDS + M_EPOCH] === this.epoch[connection];
    if (this.serverLife[connection] !== this.kernel.incarnation[this.server[connection]!] && isCurrent) {
      this.rejectStray(message, connection);
    } else if (isCurrent && this.inboxes.busy[connection]! >= 0) {
      this.inboxes.add(connection, message);
    } else {
      this.take(message, connection);
    }
  }

  /** The server answers; error and entries stand in the slot. */
  answer(message: number): void {
    const words = this.messages.words.array;
    const base = message * MESSAGE_WORDS;
    const connection = words[base + M_CONNECTION]!;
    const { kernel, directions } = this;
    const client = this.client[connection]!;
    const server = this.server[connection]!;
    if (words[base + M_EPOCH] !== this.epoch[connection]) {
      this.messages.release(message);
      return;
    }
    const arrival = directions.arrival(connection, ANSWERS);
    this.wire.sent(message, server, client, arrival, 1);
    if (words[base + M_LOSE_ANSWER] === 1) this.answersLost[connection] = 1;
    if (this.answersLost[connection] === 1) {
      this.wire.lost(message);
      this.messages.release(message);
    } else if (this.held.mustHold(connection, ANSWERS)) {
      this.held.hold(connection, ANSWERS, message);
    } else {
      kernel.at(arrival, CLASS_MESSAGE, directions.stream(connection, ANSWERS), EV_ANSWER, message, connection, client);
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
    if (this.messages.words.array[message * MESSAGE_WORDS + M_EPOCH] !== this.epoch[connection]) {
      this.messages.release(message);
      return;
    }
    this.unanswered.answered(connection, message);
    this.endpoints.onAnswer(message, connection);
    this.messages.release(message);
    this.messages.release(message);
  }

  /** The timeout lane of a connection fired: K-CLI-1. */
  onTimeout(connection: number, epoch: number): void {
    this.timeoutArmed[connection] = 0;
    const first = this.unanswered.first[connection]!;
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
    this.reconnects.failed(connection, this.epoch[connection]! + 1, this.state[connection] === CONNECTING);
    let message = this.letGo(connection);
    while (message >= 0) {
      const next = this.unanswered.next(message);
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
    this.endServer(connection, false);
  }

  /** An event for a life that is over carried this request or answer. */
  onDropped(kind: number, message: number): void {
    if (kind === EV_REQUEST || kind === EV_ANSWER) {
      this.wire.lost(message);
      this.messages.release(message);
    }
  }

  /** A request of a connection to a process that is no more: refused by the machine, if that lives. */
  private rejectStray(message: number, connection: number): void {
    this.wire.lost(message);
    this.messages.release(message);
    const server = this.server[connection]!;
    if (this.kernel.alive[server] === 1 || !this.isMachineDown(server)) this.sendReset(connection);
  }

  private endServer(connection: number, isSilent: boolean): void {
    this.inboxes.discard(connection);
    this.held.discard(connection, ANSWERS);
    if (!isSilent && this.state[connection] === OPEN) this.sendReset(connection);
  }

  private sendReset(connection: number): void {
    const { kernel, directions } = this;
    const client = this.client[connection]!;
    if (kernel.alive[client] === 0 || directions.isCut(connection, ANSWERS)) return;
    const at = kernel.now + directions.delay(connection, ANSWERS);
    const stream = directions.stream(connection, ANSWERS);
    kernel.at(at, CLASS_MESSAGE, stream, EV_BROKEN, connection, this.epoch[connection]!, client);
  }

  private forget(connection: number): void {
    let message = this.letGo(connection);
    while (message >= 0) {
      const next = this.unanswered.next(message);
      this.messages.release(message);
      message = next;
    }
    // The armed timer belongs to the life that ended and will not come.
    this.timeoutArmed[connection] = 0;
    this.reconnects.forget(connection);
    this.readOut(connection);
  }

  /** Closes the client's end and returns the oldest request that was in flight, -1: none. */
  private letGo(connection: number): number {
    this.state[connection] = CLOSED;
    this.epoch[connection]!++;
    this.answersLost[connection] = 0;
    if (!this.held.isEmpty) {
      this.held.discard(connection, REQUESTS);
      this.held.discard(connection, ANSWERS);
    }
    return this.unanswered.takeAll(connection);
  }

  /** After a break the server reads what had arrived without waiting for the request it works on. */
  private readOut(connection: number): void {
    this.inboxes.close(connection);
    const server = this.server[connection]!;
    const stream = this.directions.stream(connection, REQUESTS);
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
    const refused = this.inboxes.heldRefusal[connection]!;
    if (refused < 0 || refused === sent) return;
    this.inboxes.heldRefusal[connection] = -1;
    this.endpoints.onRequest(refused, connection);
  }

  private next(connection: number, done: number): void {
    if (this.inboxes.busy[connection] !== done) return;
    this.inboxes.busy[connection] = -1;
    const message = this.inboxes.shift(connection);
    if (message >= 0) this.take(message, connection);
  }

  private attempt(connection: number): void {
    const { directions, kernel, reconnects } = this;
    const roundTrip = directions.delay(connection, REQUESTS) + directions.delay(connection, ANSWERS);
    reconnects.begin(connection);
    const again = this.isSilent(connection) ? reconnects.askAgainAt(connection, this.epoch[connection]!) : -1;
    this.timer(connection, again < 0 ? kernel.now + roundTrip : again, EV_CONNECTED);
  }

  /** True if nothing comes back from the server's machine, not even a refusal. */
  private isSilent(connection: number): boolean {
    if (this.isMachineDown(this.server[connection]!)) return true;
    return this.directions.isCut(connection, REQUESTS) || this.directions.isCut(connection, ANSWERS);
  }

  private armTimeout(connection: number, deadlineMs: number): void {
    if (this.timeoutArmed[connection] === 1) return;
    this.timeoutArmed[connection] = 1;
    this.timer(connection, deadlineMs * 1000, EV_TIMEOUT);
  }

  private timer(connection: number, at: number, kind: number): void {
    const stream = this.directions.stream(connection, REQUESTS);
    const client = this.client[connection]!;
    this.kernel.at(at, CLASS_TIMER, stream, kind, connection, this.epoch[connection]!, client);
  }
}
