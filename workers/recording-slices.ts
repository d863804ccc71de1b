import { factColumns, rowTime } from '../simulations/kernel';
import type { RowView, TraceNames, TraceView } from '../simulations/kernel';
import type { ColumnRange, RowRange, TraceRange } from './protocol';
import type { RecordingSlice } from './recording-protocol';

const CHUNK_ROWS = 16_384;
const ROW_WORDS = 8;

/** Rows of history, and of messages, in one slice: whole chunks, which the page takes over as they are. */
const SLICE_ROWS = 2 * CHUNK_ROWS;

/** Keys, and texts, in one slice: they are made anew on the other side. */
const SLICE_NAMES = 10_000;

const tables = ['records', 'batches', 'logBatches', 'incarnations'] as const;

/**
 * A recording in slices: names, then the fact tables, then the rows, which point at both. Every slice is a copy, so that
 * it can be handed over while the judge goes on reading the original.
 */
export function* slicesOf(trace: TraceView, names: TraceNames): Generator<RecordingSlice> {
  const sent = { records: 0, batches: 0, logBatches: 0, incarnations: 0, slots: 0 };
  const next = (part: Partial<TraceRange>): TraceRange => ({ ...emptyRange(sent), ...part });
  const longest = Math.max(names.keys.length, names.texts.length);
  for (let at = 0; at < longest; at += SLICE_NAMES) {
    const [keys, texts] = [names.keys.slice(at, at + SLICE_NAMES), names.texts.slice(at, at + SLICE_NAMES)];
    yield { state: 'running', nowMicros: 0, range: next({ keys, texts }) };
  }
  for (const table of tables) {
    yield { state: 'running', nowMicros: 0, range: next({ [table]: wholeTable(trace, table) }) };
    sent[table] = trace.facts[table].length;
  }
  const { slotCount, recordAt } = trace.facts.batches;
  yield { state: 'running', nowMicros: 0, range: next({ slots: { from: 0, recordAt: recordAt.slice(0, slotCount) } }) };
  sent.slots = slotCount;
  yield* rowSlices(trace, next);
}

/** Rows and messages side by side, so that a moment can be looked at as soon as it was handed over. */
function* rowSlices(trace: TraceView, next: (part: Partial<TraceRange>) => TraceRange): Generator<RecordingSlice> {
  for (let at = 0; ; at += SLICE_ROWS) {
    const [history, messages] = [rowRange(trace.history, at), rowRange(trace.messages, at)];
    const range = next({ history, messages });
    const nowMicros = Math.min(reached(trace.history, at), reached(trace.messages, at));
    if (nowMicros === Infinity) {
      yield { state: 'done', nowMicros: endOfTrace(trace), range };
      return;
    }
    yield { state: 'running', nowMicros, range };
  }
}

/** The time of the last thing that a trace tells of, µs. */
export function endOfTrace({ history, messages, facts }: TraceView): number {
  const { sentAtMicros, length } = facts.records;
  return Math.max(lastTime(history), lastTime(messages), length === 0 ? 0 : sentAtMicros[length - 1]);
}

function lastTime(rows: RowView): number {
  return rows.length === 0 ? 0 : rowTime(rows, rows.length - 1);
}

/** Up to when everything was handed over with the slice from `at` on. */
function reached(rows: RowView, at: number): number {
  return at + SLICE_ROWS < rows.length ? rowTime(rows, at + SLICE_ROWS - 1) : Infinity;
}

function rowRange({ chunks, length }: RowView, at: number): RowRange {
  const from = Math.min(at, length);
  const count = Math.min(SLICE_ROWS, length - from);
  const timeMicros = new Float64Array(count);
  const words = new Int32Array(count * ROW_WORDS);
  for (let row = 0; row < count; row += CHUNK_ROWS) {
    const chunk = chunks[(from + row) / CHUNK_ROWS];
    const take = Math.min(CHUNK_ROWS, count - row);
    timeMicros.set(chunk.timeMicros.subarray(0, take), row);
    words.set(chunk.words.subarray(0, take * ROW_WORDS), row * ROW_WORDS);
  }
  return { from, timeMicros, words };
}

function wholeTable({ facts }: TraceView, table: (typeof tables)[number]): ColumnRange {
  const all = facts[table] as unknown as Record<string, Float64Array | Int32Array>;
  const count = facts[table].length;
  return {
    from: 0,
    count,
    columns: Object.fromEntries(factColumns[table].map((name) => [name, all[name].slice(0, count)])),
  };
}

/** A slice that brings nothing: its arrays are its own, because they are handed over too. */
function emptyRange(sent: Record<(typeof tables)[number] | 'slots', number>): TraceRange {
  const rows = (): RowRange => ({ from: 0, timeMicros: new Float64Array(0), words: new Int32Array(0) });
  const after = (table: (typeof tables)[number]): ColumnRange => ({ from: sent[table], count: 0, columns: {} });
  return {
    history: rows(),
    messages: rows(),
    records: after('records'),
    batches: after('batches'),
    slots: { from: sent.slots, recordAt: new Int32Array(0) },
    logBatches: after('logBatches'),
    incarnations: after('incarnations'),
    keys: [],
    texts: [],
  };
}
