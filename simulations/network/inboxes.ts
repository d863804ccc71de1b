import type { Arena } from '../kernel';
import { M_INBOX_NEXT, MESSAGE_WORDS, type Messages } from './messages';

/**
 * The server's end of every connection: the one request that it works on, and those that have arrived and are not read
 * yet (spec/kafka.md A.7: the next one is read when the answer to the one before it was sent).
 */
export class Inboxes {
  /** The request the server works on, -1: none. */
  readonly busy: Int32Array;
  /** A refused request whose answer waits for the next request to be in flight, -1: none. */
  readonly heldRefusal: Int32Array;
  private readonly first: Int32Array;
  private readonly last: Int32Array;

  constructor(
    arena: Arena,
    count: number,
    private readonly messages: Messages,
  ) {
    this.busy = arena.int32(count, -1);
    this.first = arena.int32(count, -1);
    this.last = arena.int32(count, -1);
    this.heldRefusal = arena.int32(count, -1);
  }

  /** A request waits behind the one that the server works on. */
  add(connection: number, message: number): void {
    const words = this.messages.words.array;
    words[message * MESSAGE_WORDS + M_INBOX_NEXT] = -1;
    const last = this.last[connection]!;
    if (last < 0) this.first[connection] = message;
    else words[last * MESSAGE_WORDS + M_INBOX_NEXT] = message;
    this.last[connection] = message;
  }

  /** Takes the oldest waiting request out, -1: none. */
  shift(connection: number): number {
    const message = this.first[connection]!;
    if (message < 0) return -1;
    const next = this.messages.words.array[message * MESSAGE_WORDS + M_INBOX_NEXT]!;
    this.first[connection] = next;
    if (next < 0) this.last[connection] = -1;
    return message;
  }

  /** The client closed the connection: no request of it keeps the next one waiting, and nobody waits for a refusal. */
  close(connection: number): void {
    const refused = this.heldRefusal[connection]!;
    if (refused >= 0) this.messages.release(refused);
    this.heldRefusal[connection] = -1;
    this.busy[connection] = -1;
  }

  /** The server's process is gone: what it had not read is released. */
  discard(connection: number): void {
    this.close(connection);
    for (let message = this.shift(connection); message >= 0; message = this.shift(connection)) {
      this.messages.release(message);
    }
  }
}
