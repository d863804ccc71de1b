/**
 * The moment on screen. It lies outside of React: it moves every frame while the run plays, and only what depends on
 * the frame (the canvas, the time readout, the head of the scrub bar) listens to every move.
 */
export class Playhead {
  /** The latest moment that has been seen of this run, in µs: what is before it is the past. */
  seenMicros = 0;
  private now = 0;
  private computed = 0;
  private end = 0;
  private first = 0;
  private last = Infinity;
  private rate = 1;
  private lastFrameMs: number | undefined;
  private frame = 0;
  private moving = false;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly onEnd: () => void,
    private readonly frames: Frames = browserFrames,
  ) {}

  /** Virtual time in µs. */
  get timeMicros(): number {
    return this.now;
  }

  /** How far the run has been computed; the playhead waits there. */
  get horizonMicros(): number {
    return this.computed;
  }

  get endMicros(): number {
    return Math.min(this.end, this.last);
  }

  /** Where it starts: 0, or where it was confined to. */
  get startMicros(): number {
    return Math.min(this.first, this.endMicros);
  }

  get speed(): number {
    return this.rate;
  }

  get isPlaying(): boolean {
    return this.moving;
  }

  /** Calls back after every move. Returns the way to stop it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Keeps to a stretch of the run from now on, 0 to Infinity for all of it. */
  confine(fromMicros: number, toMicros: number): void {
    this.first = fromMicros;
    this.last = Math.max(fromMicros, toMicros);
  }

  /** A new run: from `atMicros`, nothing computed beyond `horizonMicros`. */
  reset(endMicros: number, atMicros: number, horizonMicros: number): void {
    this.end = endMicros;
    this.computed = horizonMicros;
    this.now = this.within(atMicros);
    this.tell();
  }

  extend(horizonMicros: number): void {
    this.computed = horizonMicros;
  }

  /** A run that was stopped ends where it is. */
  endAt(endMicros: number): void {
    this.end = endMicros;
    this.now = this.within(this.now);
    this.tell();
  }

  seek(atMicros: number): void {
    const at = Math.round(this.within(atMicros));
    if (at === this.now) return;
    this.now = at;
    this.tell();
  }

  /** Virtual seconds a wall second, 0.01 to 1,000. */
  setSpeed(speed: number): void {
    this.rate = Math.min(1000, Math.max(0.01, speed));
  }

  play(): void {
    if (this.moving) return;
    this.moving = true;
    this.lastFrameMs = undefined;
    this.frame = this.frames.request(this.step);
  }

  pause(): void {
    if (!this.moving) return;
    this.moving = false;
    this.frames.cancel(this.frame);
  }

  private readonly step = (nowMs: number): void => {
    if (!this.moving) return;
    // A tab that was in the background must not jump: at most a tenth of a second of wall time passes a frame.
    const elapsedMs = this.lastFrameMs === undefined ? 0 : Math.min(100, Math.max(0, nowMs - this.lastFrameMs));
    this.lastFrameMs = nowMs;
    const next = Math.min(this.now + elapsedMs * 1000 * this.rate, this.computed, this.endMicros);
    if (next > this.now) {
      this.now = next;
      this.tell();
    }
    if (this.now >= this.endMicros && this.end > 0) {
      this.moving = false;
      this.onEnd();
      return;
    }
    this.frame = this.frames.request(this.step);
  };

  private within(atMicros: number): number {
    return Math.min(this.endMicros, Math.max(this.startMicros, atMicros));
  }

  private tell(): void {
    if (this.now > this.seenMicros) this.seenMicros = this.now;
    for (const listener of this.listeners) listener();
  }
}

/** Where frames come from; tests bring their own. */
export interface Frames {
  request(callback: (nowMs: number) => void): number;
  cancel(frame: number): void;
}

const browserFrames: Frames = {
  request: (callback) => requestAnimationFrame(callback),
  cancel: (frame) => cancelAnimationFrame(frame),
};
