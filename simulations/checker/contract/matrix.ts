import type { AnomalyKind } from '../anomaly-kinds';

/** A column of the delivery matrix; 'none': the settings promise nothing at all. */
export type Level = 'at-most-once' | 'at-least-once' | 'effectively-once' | 'exactly-once' | 'none';

/** What a level says of an anomaly: broken, legal, or not its business. */
export type Cell = 'violation' | 'allowed' | 'outside';

/** AMO, ALO, EFO, EOS, in the order of the table: x violation, o allowed, - cannot occur or not in scope. */
const rows: readonly (readonly [kinds: string, amo: string, alo: string, efo: string, eos: string])[] = [
  ['lost-effect lost-write lost-to-group skipped-by-reset expired-unread precommit-lost', 'o', 'x', 'x', 'x'],
  ['window-undercount', 'o', 'x', 'x', 'x'],
  ['ghost-write ghost-effect', 'x', 'x', 'x', 'x'],
  ['inconsistent-offsets divergent-replicas', 'x', 'x', 'x', 'x'],
  ['duplicate-append', 'x', 'o', 'o', 'x'],
  ['duplicate-intent', 'x', 'o', 'o', 'o'],
  ['duplicate-delivery duplicate-processing', 'x', 'o', 'o', 'o'],
  ['duplicate-effect window-overcount', 'x', 'o', 'x', '-'],
  ['commit-regression', 'x', 'o', 'o', 'x'],
  ['zombie-commit double-ownership', 'x', 'x', 'x', 'x'],
  // What a zombie does to a sink is a repeat: legal wherever repeats are.
  ['zombie-effect', 'x', 'o', 'o', '-'],
  ['zombie-append', '-', 'o', 'o', 'x'],
  ['aborted-read early-read', '-', '-', '-', 'x'],
  ['torn-transaction wrong-fate', '-', '-', '-', 'x'],
  ['external-nonmonotonic', 'o', 'o', 'x', 'x'],
  ['poll-skip int-poll-skip', 'o', 'x', 'x', 'x'],
  ['nonmonotonic-poll int-nonmonotonic-poll', 'x', 'x', 'x', 'x'],
  ['unjust-late-drop twin-mismatch', 'o', 'x', 'x', 'x'],
];

const columns: readonly Exclude<Level, 'none'>[] = [
  'at-most-once',
  'at-least-once',
  'effectively-once',
  'exactly-once',
];
const cells: Readonly<Record<string, Cell>> = { x: 'violation', o: 'allowed', '-': 'outside' };

const table = new Map<string, readonly string[]>();
for (const [kinds, ...marks] of rows) for (const kind of kinds.split(' ')) table.set(kind, marks);

/** Whether the delivery matrix (spec/checker.md 7.2) has a row for the kind. */
export function isInMatrix(kind: AnomalyKind): boolean {
  return table.has(kind);
}

/** What a level says of a kind. Without any promise only what no setting ever allows is a violation. */
export function cellOf(kind: AnomalyKind, level: Level): Cell {
  const marks = table.get(kind);
  if (!marks) return 'allowed';
  if (level === 'none') return marks.slice(0, 3).every((mark) => mark === 'x') ? 'violation' : 'allowed';
  return cells[marks[columns.indexOf(level)]];
}

const weakestFirst: readonly Level[] = ['none', 'at-most-once', 'at-least-once', 'effectively-once', 'exactly-once'];

/** The weaker of two levels. */
export function weaker(a: Level, b: Level): Level {
  return weakestFirst.indexOf(a) <= weakestFirst.indexOf(b) ? a : b;
}
