import type { Arena, Kernel } from '../kernel';
import type { Links } from './links';

/** The two directions of a connection. */
export const REQUESTS = 0;
export const ANSWERS = 1;

/**
 * When a message arrives: a delay drawn for its place in its direction, and never before the one sent before it. Each
 * direction is a stream of ties of its own.
 */
export class Directions {
  private readonly ordinals: Int32Array;
  private readonly lastAt: Float64Array;
  private readonly streamBase: number;

  constructor(
    arena: Arena,
    private readonly kernel: Kernel,
    private readonly links: Links,
    private readonly client: Int32Array,
    private readonly server: Int32Array,
  ) {
    const count = client.length * 2;
    this.ordinals = arena.int32(count);
    this.lastAt = arena.float64(count);
    this.streamBase = kernel.queue.newStream();
    for (let stream = 1; stream < count; stream++) kernel.queue.newStream();
  }

  /** Stream of ties of one direction. */
  stream(connection: number, direction: number): number {
    return this.streamBase + connection * 2 + direction;
  }

  /** Delay in µs of the next packet of a direction. */
  delay(connection: number, direction: number): number {
    const stream = connection * 2 + direction;
    const from = direction === REQUESTS ? this.client[connection]! : this.server[connection]!;
    const to = direction === REQUESTS ? this.server[connection]! : this.client[connection]!;
    return this.links.delay(from, to, this.streamBase + stream, this.ordinals[stream]!++);
  }

  /** Arrival in µs of a message that is sent now. */
  arrival(connection: number, direction: number): number {
    const index = connection * 2 + direction;
    let arrival = this.kernel.now + this.delay(connection, direction);
    if (arrival < this.lastAt[index]!) arrival = this.lastAt[index]!;
    this.lastAt[index] = arrival;
    return arrival;
  }

  isCut(connection: number, direction: number): boolean {
    const { client, server } = this;
    return direction === REQUESTS
      ? this.links.isCut(client[connection]!, server[connection]!)
      : this.links.isCut(server[connection]!, client[connection]!);
  }
}
