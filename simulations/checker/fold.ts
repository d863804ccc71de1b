import { CHUNK_ROWS, ROW_WORDS, type RowView } from '../kernel';
import type { AnomalyKind } from './anomaly-kinds';

/** The incarnation of rows that no actor writes. */
const NOBODY = 0xffff;
const CHUNK_SHIFT = 14;

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
  const failures = new Map<number, string>();
  const cursor: Cursor = { next: 0, active: 0 };
  const row = emptyRow();
  // After a failure the fold goes on behind the row at hand, without the checker that failed.
  while (cursor.next < rowCount) {
    const { steps, owners } = listenersOf(checkers, failures);
    try {
      run(rows, rowCount, actorOf, before, steps, cursor, row);
    } catch (error) {
      if (cursor.active < 0) throw error;
      failures.set(owners[row.kind][cursor.active], String(error));
      finishRow(steps[row.kind], cursor, row, owners[row.kind], failures);
      cursor.next++;
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

/** Where the fold is: the row, and which of its steps (-1: the derived tables). */
interface Cursor {
  next: number;
  active: number;
}

type Step = (row: Row) => void;

/** The steps of each kind, and the number of the checker that each belongs to. */
function listenersOf(
  checkers: readonly Checker[],
  failures: ReadonlyMap<number, string>,
): { steps: Step[][]; owners: number[][] } {
  const steps: Step[][] = Array.from({ length: 256 }, () => []);
  const owners: number[][] = Array.from({ length: 256 }, () => []);
  checkers.forEach((checker, index) => {
    if (failures.has(index)) return;
    for (const [kind, step] of Object.entries(checker.on)) {
      if (!step) continue;
      steps[Number(kind)].push(step);
      owners[Number(kind)].push(index);
    }
  });
  return { steps, owners };
}

function run(
  rows: RowView,
  rowCount: number,
  actorOf: Int32Array,
  before: Step,
  steps: readonly (readonly Step[])[],
  cursor: Cursor,
  row: Row,
): void {
  for (let number = cursor.next; number < rowCount; number++) {
    const chunk = rows.chunks[number >> CHUNK_SHIFT];
    const place = number & (CHUNK_ROWS - 1);
    cursor.next = number;
    cursor.active = -1;
    fill(row, number, chunk.timeMicros[place], chunk.words, place * ROW_WORDS, actorOf);
    before(row);
    const called = steps[row.kind];
    for (let index = 0; index < called.length; index++) {
      cursor.active = index;
      called[index](row);
    }
  }
  cursor.next = rowCount;
}

/** The steps of a row that stand behind the one that failed. */
function finishRow(
  steps: readonly Step[],
  cursor: Cursor,
  row: Row,
  owners: readonly number[],
  failures: Map<number, string>,
): void {
  for (let index = cursor.active + 1; index < steps.length; index++) {
    try {
      steps[index](row);
    } catch (error) {
      failures.set(owners[index], String(error));
    }
  }
}

function emptyRow(): Row {
  // A fraction makes the engine keep the time as a double from the start.
  const row: Row = {
    row: 0,
    at: 0.5,
    kind: 0,
    incarnation: 0,
    actor: 0,
    flags: 0,
    subject: 0,
    a: 0,
    b: 0,
    c: 0,
    d: 0,
    cause: 0,
    op: 0,
  };
  return row;
}

function fill(row: Row, number: number, at: number, words: Int32Array, base: number, actorOf: Int32Array): void {
  const word0 = words[base];
  row.row = number;
  row.at = at;
  row.kind = word0 & 0xff;
  row.incarnation = (word0 >>> 8) & 0xffff;
  row.actor = row.incarnation === NOBODY ? -1 : actorOf[row.incarnation];
  row.flags = word0 >>> 24;
  row.subject = words[base + 1];
  row.a = words[base + 2];
  row.b = words[base + 3];
  row.c = words[base + 4];
  row.d = words[base + 5];
  row.cause = words[base + 6];
  row.op = words[base + 7];
}
