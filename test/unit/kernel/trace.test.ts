import { describe, expect, test } from 'vitest';
import {
  Arena,
  CHUNK_ROWS,
  factColumns,
  MESSAGE,
  rowsUntil,
  rowTime,
  rowWord,
  Trace,
  traceHash,
} from '../../../simulations/kernel';

/** A trace with a few rows and facts of every kind. */
function sample(level: 'history' | 'full' = 'history'): { arena: Arena; trace: Trace } {
  const arena = new Arena();
  const trace = new Trace(arena, level);
  const { records, batches, logBatches, incarnations } = trace.facts;
  incarnations.append(0, 1);
  const batch = batches.open(0, 0, 5, -1);
  for (let i = 0; i < 3; i++) records.append(i * 1000, 0, 0, i, i, 10, 1_700_000_000_000, -1, batch, i - 1);
  batches.firstSlot[batch] = batches.reserve(3);
  batches.recordAt.set([0, 1, 2]);
  logBatches.append(0, batch, 3, 0, -1, 99);
  for (let row = 0; row < 5; row++) trace.history.append(row * 10, 21, 0, 0, 0, row, 0, 3, 0, row - 1, -1);
  return { arena, trace };
}

describe('rows', () => {
  test('stay what they were across chunks', () => {
    const { history } = new Trace(new Arena(), 'history');
    for (let row = 0; row < CHUNK_ROWS + 10; row++) history.append(row / 2, 3, 4, 5, row, 0, 0, 0, 0, -1, -1);
    expect(history.chunks).toHaveLength(2);
    for (const row of [0, CHUNK_ROWS - 1, CHUNK_ROWS, CHUNK_ROWS + 9]) {
      expect([rowTime(history, row), rowWord(history, row, 1)]).toEqual([row / 2, row]);
    }
  });

  test('up to a moment are found, that moment included', () => {
    const { history } = sample().trace;
    expect([-1, 0, 9, 10, 40, 99].map((at) => rowsUntil(history, at))).toEqual([0, 1, 1, 2, 5, 5]);
  });
});

describe('the digest', () => {
  test('changes with every word and time of a row', () => {
    const before = traceHash(sample().trace);
    const seen = new Set([before]);
    for (let word = 0; word < 8; word++) {
      const { trace } = sample();
      trace.history.chunks[0].words[2 * 8 + word] ^= 1;
      seen.add(traceHash(trace));
    }
    const { trace } = sample();
    trace.history.chunks[0].timeMicros[2] += 1;
    seen.add(traceHash(trace));
    expect(seen.size).toBe(10);
  });

  test('changes with every column of every fact table, in its first row and its last', () => {
    const seen = new Set([traceHash(sample().trace)]);
    let changes = 0;
    for (const [table, columns] of Object.entries(factColumns)) {
      for (const column of columns) {
        const facts = (trace: Trace) => (trace.facts as unknown as Record<string, Record<string, Int32Array>>)[table];
        const last = sample().trace.facts[table as keyof typeof factColumns].length - 1;
        for (const row of new Set([0, last])) {
          const { trace } = sample();
          facts(trace)[column][row] += 1;
          seen.add(traceHash(trace));
          changes++;
        }
      }
    }
    expect(seen.size).toBe(changes + 1);
  });

  test('changes with the order of the records in a batch', () => {
    const { trace } = sample();
    trace.facts.batches.recordAt.set([0, 2, 1]);
    expect(traceHash(trace)).not.toBe(traceHash(sample().trace));
  });

  test('does not see messages, nor room that is not in use', () => {
    const { trace } = sample('full');
    trace.messages.append(0, MESSAGE, 0, 0, 1, 2, 3, 4, 0, -1, 0);
    trace.facts.records.producer[500] = 9;
    trace.history.chunks[0].words[5 * 8] = 9;
    expect(traceHash(trace)).toBe(traceHash(sample().trace));
  });

  test('is a fixed text of 16 hexadecimal digits: what a trace digests to is part of the format', () => {
    expect(traceHash(sample().trace)).toMatch(/^[0-9a-f]{16}$/);
    expect(traceHash(new Trace(new Arena(), 'history'))).toBe('0b03f9cd01162cd3');
  });

  test('is what it was after a restore, and again after the same rows', () => {
    const { arena, trace } = sample();
    const image = arena.snapshot();
    const before = traceHash(trace);
    const more = (): string => {
      trace.history.append(60, 22, 0, 0, 0, 1, 2, 3, 4, -1, -1);
      trace.facts.records.append(60, 0, 0, 1, 2, 3, 4, -1, -1, -1);
      return traceHash(trace);
    };
    const after = more();
    arena.restore(image);
    expect(traceHash(trace)).toBe(before);
    expect(more()).toBe(after);
    expect(after).not.toBe(before);
  });
});
