import { CHUNK_ROWS, ROW_WORDS, type FactView, type RowView, type TraceView } from '../../kernel';

/** One history row while a fold looks at it; the same object for every row. */
export interface Row {
  timeMicros: number;
  kind: number;
  /** -1: nobody's. */
  actor: number;
  flags: number;
  subject: number;
  a: number;
  b: number;
  c: number;
  d: number;
}

const NOBODY = 0xffff;

/** Shows every history row to `visit`, in order. */
export function forEachRow(trace: TraceView, visit: (row: Row) => void): void {
  const row: Row = { timeMicros: 0, kind: 0, actor: -1, flags: 0, subject: 0, a: 0, b: 0, c: 0, d: 0 };
  const { history } = trace;
  for (let first = 0, index = 0; first < history.length; first += CHUNK_ROWS, index++) {
    const count = Math.min(CHUNK_ROWS, history.length - first);
    visitChunk(history, index, count, trace.facts, row, visit);
  }
}

function visitChunk(
  rows: RowView,
  index: number,
  count: number,
  facts: FactView,
  row: Row,
  visit: (row: Row) => void,
): void {
  const { words, timeMicros } = rows.chunks[index]!;
  const { actor } = facts.incarnations;
  for (let place = 0; place < count; place++) {
    const base = place * ROW_WORDS;
    const first = words[base]!;
    const incarnation = (first >>> 8) & NOBODY;
    row.timeMicros = timeMicros[place]!;
    row.kind = first & 0xff;
    row.actor = incarnation === NOBODY ? -1 : actor[incarnation]!;
    row.flags = first >>> 24;
    row.subject = words[base + 1]!;
    row.a = words[base + 2]!;
    row.b = words[base + 3]!;
    row.c = words[base + 4]!;
    row.d = words[base + 5]!;
    visit(row);
  }
}
