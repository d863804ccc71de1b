import type { FactView, RowView, TraceNames, TraceView } from '../simulations/kernel';
import type { ColumnRange, RowRange, TraceExtent, TraceRange } from './protocol';

/**
 * Cuts what a run has written since the last answer out of its trace. The pieces are copies, so that their buffers can
 * be transferred while the run goes on writing into its own.
 */

const CHUNK_ROWS = 16_384;
const ROW_WORDS = 8;

type Table = 'records' | 'batches' | 'logBatches' | 'incarnations';

/** Nothing was sent yet. */
export const nothing: TraceExtent = {
  history: 0,
  messages: 0,
  records: 0,
  batches: 0,
  slots: 0,
  logBatches: 0,
  incarnations: 0,
  keys: 0,
  texts: 0,
};

/** How far a trace has come. */
export function extentOf(trace: TraceView, names: TraceNames): TraceExtent {
  const { facts } = trace;
  return {
    history: trace.history.length,
    messages: trace.messages.length,
    records: facts.records.length,
    batches: facts.batches.length,
    slots: facts.batches.slotCount,
    logBatches: facts.logBatches.length,
    incarnations: facts.incarnations.length,
    keys: names.keys.length,
    texts: names.texts.length,
  };
}

/** Everything from `sent` to the end of the trace. */
export function cutRange(trace: TraceView, names: TraceNames, sent: TraceExtent): TraceRange {
  const { facts } = trace;
  return {
    history: cutRows(trace.history, sent.history),
    messages: cutRows(trace.messages, sent.messages),
    records: cutColumns(facts, 'records', sent.records),
    batches: cutColumns(facts, 'batches', sent.batches),
    slots: { from: sent.slots, recordAt: facts.batches.recordAt.slice(sent.slots, facts.batches.slotCount) },
    logBatches: cutColumns(facts, 'logBatches', sent.logBatches),
    incarnations: cutColumns(facts, 'incarnations', sent.incarnations),
    keys: names.keys.slice(sent.keys),
    texts: names.texts.slice(sent.texts),
  };
}

/**
 * What may stay as it was sent when the next range is cut: a batch that is still open changes until it closes, so
 * batches are sent again from the first open one.
 */
export function sentExtent(trace: TraceView, names: TraceNames, before: TraceExtent): TraceExtent {
  const extent = extentOf(trace, names);
  const { closedAtMicros, length } = trace.facts.batches;
  let firstOpen = before.batches;
  while (firstOpen < length && closedAtMicros[firstOpen] >= 0) firstOpen += 1;
  return { ...extent, batches: firstOpen };
}

/** The buffers of a range, to be handed over with it. */
export function buffersOf(range: TraceRange): ArrayBuffer[] {
  const arrays: (Float64Array | Int32Array)[] = [
    range.history.timeMicros,
    range.history.words,
    range.messages.timeMicros,
    range.messages.words,
    range.slots.recordAt,
  ];
  for (const table of [range.records, range.batches, range.logBatches, range.incarnations]) {
    arrays.push(...Object.values(table.columns));
  }
  return arrays.map((array) => array.buffer as ArrayBuffer);
}

/** How much of `before`, of which `sent` was sent, stands unchanged in `after`: where the tail of an edited run begins. */
export function commonExtent(
  before: { trace: TraceView; names: TraceNames; sent: TraceExtent },
  after: { trace: TraceView; names: TraceNames },
): TraceExtent {
  const { sent } = before;
  const ours = extentOf(after.trace, after.names);
  const atMost = (part: keyof TraceExtent): number => Math.min(sent[part], ours[part]);
  const factsBefore = before.trace.facts;
  const factsAfter = after.trace.facts;
  const columns = (table: Table): number => commonColumns(factsBefore, factsAfter, table, atMost(table));
  return {
    history: commonRows(before.trace.history, after.trace.history, atMost('history')),
    messages: commonRows(before.trace.messages, after.trace.messages, atMost('messages')),
    records: columns('records'),
    batches: columns('batches'),
    slots: commonLength(factsBefore.batches.recordAt, factsAfter.batches.recordAt, atMost('slots')),
    logBatches: columns('logBatches'),
    incarnations: columns('incarnations'),
    keys: commonLength(before.names.keys, after.names.keys, atMost('keys')),
    texts: commonLength(before.names.texts, after.names.texts, atMost('texts')),
  };
}

function cutRows(rows: RowView, from: number): RowRange {
  const count = Math.max(0, rows.length - from);
  const timeMicros = new Float64Array(count);
  const words = new Int32Array(count * ROW_WORDS);
  for (let row = from; row < rows.length;) {
    const chunk = rows.chunks[Math.floor(row / CHUNK_ROWS)];
    const place = row % CHUNK_ROWS;
    const take = Math.min(CHUNK_ROWS - place, rows.length - row);
    timeMicros.set(chunk.timeMicros.subarray(place, place + take), row - from);
    words.set(chunk.words.subarray(place * ROW_WORDS, (place + take) * ROW_WORDS), (row - from) * ROW_WORDS);
    row += take;
  }
  return { from, timeMicros, words };
}

function cutColumns(facts: FactView, table: Table, from: number): ColumnRange {
  const length = facts[table].length;
  const columns: Record<string, Float64Array | Int32Array> = {};
  for (const [name, column] of columnsOf(facts, table)) columns[name] = column.slice(from, length);
  return { from, count: Math.max(0, length - from), columns };
}

function commonColumns(before: FactView, after: FactView, table: Table, atMost: number): number {
  const theirs = new Map(columnsOf(after, table));
  let common = atMost;
  for (const [name, column] of columnsOf(before, table)) common = commonLength(column, theirs.get(name)!, common);
  return common;
}

function commonRows(before: RowView, after: RowView, atMost: number): number {
  for (let first = 0; first < atMost; first += CHUNK_ROWS) {
    const index = first / CHUNK_ROWS;
    const count = Math.min(CHUNK_ROWS, atMost - first);
    const a = before.chunks[index];
    const b = after.chunks[index];
    if (a === b) continue;
    const times = commonLength(a.timeMicros, b.timeMicros, count);
    const rows = Math.min(times, Math.floor(commonLength(a.words, b.words, count * ROW_WORDS) / ROW_WORDS));
    if (rows < count) return first + rows;
  }
  return atMost;
}

function commonLength<T>(a: ArrayLike<T>, b: ArrayLike<T>, atMost: number): number {
  for (let place = 0; place < atMost; place += 1) if (a[place] !== b[place]) return place;
  return atMost;
}

/** `recordAt` is as long as the batches' slots, not as the batches; it travels apart. */
function columnsOf(facts: FactView, table: Table): [string, Float64Array | Int32Array][] {
  const tableView = facts[table] as unknown as Record<string, unknown>;
  const names = new Set([...Object.keys(tableView), ...Object.keys(Object.getPrototypeOf(tableView) as object)]);
  const columns: [string, Float64Array | Int32Array][] = [];
  for (const name of names) {
    const column = tableView[name];
    if (name === 'recordAt' || name === 'lengths') continue;
    if (column instanceof Float64Array || column instanceof Int32Array) columns.push([name, column]);
  }
  return columns;
}
