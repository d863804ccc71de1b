import { CHUNK_ROWS, ROW_WORDS, type RowView } from '../kernel';
import type { AnomalyKind } from './anomaly-kinds';

/**
 * One row of the history as numbers; the same object is filled anew for every row, so a checker keeps what it needs.
 * What the words mean stands beside each kind in the kernel's trace-kinds.
 */
export interface Row {
  row: number;
  /** µs. */
  at: number;
  kind: number;
  incarnation: number;
  /** The actor of that incarnation. */
  actor: number;
  flags: number;
  subject: number;
  a: number;
  b: number;
  c: number;
  d: number;
  cause: number;
  op: number;
}

/** What a fold does at a row, by RowKind. */
export type Steps = Readonly<Partial<Record<number, (row: Row) => void>>>;

/** A fold over the history: `on` at each row of those kinds, `finish` once after the last. */
export interface Checker {
  readonly kinds: readonly AnomalyKind[];
  readonly on: Steps;
  finish?(): void;
}

/** One step of one checker, with a flag that silences it once its checker has failed. */
interface Listener {
  readonly checker: number;
  readonly step: (row: Row) => void;
}

/** A checker that failed and how. Its kinds are then not exercised, never held (C-ALG-1). */
export interface Failure {
  readonly checker: Checker;
  readonly error: string;
}

/**
 * Folds the first `rowCount` rows. `before` sees every row ahead of the checkers (it keeps the derived tables); an error
 * in it is ours and is thrown, an error in a checker silences that checker alone.
 */
export function fold(
  rows: RowView,
  rowCount: number,
  actorOf: Int32Array,
  before: (row: Row) => void,
  checkers: readonly Checker[],
): Failure[] {
  const listeners: Listener[][] = Array.from({ length: 256 }, () => []);
  checkers.forEach((checker, index) => {
    for (const [kind, step] of Object.entries(checker.on)) {
      if (step) listeners[Number(kind)].push({ checker: index, step });
    }
  });
  const failures = new Map<number, string>();
  const row: Row = {
    row: 0, at: 0, kind: 0, incarnation: 0, actor: 0, flags: 0, subject: 0, a: 0, b: 0, c: 0, d: 0, cause: 0, op: 0,
  }; // prettier-ignore
  for (let first = 0; first < rowCount; first += CHUNK_ROWS) {
    const chunk = rows.chunks[first / CHUNK_ROWS];
    const count = Math.min(CHUNK_ROWS, rowCount - first);
    for (let place = 0; place < count; place++) {
      fill(row, first + place, chunk.timeMicros[place], chunk.words, place * ROW_WORDS, actorOf);
      before(row);
      const called = listeners[row.kind];
      for (let index = 0; index < called.length; index++) {
        const { checker, step } = called[index];
        if (failures.size > 0 && failures.has(checker)) continue;
        try {
          step(row);
        } catch (error) {
          failures.set(checker, String(error));
        }
      }
    }
  }
  checkers.forEach((checker, index) => {
    if (failures.has(index)) return;
    try {
      checker.finish?.();
    } catch (error) {
      failures.set(index, String(error));
    }
  });
  return [...failures].map(([index, error]) => ({ checker: checkers[index], error }));
}

function fill(row: Row, number: number, at: number, words: Int32Array, base: number, actorOf: Int32Array): void {
  const word0 = words[base];
  row.row = number;
  row.at = at;
  row.kind = word0 & 0xff;
  row.incarnation = (word0 >>> 8) & 0xffff;
  row.actor = actorOf[row.incarnation];
  row.flags = word0 >>> 24;
  row.subject = words[base + 1];
  row.a = words[base + 2];
  row.b = words[base + 3];
  row.c = words[base + 4];
  row.d = words[base + 5];
  row.cause = words[base + 6];
  row.op = words[base + 7];
}
