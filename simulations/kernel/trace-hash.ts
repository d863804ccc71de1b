import { CHUNK_ROWS, ROW_WORDS } from './trace';
import { factColumns, type FactView, type TraceView } from './trace-reader';

/**
 * A 64-bit digest of the history rows and the fact tables, equal on every machine; messages are not part of it, so it
 * does not depend on the recording level. Two 32-bit lanes, because BigInt is a thousand times slower.
 */
export function traceHash(trace: TraceView): string {
  const lanes = new Int32Array([0x243f6a88, 0x13198a2e]);
  const rows = trace.history;
  for (let first = 0, index = 0; first < rows.length; first += CHUNK_ROWS, index++) {
    const count = Math.min(CHUNK_ROWS, rows.length - first);
    const chunk = rows.chunks[index]!;
    absorb(lanes, new Int32Array(chunk.timeMicros.buffer, chunk.timeMicros.byteOffset, count * 2), count * 2);
    absorb(lanes, chunk.words, count * ROW_WORDS);
  }
  absorbFacts(lanes, trace.facts);
  absorb(lanes, new Int32Array([rows.length, trace.facts.records.length]), 2);
  return hex(finish(lanes[0]!)) + hex(finish(lanes[1]! ^ lanes[0]!));
}

function absorbFacts(lanes: Int32Array, facts: FactView): void {
  for (const table of ['records', 'batches', 'logBatches', 'incarnations'] as const) {
    const columns = facts[table] as unknown as Record<string, Int32Array | Float64Array>;
    const length = facts[table].length;
    for (const name of factColumns[table]) {
      const column = columns[name]!;
      if (column instanceof Int32Array) absorb(lanes, column, length);
      else absorb(lanes, new Int32Array(column.buffer, column.byteOffset, length * 2), length * 2);
    }
  }
  absorb(lanes, facts.batches.recordAt, facts.batches.slotCount);
}

function absorb(lanes: Int32Array, words: Int32Array, count: number): void {
  let a = lanes[0]!;
  let b = lanes[1]!;
  const even = count & ~1;
  for (let i = 0; i < even; i += 2) {
    a = Math.imul(a ^ words[i]!, 0x85ebca6b);
    a = (a << 13) | (a >>> 19);
    b = Math.imul(b ^ words[i + 1]! ^ a, 0xc2b2ae35);
    b = (b << 15) | (b >>> 17);
  }
  if ((count & 1) === 1) {
    a = Math.imul(a ^ words[count - 1]!, 0x85ebca6b);
    a = (a << 13) | (a >>> 19);
  }
  lanes[0] = (a + b) | 0;
  lanes[1] = b ^ count;
}

function finish(lane: number): number {
  let h = lane;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function hex(lane: number): string {
  return lane.toString(16).padStart(8, '0');
}
