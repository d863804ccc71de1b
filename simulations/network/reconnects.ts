import { draw, Purpose, type Arena, type Kernel } from '../kernel';
import { backoffMs } from './backoff';
import type { Endpoints } from './endpoints';

/** A silent peer is given up after this long, doubled with every failure up to the second figure (K-CLI-3). */
const SETUP_LIMIT_MS = 10_000;
const SETUP_LIMIT_MAX_MS = 30_000;

/** How long a client waits before it tries a connection again, and how long it tries (K-CLI-3). */
export class Reconnects {
  /** Virtual time before which no new try to connect is made, in µs. */
  readonly retryAt: Float64Array;
  /** Breaks and failed tries since the connection was last there. */
  private readonly failures: Int32Array;
  /** Tries in a row that came to nothing; a connection that was there and broke counts as none. */
  private readonly failedTries: Int32Array;
  /** When the present try began, and how often its peer was asked in vain. */
  private readonly begunAt: Float64Array;
  private readonly asked: Int32Array;

  constructor(
    arena: Arena,
    count: number,
    private readonly kernel: Kernel,
    private readonly endpoints: Endpoints,
  ) {
    this.retryAt = arena.float64(count);
    this.failures = arena.int32(count);
    this.failedTries = arena.int32(count);
    this.begunAt = arena.float64(count);
    this.asked = arena.int32(count);
  }

  /** A try to connect begins now. */
  begin(connection: number): void {
    this.begunAt[connection] = this.kernel.now;
    this.asked[connection] = 0;
  }

  /**
   * When a peer that does not answer at all is asked again: TCP repeats its first packet after 1, 3, 7 and 15 s; the last
   * chance is the end of the try (K-CLI-3). -1: that has come. In µs.
   */
  askAgainAt(connection: number, epoch: number): number {
    const end = this.begunAt[connection]! + this.setupLimitMicros(connection, epoch);
    if (this.kernel.now >= end) return -1;
    const asked = ++this.asked[connection]!;
    return Math.min(end, this.begunAt[connection]! + (2 ** asked - 1) * 1_000_000);
  }

  /** The connection is there: the next wait is the first one again. */
  connected(connection: number): void {
    this.failures[connection] = 0;
    this.failedTries[connection] = 0;
  }

  /** The connection broke, or (`wasTry`) could not be made; `epoch` tells this time from others. */
  failed(connection: number, epoch: number, wasTry: boolean): void {
    const { endpoints, kernel } = this;
    const base = endpoints.reconnectBackoffMs(connection);
    const max = endpoints.reconnectBackoffMaxMs(connection);
    const uniform = draw(kernel.seed, Purpose.reconnectBackoff, connection, epoch);
    this.retryAt[connection] = kernel.now + backoffMs(base, max, this.failures[connection]!, uniform) * 1000;
    this.failures[connection]!++;
    if (wasTry) this.failedTries[connection]!++;
  }

  /** The client's process ended: the next one knows nothing of failures. */
  forget(connection: number): void {
    this.failures[connection] = 0;
    this.failedTries[connection] = 0;
    this.retryAt[connection] = 0;
  }

  /** How long a try waits for a peer that does not answer at all, in µs. */
  private setupLimitMicros(connection: number, epoch: number): number {
    const uniform = draw(this.kernel.seed, Purpose.reconnectBackoff, connection, -1 - epoch);
    return backoffMs(SETUP_LIMIT_MS, SETUP_LIMIT_MAX_MS, this.failedTries[connection]!, uniform) * 1000;
  }
}
