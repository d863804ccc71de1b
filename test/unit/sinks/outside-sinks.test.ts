import { expect, test } from 'vitest';
import { Arena, Kernel, RowKind } from '../../../simulations/kernel';
import { OutsideSinks } from '../../../simulations/sinks';

function sunk(isIdempotent: boolean) {
  const arena = new Arena();
  const kernel = new Kernel(arena, 1, 1, 1, 'history');
  const sinks = new OutsideSinks(arena, kernel, [{ isIdempotent }, null]);
  for (let record = 0; record < 40; record++) kernel.trace.facts.records.append(0, 0, 0, -1, 1, 1, 0, -1, -1, -1);
  const kinds = (): number[] =>
    Array.from(
      { length: kernel.trace.history.length },
      (_, row) => kernel.trace.history.chunks[0]!.words[row * 8]! & 255,
    );
  return { arena, sinks, kinds };
}

test('an idempotent sink applies an intent once, another whenever it is told', () => {
  for (const isIdempotent of [true, false]) {
    const { sinks, kinds } = sunk(isIdempotent);
    for (const record of [3, 3, 35]) sinks.apply(0, 0, 0, record, record);
    const again = isIdempotent ? RowKind.effectIgnored : RowKind.effectApplied;
    expect(kinds()).toEqual([RowKind.effectApplied, again, RowKind.effectApplied]);
  }
});

test('a group without a sink has none', () => {
  const { sinks } = sunk(true);
  expect([sinks.exists(0), sinks.exists(1)]).toEqual([true, false]);
});

test('what a sink knows comes back with a snapshot', () => {
  const { arena, sinks, kinds } = sunk(true);
  sinks.apply(0, 0, 0, 3, 3);
  const image = arena.snapshot();
  sinks.apply(0, 0, 0, 4, 4);
  arena.restore(image);
  sinks.apply(0, 0, 0, 4, 4);
  expect(kinds()).toEqual([RowKind.effectApplied, RowKind.effectApplied]);
});
