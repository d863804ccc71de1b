import { draw, Purpose, scale, type Arena } from '../kernel';

/** What a link's delay is made of, in µs; `between` names two actors, both ways. */
export interface LinkSetting {
  readonly delayMicros: number;
  readonly jitterMicros: number;
}

/**
 * One-way delays, slowdowns and cuts between every two actors; the one place where they are known.
 * A delay is the link's delay, plus a uniform part of its jitter, plus what slowdowns add, times their factors.
 */
export class Links {
  private readonly delayMicros: Int32Array;
  private readonly jitterMicros: Int32Array;
  private readonly addedMicros: Int32Array;
  private readonly factor: Float64Array;
  /** Number of cuts in force from row to column. */
  private readonly cuts: Uint8Array;
  /** Told when the last cut of a direction is gone; set once by who sends over the links. */
  onMended: (from: number, to: number) => void = () => {};

  constructor(
    arena: Arena,
    private readonly seed: number,
    private readonly actorCount: number,
    standard: LinkSetting,
  ) {
    const pairs = actorCount * actorCount;
    this.delayMicros = arena.int32(pairs, standard.delayMicros);
    this.jitterMicros = arena.int32(pairs, standard.jitterMicros);
    this.addedMicros = arena.int32(pairs);
    this.factor = arena.float64(pairs, 1);
    this.cuts = arena.uint8(pairs);
  }

  /** Sets the delay and jitter between `a` and `b`, both ways. */
  set(a: number, b: number, setting: Partial<LinkSetting>): void {
    for (const pair of [a * this.actorCount + b, b * this.actorCount + a]) {
      if (setting.delayMicros !== undefined) this.delayMicros[pair] = setting.delayMicros;
      if (setting.jitterMicros !== undefined) this.jitterMicros[pair] = setting.jitterMicros;
    }
  }

  /** Adds to the delay from `from` to `to` and multiplies it; the opposite call with -micros and 1/factor undoes it. */
  slow(from: number, to: number, addMicros: number, factor: number): void {
    const pair = from * this.actorCount + to;
    this.addedMicros[pair]! += addMicros;
    const next = this.factor[pair]! * factor;
    this.factor[pair] = Math.abs(next - 1) < 1e-9 ? 1 : next;
  }

  /** Cuts one direction; cuts add up. */
  cut(from: number, to: number): void {
    this.cuts[from * this.actorCount + to]!++;
  }

  /** Takes one cut of that direction back. */
  mend(from: number, to: number): void {
    const pair = from * this.actorCount + to;
    if (this.cuts[pair] === 0) return;
    if (--this.cuts[pair]! === 0) this.onMended(from, to);
  }

  isCut(from: number, to: number): boolean {
    return this.cuts[from * this.actorCount + to]! > 0;
  }

  /** Delay of the `ordinal`-th message of a stream from `from` to `to`, in µs, at least 1. */
  delay(from: number, to: number, stream: number, ordinal: number): number {
    const pair = from * this.actorCount + to;
    let micros = this.delayMicros[pair]!;
    const jitter = this.jitterMicros[pair]!;
    if (jitter > 0) micros += scale(draw(this.seed, Purpose.linkDelay, stream, ordinal), jitter + 1);
    const factor = this.factor[pair]!;
    if (factor !== 1) micros = Math.round(micros * factor);
    micros += this.addedMicros[pair]!;
    return micros < 1 ? 1 : micros;
  }
}
