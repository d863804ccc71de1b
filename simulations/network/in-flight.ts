import type { Arena } from '../kernel';
import { M_NEXT, MESSAGE_WORDS, type Messages } from './messages';

/** Requests that were sent and not answered, per connection, oldest first: answers come in this order (K-CLI-1). */
export class InFlight {
  readonly first: Int32Array;
  readonly count: Int32Array;
  private readonly last: Int32Array;

  constructor(
    arena: Arena,
    connectionCount: number,
    private readonly messages: Messages,
  ) {
    this.first = arena.int32(connectionCount, -1);
    this.last = arena.int32(connectionCount, -1);
    this.count = arena.int32(connectionCount);
  }

  add(connection: number, message: number): void {
    const last = this.last[connection]!;
    if (last < 0) this.first[connection] = message;
    else this.messages.words.array[last * MESSAGE_WORDS + M_NEXT] = message;
    this.last[connection] = message;
    this.count[connection]!++;
  }

  /** The oldest request was answered. */
  answered(connection: number, message: number): void {
    const words = this.messages.words.array;
    const next = words[message * MESSAGE_WORDS + M_NEXT]!;
    this.first[connection] = next;
    if (next < 0) this.last[connection] = -1;
    this.count[connection]!--;
    words[message * MESSAGE_WORDS + M_NEXT] = -1;
  }

  /** Forgets the list and returns its head, -1: none; {@link next} leads on. */
  takeAll(connection: number): number {
    const first = this.first[connection]!;
    this.first[connection] = -1;
    this.last[connection] = -1;
    this.count[connection] = 0;
    return first;
  }

  /** The request after one of a list that was taken; that one stands alone then. */
  next(message: number): number {
    const words = this.messages.words.array;
    const next = words[message * MESSAGE_WORDS + M_NEXT]!;
    words[message * MESSAGE_WORDS + M_NEXT] = -1;
    return next;
  }
}
