import { describe, expect, test } from 'vitest';
import { check, SimulatorInvariantBroken } from '../../../simulations/checker/index';
import { fold, type Checker } from '../../../simulations/checker/fold';
import { parseText, traceOfEvents } from '../../../simulations/history/index';
import { RowKind } from '../../../simulations/kernel/index';

function imported(text: string) {
  const { names, trace, scenario, witness } = traceOfEvents(parseText(text));
  return { trace, header: { scenario, names, witness, settings: {}, audited: false } };
}

describe('C-ALG-1: one pass, many folds', () => {
  const { trace } = imported('crash a · crash b · crash c · crash d');
  const rows = trace.history;

  test('every fold sees every row of its kinds, in order, and finishes once', () => {
    const seen: number[] = [];
    let finished = 0;
    const checker: Checker = {
      kinds: [],
      on: { [RowKind.actorCrashed]: ({ row }) => void seen.push(row) },
      finish: () => void finished++,
    };
    expect(fold(rows, rows.length, trace.facts.incarnations.actor, () => {}, [checker])).toEqual([]);
    expect({ seen, finished }).toEqual({ seen: [0, 1, 2, 3], finished: 1 });
  });

  test('a checker that throws is silenced and named; the others go on, in the same row too', () => {
    const before: number[] = [];
    const after: number[] = [];
    const counting = (seen: number[]): Checker => ({
      kinds: [],
      on: { [RowKind.actorCrashed]: ({ row }) => void seen.push(row) },
    });
    let finished = false;
    const broken: Checker = {
      kinds: ['lost-write'],
      on: {
        [RowKind.actorCrashed]: ({ row }) => {
          if (row === 1) throw new Error('out of order');
        },
      },
      finish: () => void (finished = true),
    };
    const failures = fold(rows, rows.length, trace.facts.incarnations.actor, () => {}, [
      counting(before),
      broken,
      counting(after),
    ]);
    expect(failures).toEqual([{ checker: broken, error: 'Error: out of order' }]);
    expect(before).toEqual([0, 1, 2, 3]);
    expect(after).toEqual([0, 1, 2, 3]);
    expect(finished).toBe(false);
  });

  test('an error in the derived tables is ours, and is thrown', () => {
    const boom = () => {
      throw new Error('tables');
    };
    expect(() => fold(rows, rows.length, trace.facts.incarnations.actor, boom, [])).toThrow('tables');
  });
});

describe('6.8: what no cluster can break stops the run', () => {
  test.each([
    [
      'a high watermark above the log end',
      'append broker-1 orders-0 @0 r0 · hw broker-1 orders-0 2',
      'high watermark above the log end',
    ],
    [
      'two leaders in one epoch',
      'leader orders-0 broker-1 e=1 isr=broker-1,broker-2 · leader orders-0 broker-2 e=1',
      'two leaders in one epoch',
    ],
    [
      'a leader epoch that falls along a log',
      'append broker-1 orders-0 @0 r0 e=2 · append broker-1 orders-0 @1 r1 e=1',
      'a leader epoch fell along a log',
    ],
    [
      'a commit above every log end',
      'append broker-1 orders-0 @0 r0 · commit g orders-0 9',
      'a commit above every log end',
    ],
  ])('%s', (_, text, rule) => {
    const { trace, header } = imported(text);
    expect(() => check(header, trace, { invariants: true })).toThrow(SimulatorInvariantBroken);
    expect(() => check(header, trace, { invariants: true })).toThrow(rule);
    expect(() => check(header, trace)).not.toThrow();
  });

  test('a sound history passes', () => {
    const { trace, header } = imported(
      'leader orders-0 broker-1 e=0 isr=broker-1 · append broker-1 orders-0 @0 r0 · hw broker-1 orders-0 1',
    );
    expect(check(header, trace, { invariants: true }).counts).toEqual({});
  });
});
