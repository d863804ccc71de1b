import { expect, test } from 'vitest';
import { Arena, EventQueue } from '../../../simulations/kernel';

/** Pops everything; each event is told by its `a`. */
function drain(queue: EventQueue): number[] {
  const order: number[] = [];
  while (queue.size > 0) {
    queue.pop();
    order.push(queue.a);
  }
  return order;
}

test('C-REC-4: time goes before class, class before stream, stream before sequence', () => {
  const queue = new EventQueue(new Arena());
  const [early, late] = [queue.newStream(), queue.newStream()];
  const push = (time: number, eventClass: number, stream: number, a: number): void =>
    queue.push(time, eventClass, stream, 0, a, 0, -1, -1, -1);
  push(20, 0, early, 6);
  push(10, 3, early, 5);
  push(10, 2, late, 3);
  push(10, 2, late, 4);
  push(10, 2, early, 2);
  push(10, 0, late, 1);
  expect(drain(queue)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('an event carries what was pushed, and its slot is used again', () => {
  const queue = new EventQueue(new Arena(), 2);
  const stream = queue.newStream();
  for (let round = 0; round < 50; round++) {
    queue.push(round, 1, stream, 7, round, 5 - round, round - 1, 3, 9);
    queue.pop();
    expect([queue.timeMicros, queue.kind, queue.a, queue.b, queue.cause, queue.owner, queue.life]).toEqual([
      round,
      7,
      round,
      5 - round,
      round - 1,
      3,
      9,
    ]);
  }
});

test('the queue grows beyond the room it began with', () => {
  const queue = new EventQueue(new Arena(), 2);
  const stream = queue.newStream();
  const times = Array.from({ length: 500 }, (_, i) => (i * 7919) % 501);
  for (const time of times) queue.push(time, 1, stream, 0, time, 0, -1, -1, -1);
  expect(drain(queue)).toEqual(times.toSorted((a, b) => a - b));
});

test('more streams than the queue began with keep their order', () => {
  const queue = new EventQueue(new Arena(), 4);
  const streams = Array.from({ length: 200 }, () => queue.newStream());
  for (const stream of streams.toReversed()) queue.push(5, 2, stream, 0, stream, 0, -1, -1, -1);
  expect(drain(queue)).toEqual(streams);
});

test('times of years stay exact to the microsecond', () => {
  const queue = new EventQueue(new Arena());
  const stream = queue.newStream();
  const far = 2 ** 49;
  queue.push(far + 1, 0, stream, 0, 2, 0, -1, -1, -1);
  queue.push(far, 7, stream, 0, 1, 0, -1, -1, -1);
  queue.pop();
  expect([queue.a, queue.timeMicros]).toEqual([1, far]);
  queue.pop();
  expect([queue.a, queue.timeMicros]).toEqual([2, far + 1]);
});
