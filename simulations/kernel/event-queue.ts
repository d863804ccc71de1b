import { growFloat64, growInt32, type Arena, type Growable } from './arena';

/**
 * Pending events in a total order: (time, class, stream, sequence), never insertion accident (C-REC-4).
 *
 * A stream is one entity's timer or one direction of one connection and numbers its own events, so leaving out an idle
 * event or adding a fault does not reorder the ties of others. A 4-ary heap over typed arrays: the two order keys are
 * kept in heap order, what the event carries stays in a slot.
 */
export class EventQueue {
  private readonly timeColumn: Growable<Float64Array>;
  private readonly tieColumn: Growable<Float64Array>;
  private readonly slotColumn: Growable<Int32Array>;
  private readonly payloadColumn: Growable<Int32Array>;
  private readonly sequenceColumn: Growable<Int32Array>;
  /** The arrays of the columns above: one load nearer on the hottest path of all. */
  private times!: Float64Array;
  private ties!: Float64Array;
  private slots!: Int32Array;
  private payload!: Int32Array;
  private sequence!: Int32Array;
  /** 0: events pending, 1: head of the free list, 2: slots ever used, 3: streams handed out. */
  private readonly counts: Int32Array;

  /** What the event popped last carries. */
  kind = 0;
  a = 0;
  b = 0;
  cause = -1;
  owner = -1;
  life = 0;
  timeMicros = 0;

  constructor(arena: Arena, capacity = 256) {
    this.timeColumn = arena.growableFloat64(capacity);
    this.tieColumn = arena.growableFloat64(capacity);
    this.slotColumn = arena.growableInt32(capacity);
    this.payloadColumn = arena.growableInt32(capacity * SLOT_WORDS);
    this.sequenceColumn = arena.growableInt32(64);
    this.counts = arena.int32(4);
    this.counts[1] = -1;
    this.refresh();
    arena.onRestore(() => this.refresh());
  }

  /** Number of events pending. */
  get size(): number {
    return this.counts[0]!;
  }

  /** A new stream of ties; streams handed out earlier go first. */
  newStream(): number {
    const stream = this.counts[3]!++;
    growInt32(this.sequenceColumn, stream + 1);
    this.sequence = this.sequenceColumn.array;
    return stream;
  }

  /** The order key of the earliest event (time * 8 + class), or Infinity. */
  peekKey(): number {
    return this.counts[0]! === 0 ? Infinity : this.times[0]!;
  }

  /** Adds an event at `timeMicros` (integer, 0 … 2^49). Classes 0 to 7 go in ascending order at equal times. */
  push(
    timeMicros: number,
    eventClass: number,
    stream: number,
    kind: number,
    a: number,
    b: number,
    cause: number,
    owner: number,
    life: number,
  ): void {
    const counts = this.counts;
    let slot = counts[1]!;
    if (slot >= 0) {
      counts[1] = this.payload[slot * SLOT_WORDS]!;
    } else {
      slot = counts[2]!++;
      if ((slot + 1) * SLOT_WORDS > this.payload.length) this.growPayload(slot + 1);
    }
    const { payload } = this;
    const base = slot * SLOT_WORDS;
    payload[base] = kind;
    payload[base + 1] = a;
    payload[base + 2] = b;
    payload[base + 3] = cause;
    payload[base + 4] = owner;
    payload[base + 5] = life;

    const position = counts[0]!++;
    if (position >= this.slots.length) this.growHeap(position + 1);
    const sequence = this.sequence[stream]!++;
    this.siftUp(position, timeMicros * 8 + eventClass, stream * 2 ** 31 + sequence, slot);
  }

  /** Takes the earliest event out; its fields are then in this object. Call only while `size` is above 0. */
  pop(): void {
    const counts = this.counts;
    const slot = this.slots[0]!;
    this.timeMicros = Math.floor(this.times[0]! * 0.125);
    const last = --counts[0]!;
    if (last > 0) this.siftDown(last, this.times[last]!, this.ties[last]!, this.slots[last]!);
    const { payload } = this;
    const base = slot * SLOT_WORDS;
    this.kind = payload[base]!;
    this.a = payload[base + 1]!;
    this.b = payload[base + 2]!;
    this.cause = payload[base + 3]!;
    this.owner = payload[base + 4]!;
    this.life = payload[base + 5]!;
    payload[base] = counts[1]!;
    counts[1] = slot;
  }

  /** Takes out every pending event of `kind`. */
  removeKind(kind: number): void {
    const { times, ties, slots, payload, counts } = this;
    const kept: { time: number; tie: number; slot: number }[] = [];
    for (let position = 0; position < counts[0]!; position++) {
      const slot = slots[position]!;
      if (payload[slot * SLOT_WORDS] === kind) {
        payload[slot * SLOT_WORDS] = counts[1]!;
        counts[1] = slot;
      } else {
        kept.push({ time: times[position]!, tie: ties[position]!, slot });
      }
    }
    counts[0] = 0;
    for (const { time, tie, slot } of kept) this.siftUp(counts[0]!++, time, tie, slot);
  }

  private growPayload(slots: number): void {
    growInt32(this.payloadColumn, slots * SLOT_WORDS);
    this.payload = this.payloadColumn.array;
  }

  private growHeap(events: number): void {
    growFloat64(this.timeColumn, events);
    growFloat64(this.tieColumn, events);
    growInt32(this.slotColumn, events);
    this.refresh();
  }

  private refresh(): void {
    this.times = this.timeColumn.array;
    this.ties = this.tieColumn.array;
    this.slots = this.slotColumn.array;
    this.payload = this.payloadColumn.array;
    this.sequence = this.sequenceColumn.array;
  }

  private siftUp(from: number, time: number, tie: number, slot: number): void {
    const { times, ties, slots } = this;
    let position = from;
    while (position > 0) {
      const parent = (position - 1) >> 2;
      const parentTime = times[parent]!;
      if (parentTime < time || (parentTime === time && ties[parent]! <= tie)) break;
      times[position] = parentTime;
      ties[position] = ties[parent]!;
      slots[position] = slots[parent]!;
      position = parent;
    }
    times[position] = time;
    ties[position] = tie;
    slots[position] = slot;
  }

  private siftDown(size: number, time: number, tie: number, slot: number): void {
    const { times, ties, slots } = this;
    let position = 0;
    for (;;) {
      const first = position * 4 + 1;
      if (first >= size) break;
      let best = first;
      let bestTime = times[first]!;
      const end = first + 4 < size ? first + 4 : size;
      for (let child = first + 1; child < end; child++) {
        const childTime = times[child]!;
        if (childTime < bestTime || (childTime === bestTime && ties[child]! < ties[best]!)) {
          best = child;
          bestTime = childTime;
        }
      }
      if (time < bestTime || (time === bestTime && tie <= ties[best]!)) break;
      times[position] = bestTime;
      ties[position] = ties[best]!;
      slots[position] = slots[best]!;
      position = best;
    }
    times[position] = time;
    ties[position] = tie;
    slots[position] = slot;
  }
}

const SLOT_WORDS = 6;
