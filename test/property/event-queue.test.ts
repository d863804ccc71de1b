import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Arena, EventQueue } from '../../simulations/kernel';

interface Pushed {
  time: number;
  eventClass: number;
  stream: number;
  sequence: number;
  id: number;
}

const STREAMS = 4;

/** A push with a small time, so that ties of every kind come up, or (null) a pop. */
const steps = fc.array(
  fc.option(
    fc.record({
      time: fc.nat({ max: 6 }),
      eventClass: fc.nat({ max: 7 }),
      stream: fc.nat({ max: STREAMS - 1 }),
    }),
    { freq: 3 },
  ),
  { maxLength: 200 },
);

const before = (a: Pushed, b: Pushed): number =>
  a.time - b.time || a.eventClass - b.eventClass || a.stream - b.stream || a.sequence - b.sequence;

class Reference {
  private readonly pending: Pushed[] = [];
  private readonly sequences = new Array<number>(STREAMS).fill(0);
  private pushes = 0;

  push(step: { time: number; eventClass: number; stream: number }): number {
    const id = this.pushes++;
    this.pending.push({ ...step, sequence: this.sequences[step.stream]++, id });
    return id;
  }

  pop(): number {
    this.pending.sort(before);
    return this.pending.shift()?.id ?? -1;
  }
}

function emptyQueue(): { arena: Arena; queue: EventQueue } {
  const arena = new Arena();
  const queue = new EventQueue(arena, 2);
  for (let stream = 0; stream < STREAMS; stream++) queue.newStream();
  return { arena, queue };
}

/** Does one step and tells what was popped, -1: nothing. */
function step(queue: EventQueue, id: number, it: { time: number; eventClass: number; stream: number } | null): number {
  if (it !== null) {
    queue.push(it.time, it.eventClass, it.stream, 0, id, 0, -1, -1, -1);
    return -1;
  }
  if (queue.size === 0) return -1;
  queue.pop();
  return queue.a;
}

test('C-REC-4: events come in the order (time, class, stream, sequence), whatever was pushed and popped before', () => {
  fc.assert(
    fc.property(steps, (history) => {
      const { queue } = emptyQueue();
      const reference = new Reference();
      const popped = history.map((it) => [
        it === null ? reference.pop() : -1,
        it === null ? step(queue, -1, null) : step(queue, reference.push(it), it),
      ]);
      expect(popped.map(([, own]) => own)).toEqual(popped.map(([expected]) => expected));
    }),
  );
});

test('a queue that was taken back to a snapshot goes on as if nothing had come between', () => {
  fc.assert(
    fc.property(steps, steps, steps, (first, detour, rest) => {
      const straight = emptyQueue();
      const turned = emptyQueue();
      let id = 0;
      for (const it of first) {
        step(straight.queue, id, it);
        step(turned.queue, id++, it);
      }
      const image = turned.arena.snapshot();
      for (const it of detour) step(turned.queue, 1_000_000, it);
      turned.arena.restore(image);
      const remaining = [...rest, ...new Array<null>(400).fill(null)];
      const orders = [straight, turned].map(({ queue }) => remaining.map((it, i) => step(queue, id + i, it)));
      expect(orders[1]).toEqual(orders[0]);
      expect(turned.queue.size).toBe(0);
    }),
  );
});
