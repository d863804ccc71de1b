import { CHUNK_ROWS, ROW_WORDS } from '../../simulations/kernel';
import type { TraceView } from '../../simulations/kernel';

/** The first entry in which two histories differ. */
export interface RunDifference {
  /** Virtual time in µs: the earlier of the two entries'. */
  atMicros: number;
  /** Its row, the same number in both; a history may have ended before it. */
  row: number;
}

/**
 * Where two histories part, looked for from row `from` on; undefined if they are alike in every row that both have and
 * `isComplete` is not set, or if neither has more.
 */
export function firstDifference(
  a: TraceView['history'],
  b: TraceView['history'],
  from = 0,
  isComplete = false,
): RunDifference | undefined {
  const both = Math.min(a.length, b.length);
  for (let row = from; row < both; row += 1) {
    if (!isAlike(a, b, row)) return { row, atMicros: Math.min(timeOf(a, row), timeOf(b, row)) };
  }
  if (!isComplete || a.length === b.length) return undefined;
  return { row: both, atMicros: timeOf(a.length > both ? a : b, both) };
}

function isAlike(a: TraceView['history'], b: TraceView['history'], row: number): boolean {
  const chunk = Math.floor(row / CHUNK_ROWS);
  const [left, right] = [a.chunks[chunk], b.chunks[chunk]];
  if (left === right) return true;
  const place = row % CHUNK_ROWS;
  if (left.timeMicros[place] !== right.timeMicros[place]) return false;
  const first = place * ROW_WORDS;
  for (let word = first; word < first + ROW_WORDS; word += 1) if (left.words[word] !== right.words[word]) return false;
  return true;
}

function timeOf(history: TraceView['history'], row: number): number {
  return history.chunks[Math.floor(row / CHUNK_ROWS)].timeMicros[row % CHUNK_ROWS];
}
