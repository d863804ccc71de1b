import { growInt32, type Arena, type Growable } from './arena';
import { EventQueue } from './event-queue';
import { Trace, type RecordingLevel } from './trace';

/** What a kernel drives: one dispatch function a system, so that a `switch` over dense kinds can be inlined. */
export interface KernelSystem {
  /** One event whose owner lives and is not frozen. */
  dispatch(kind: number, a: number, b: number): void;
  /** One event whose owner died before it came: free what it carries. */
  dropped(kind: number, a: number, b: number): void;
  /** A lane's time has come; it must set its next time. */
  lane(lane: number): void;
}

/** Told of rows of a watched kind, for anchored actions. `count` is the number of history events the row stands for. */
export type RowWatcher = (kind: number, actor: number, row: number, count: number) => void;

/** Order of what happens in one microsecond: actions, then lanes (workloads), then messages, then timers. */
export const CLASS_ACTION = 0;
export const CLASS_LANE = 1;
export const CLASS_MESSAGE = 2;
export const CLASS_TIMER = 3;

const DEFERRED_WORDS = 5;

/**
 * The virtual clock and everything that is common to all systems: pending events, lanes, lives of actors, the trace.
 *
 * Time is integer microseconds. An event belongs to one life of one actor (its owner): if that life ended it is dropped,
 * and while the actor is frozen (a long garbage collection) it waits and comes, in order, when the actor thaws.
 */
export class Kernel {
  readonly queue: EventQueue;
  readonly trace: Trace;
  /** Row that made happen what happens now; the cause of the rows and events that follow. -1: none. */
  cause = -1;
  /** Of each actor: its present incarnation, 1 if its process runs, 1 if it is frozen. */
  readonly incarnation: Int32Array;
  readonly alive: Uint8Array;
  readonly frozen: Uint8Array;
  /** Of each actor the newest row that says what befell it (killed, paused, cut off), -1: none. What others notice later is caused by it. */
  readonly troubleRow: Int32Array;
  /** Next time of each lane in µs; Infinity: none. Generators of load are lanes: a number each, beside the heap. */
  readonly laneAt: Float64Array;
  private readonly clock: Float64Array;
  private readonly life: Int32Array;
  private readonly counters: Int32Array;
  private readonly deferred: Growable<Int32Array>;
  private readonly watched = new Uint8Array(256);
  private watcher: RowWatcher | null = null;

  constructor(
    readonly arena: Arena,
    readonly seed: number,
    readonly actorCount: number,
    laneCount: number,
    level: RecordingLevel,
  ) {
    this.queue = new EventQueue(arena);
    this.trace = new Trace(arena, level);
    this.incarnation = arena.int32(actorCount);
    this.alive = arena.uint8(actorCount, 1);
    this.frozen = arena.uint8(actorCount);
    this.life = arena.int32(actorCount, 1);
    this.troubleRow = arena.int32(actorCount, -1);
    this.laneAt = arena.float64(laneCount, Infinity);
    this.clock = arena.float64(1);
    this.counters = arena.int32(4);
    this.deferred = arena.growableInt32(64 * DEFERRED_WORDS);
    for (let actor = 0; actor < actorCount; actor++)
      this.incarnation[actor] = this.trace.facts.incarnations.append(actor, 1);
  }

  /** Virtual time in µs. */
  get now(): number {
    return this.clock[0]!;
  }

  /** Events handled so far. */
  get eventCount(): number {
    return this.counters[0]! + this.counters[1]! * 2 ** 30;
  }

  /** A number no other call returns; pairs an invoke with its completion. */
  newOp(): number {
    return this.counters[2]!++;
  }

  /** Schedules an event of `owner` (an actor, or -1: of nobody, never dropped) at `timeMicros`, caused by `cause`. */
  at(timeMicros: number, eventClass: number, stream: number, kind: number, a: number, b: number, owner: number): void {
    const life = owner < 0 ? -1 : this.incarnation[owner]!;
    this.queue.push(timeMicros, eventClass, stream, kind, a, b, this.cause, owner, life);
  }

  /** Writes a history row of `actor`'s present incarnation and returns its number (-1 when nothing is recorded). */
  row(
    kind: number,
    actor: number,
    flags: number,
    subject: number,
    a: number,
    b: number,
    c: number,
    d: number,
    op = -1,
  ): number {
    const trace = this.trace;
    let row = -1;
    if (trace.recordsHistory) {
      const incarnation = actor < 0 ? 0xffff : this.incarnation[actor]!;
      row = trace.history.append(this.clock[0]!, kind, incarnation, flags, subject, a, b, c, d, this.cause, op);
    }
    if (this.watched[kind] === 1) this.watcher!(kind, actor, row, 1);
    return row;
  }

  /** Tells anchors of something that the history knows from a fact table and not from a row. */
  tell(kind: number, actor: number): void {
    if (this.watched[kind] === 1) this.watcher!(kind, actor, -1, 1);
  }

  /** As {@link row}, for a row that stands for `count` events. */
  rangeRow(
    kind: number,
    actor: number,
    flags: number,
    subject: number,
    from: number,
    to: number,
    c: number,
    d: number,
  ): number {
    const trace = this.trace;
    let row = -1;
    if (trace.recordsHistory) {
      row = trace.history.append(
        this.clock[0]!,
        kind,
        this.incarnation[actor]!,
        flags,
        subject,
        from,
        to,
        c,
        d,
        this.cause,
        -1,
      );
    }
    if (this.watched[kind] === 1) this.watcher!(kind, actor, row, to - from);
    return row;
  }

  /** Has `watcher` told of every row of `kinds`. */
  watch(kinds: readonly number[], watcher: RowWatcher): void {
    this.watched.fill(0);
    for (const kind of kinds) this.watched[kind] = 1;
    this.watcher = watcher;
  }

  /** Ends an actor's present life: its pending events will be dropped. */
  endLife(actor: number): void {
    this.alive[actor] = 0;
    this.frozen[actor] = 0;
    // Events of the life that ended must not match the next one, which may begin in the same microsecond.
    this.incarnation[actor] = this.trace.facts.incarnations.append(actor, ++this.life[actor]!);
  }

  /** Begins the life that {@link endLife} numbered. */
  beginLife(actor: number): void {
    this.alive[actor] = 1;
  }

  /** Nothing of `actor` happens until {@link thaw}. */
  freeze(actor: number): void {
    this.frozen[actor] = 1;
  }

  /** What waited comes now, in its order. `stream` is one of the actor's own. */
  thaw(actor: number, stream: number): void {
    this.frozen[actor] = 0;
    const waiting = this.deferred.array;
    const count = this.counters[3]!;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const base = i * DEFERRED_WORDS;
      if (waiting[base] === actor) {
        this.cause = waiting[base + 4]!;
        this.at(this.now, CLASS_MESSAGE, stream, waiting[base + 1]!, waiting[base + 2]!, waiting[base + 3]!, actor);
      } else {
        waiting.copyWithin(kept * DEFERRED_WORDS, base, base + DEFERRED_WORDS);
        kept++;
      }
    }
    this.counters[3] = kept;
  }

  /**
   * Runs until nothing is due at or before `untilMicros`, or `maxEvents` were handled.
   * Returns true in the first case; the clock then stands at `untilMicros`.
   */
  run(untilMicros: number, maxEvents: number, system: KernelSystem): boolean {
    const queue = this.queue;
    const clock = this.clock;
    const untilKey = untilMicros * 8 + 7;
    for (let handled = 0; handled < maxEvents; handled++) {
      const lane = this.earliestLane();
      const laneKey = lane < 0 ? Infinity : this.laneAt[lane]! * 8 + CLASS_LANE;
      const queueKey = queue.peekKey();
      if (laneKey > untilKey && queueKey > untilKey) {
        clock[0] = untilMicros;
        this.count(handled);
        return true;
      }
      if (laneKey < queueKey) {
        clock[0] = this.laneAt[lane]!;
        this.cause = -1;
        system.lane(lane);
        continue;
      }
      queue.pop();
      clock[0] = queue.timeMicros;
      const owner = queue.owner;
      if (owner >= 0) {
        if (queue.life !== this.incarnation[owner]) {
          system.dropped(queue.kind, queue.a, queue.b);
          continue;
        }
        if (this.frozen[owner] === 1) {
          this.defer(owner);
          continue;
        }
      }
      this.cause = queue.cause;
      system.dispatch(queue.kind, queue.a, queue.b);
    }
    this.count(maxEvents);
    return false;
  }

  private earliestLane(): number {
    const laneAt = this.laneAt;
    let best = -1;
    let bestAt = Infinity;
    for (let lane = 0; lane < laneAt.length; lane++) {
      if (laneAt[lane]! < bestAt) {
        best = lane;
        bestAt = laneAt[lane]!;
      }
    }
    return best;
  }

  private count(handled: number): void {
    const counters = this.counters;
    counters[0]! += handled;
    if (counters[0]! >= 2 ** 30) {
      counters[0]! -= 2 ** 30;
      counters[1]!++;
    }
  }

  private defer(owner: number): void {
    const index = this.counters[3]!++;
    growInt32(this.deferred, (index + 1) * DEFERRED_WORDS);
    const waiting = this.deferred.array;
    const base = index * DEFERRED_WORDS;
    waiting[base] = owner;
    waiting[base + 1] = this.queue.kind;
    waiting[base + 2] = this.queue.a;
    waiting[base + 3] = this.queue.b;
    waiting[base + 4] = this.queue.cause;
  }
}
