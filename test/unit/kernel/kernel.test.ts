import { expect, test } from 'vitest';
import {
  Arena,
  CLASS_ACTION,
  CLASS_LANE,
  CLASS_MESSAGE,
  CLASS_TIMER,
  Kernel,
  RowKind,
  rowTime,
  rowWord,
  type KernelSystem,
} from '../../../simulations/kernel';

interface Bench extends KernelSystem {
  kernel: Kernel;
  arena: Arena;
  stream: number;
  seen: string[];
}

/** A kernel of three actors and two lanes whose system writes down what happens. */
function bench(): Bench {
  const arena = new Arena();
  const kernel = new Kernel(arena, 1, 3, 2, 'history');
  const seen: string[] = [];
  return {
    kernel,
    arena,
    stream: kernel.queue.newStream(),
    seen,
    dispatch: (kind, a) => seen.push(`${kernel.now}:${kind}/${a}`),
    dropped: (kind, a) => seen.push(`${kernel.now}:dropped ${kind}/${a}`),
    lane: (lane) => {
      seen.push(`${kernel.now}:lane ${lane}`);
      kernel.laneAt[lane] = Infinity;
    },
  };
}

test('in one microsecond actions go first, then lanes, then messages, then timers', () => {
  const it = bench();
  const { kernel } = it;
  kernel.at(10, CLASS_TIMER, it.stream, 4, 0, 0, -1);
  kernel.at(10, CLASS_MESSAGE, it.stream, 3, 0, 0, -1);
  kernel.at(10, CLASS_ACTION, it.stream, 1, 0, 0, -1);
  kernel.laneAt[1] = 10;
  expect([CLASS_ACTION, CLASS_LANE, CLASS_MESSAGE, CLASS_TIMER]).toEqual([0, 1, 2, 3]);
  expect(kernel.run(10, 100, it)).toBe(true);
  expect(it.seen).toEqual(['10:1/0', '10:lane 1', '10:3/0', '10:4/0']);
});

test('a run ends at its time, inclusive, and the clock stands there', () => {
  const it = bench();
  it.kernel.at(10, CLASS_TIMER, it.stream, 1, 0, 0, -1);
  it.kernel.at(11, CLASS_TIMER, it.stream, 2, 0, 0, -1);
  expect(it.kernel.run(10, 100, it)).toBe(true);
  expect([it.seen, it.kernel.now]).toEqual([['10:1/0'], 10]);
  it.kernel.run(50, 100, it);
  expect([it.seen.at(-1), it.kernel.now]).toEqual(['11:2/0', 50]);
});

test('a slice of events is no end: the next call goes on', () => {
  const it = bench();
  for (let i = 0; i < 5; i++) it.kernel.at(i, CLASS_TIMER, it.stream, i, 0, 0, -1);
  expect(it.kernel.run(100, 2, it)).toBe(false);
  expect(it.seen).toHaveLength(2);
  while (!it.kernel.run(100, 2, it));
  expect([it.seen.length, it.kernel.eventCount]).toEqual([5, 5]);
});

test('an event of a life that ended is dropped, also if the next life began in the same microsecond', () => {
  const it = bench();
  const { kernel } = it;
  kernel.at(10, CLASS_TIMER, it.stream, 1, 7, 0, 0);
  kernel.at(10, CLASS_TIMER, it.stream, 1, 8, 0, 1);
  kernel.run(5, 10, it);
  kernel.endLife(0);
  kernel.beginLife(0);
  kernel.at(10, CLASS_TIMER, it.stream, 1, 9, 0, 0);
  kernel.run(20, 10, it);
  expect(it.seen).toEqual(['10:dropped 1/7', '10:1/8', '10:1/9']);
});

test('lives are numbered: the first ones as the actors, the next ones behind', () => {
  const { kernel } = bench();
  expect([...kernel.incarnation]).toEqual([0, 1, 2]);
  kernel.endLife(1);
  kernel.beginLife(1);
  const { incarnations } = kernel.trace.facts;
  expect([kernel.incarnation[1], incarnations.actor[3], incarnations.life[3]]).toEqual([3, 1, 2]);
});

test('K-REP-43: nothing of a frozen actor happens; at its thaw everything comes in its order, and only its own', () => {
  const it = bench();
  const { kernel } = it;
  kernel.freeze(0);
  kernel.freeze(1);
  kernel.at(10, CLASS_TIMER, it.stream, 1, 0, 0, 0);
  kernel.at(11, CLASS_MESSAGE, it.stream, 2, 0, 0, 1);
  kernel.at(12, CLASS_MESSAGE, it.stream, 3, 0, 0, 0);
  kernel.at(13, CLASS_MESSAGE, it.stream, 4, 0, 0, 2);
  kernel.run(20, 10, it);
  expect(it.seen).toEqual(['13:4/0']);
  kernel.thaw(0, it.stream);
  kernel.run(30, 10, it);
  expect(it.seen.slice(1)).toEqual(['20:1/0', '20:3/0']);
  kernel.thaw(1, it.stream);
  kernel.run(30, 10, it);
  expect(it.seen.slice(3)).toEqual(['30:2/0']);
});

test('an actor that dies frozen takes what waited with it', () => {
  const it = bench();
  it.kernel.freeze(0);
  it.kernel.at(10, CLASS_TIMER, it.stream, 1, 5, 0, 0);
  it.kernel.run(20, 10, it);
  it.kernel.endLife(0);
  it.kernel.beginLife(0);
  it.kernel.run(30, 10, it);
  expect(it.seen.filter((line) => !line.includes('dropped'))).toEqual([]);
});

test('a deferred event keeps its cause', () => {
  const it = bench();
  const causes: number[] = [];
  const { kernel } = it;
  kernel.freeze(0);
  kernel.cause = 42;
  kernel.at(10, CLASS_TIMER, it.stream, 1, 0, 0, 0);
  kernel.cause = -1;
  kernel.run(20, 10, it);
  kernel.thaw(0, it.stream);
  kernel.run(20, 10, { ...it, dispatch: () => causes.push(kernel.cause) });
  expect(causes).toEqual([42]);
});

test('a row carries its time, actor, words and cause', () => {
  const { kernel } = bench();
  kernel.cause = 3;
  const row = kernel.row(RowKind.append, 2, 1, 9, 10, 11, 12, 13, 14);
  const { history } = kernel.trace;
  expect(rowTime(history, row)).toBe(0);
  expect([0, 1, 2, 3, 4, 5, 6, 7].map((word) => rowWord(history, row, word))).toEqual([
    RowKind.append | (2 << 8) | (1 << 24),
    9,
    10,
    11,
    12,
    13,
    3,
    14,
  ]);
});

test('watchers are told of the kinds they asked for; a range counts for its length', () => {
  const { kernel } = bench();
  const told: number[][] = [];
  kernel.watch([RowKind.poll, RowKind.flush], (...args) => told.push(args));
  kernel.row(RowKind.append, 0, 0, 0, 0, 0, 0, 0);
  const flushed = kernel.row(RowKind.flush, 1, 0, 0, 0, 0, 0, 0);
  const polled = kernel.rangeRow(RowKind.poll, 2, 0, 0, 10, 14, 0, 0);
  expect(told).toEqual([
    [RowKind.flush, 1, flushed, 1],
    [RowKind.poll, 2, polled, 4],
  ]);
});

test('a snapshot in the middle and a straight run are one', () => {
  const [straight, turned] = [bench(), bench()];
  for (const it of [straight, turned]) {
    for (let i = 0; i < 40; i++) it.kernel.at(i, CLASS_TIMER, it.stream, 1, i, 0, i % 3);
    it.kernel.run(15, 1000, it);
  }
  const image = turned.arena.snapshot();
  turned.kernel.endLife(1);
  turned.kernel.freeze(2);
  turned.kernel.run(30, 1000, turned);
  turned.arena.restore(image);
  turned.seen.length = straight.seen.length;
  for (const it of [straight, turned]) it.kernel.run(100, 1000, it);
  expect(turned.seen).toEqual(straight.seen);
  expect(turned.kernel.eventCount).toBe(straight.kernel.eventCount);
});
