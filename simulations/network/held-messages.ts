import { CLASS_MESSAGE, type Arena, type Kernel } from '../kernel';
import { ANSWERS, REQUESTS, type Directions } from './directions';
import { EV_ANSWER, EV_REQUEST } from './endpoints';
import { M_INBOX_NEXT, MESSAGE_WORDS, type Messages } from './messages';
import type { WireRows } from './wire-rows';

/**
 * Messages sent into a cut link, per direction of a connection and in their order. TCP sends them again until somebody
 * gives the connection up, so a cut that ends in time has only delayed them.
 */
export class HeldMessages {
  /** Messages held in all; nothing is looked for while there are none. */
  private readonly total: Int32Array;
  private readonly first: Int32Array;
  private readonly last: Int32Array;

  constructor(
    arena: Arena,
    private readonly kernel: Kernel,
    private readonly messages: Messages,
    private readonly directions: Directions,
    private readonly wire: WireRows,
    private readonly client: Int32Array,
    private readonly server: Int32Array,
  ) {
    this.total = arena.int32(1);
    this.first = arena.int32(client.length * 2, -1);
    this.last = arena.int32(client.length * 2, -1);
  }

  get isEmpty(): boolean {
    return this.total[0] === 0;
  }

  /** True if what is sent now must wait: the direction is cut, or what was sent before waits too. */
  mustHold(connection: number, direction: number): boolean {
    return this.directions.isCut(connection, direction) || this.first[connection * 2 + direction]! >= 0;
  }

  /** Holds a message that was just sent. */
  hold(connection: number, direction: number, message: number): void {
    const index = connection * 2 + direction;
    const words = this.messages.words.array;
    this.wire.lost(message);
    words[message * MESSAGE_WORDS + M_INBOX_NEXT] = -1;
    const last = this.last[index]!;
    if (last < 0) this.first[index] = message;
    else words[last * MESSAGE_WORDS + M_INBOX_NEXT] = message;
    this.last[index] = message;
    this.total[0]!++;
  }

  /** The link from one actor to another is whole again: what it held is sent anew. */
  mended(from: number, to: number): void {
    if (this.isEmpty) return;
    for (let connection = 0; connection < this.client.length; connection++) {
      const [client, server] = [this.client[connection]!, this.server[connection]!];
      if (client === from && server === to) this.sendAgain(connection, REQUESTS, from, to);
      if (client === to && server === from) this.sendAgain(connection, ANSWERS, from, to);
    }
  }

  /** Takes the oldest message of a direction out, -1: none. */
  private shift(connection: number, direction: number): number {
    const index = connection * 2 + direction;
    const message = this.first[index]!;
    if (message < 0) return -1;
    const next = this.messages.words.array[message * MESSAGE_WORDS + M_INBOX_NEXT]!;
    this.first[index] = next;
    if (next < 0) this.last[index] = -1;
    this.total[0]!--;
    return message;
  }

  /** Nobody will send a direction's messages again. */
  discard(connection: number, direction: number): void {
    for (let message = this.shift(connection, direction); message >= 0; message = this.shift(connection, direction)) {
      this.messages.release(message);
    }
  }

  private sendAgain(connection: number, direction: number, from: number, to: number): void {
    const { directions, kernel } = this;
    const kind = direction === REQUESTS ? EV_REQUEST : EV_ANSWER;
    const stream = directions.stream(connection, direction);
    for (let message = this.shift(connection, direction); message >= 0; message = this.shift(connection, direction)) {
      const arrival = directions.arrival(connection, direction);
      this.wire.sent(message, from, to, arrival, direction);
      kernel.at(arrival, CLASS_MESSAGE, stream, kind, message, connection, to);
    }
  }
}
