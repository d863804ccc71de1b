import { CHUNK_ROWS, ROW_WORDS } from '../../simulations/kernel';
import type { FactView, TraceChunk, TraceNames, TraceView } from '../../simulations/kernel';
import type { ColumnRange, RowRange, TraceExtent, TraceRange } from '../../workers/protocol';

type Column = Float64Array | Int32Array;

/** Rows as they came from the worker, in the same chunks as the simulator's own. */
class RowMirror {
  length = 0;
  readonly chunks: TraceChunk[] = [];

  write({ from, timeMicros, words }: RowRange): void {
    const end = from + timeMicros.length;
    for (let row = from; row < end;) {
      const index = Math.floor(row / CHUNK_ROWS);
      const place = row % CHUNK_ROWS;
      const take = Math.min(CHUNK_ROWS - place, end - row);
      const first = row - from;
      if (take === CHUNK_ROWS && this.chunks[index] === undefined) {
        // A whole chunk is taken as it came: a recording is on screen without being copied.
        const theseWords = words.subarray(first * ROW_WORDS, (first + take) * ROW_WORDS);
        this.chunks[index] = { timeMicros: timeMicros.subarray(first, first + take), words: theseWords };
        row += take;
        continue;
      }
      const chunk = this.chunkAt(index);
      chunk.timeMicros.set(timeMicros.subarray(first, first + take), place);
      chunk.words.set(words.subarray(first * ROW_WORDS, (first + take) * ROW_WORDS), place * ROW_WORDS);
      row += take;
    }
    this.length = end;
  }

  /** The first rows: whole chunks are shared, the one that is cut is copied. */
  prefix(length: number): RowMirror {
    const copy = new RowMirror();
    const whole = Math.floor(length / CHUNK_ROWS);
    copy.chunks.push(...this.chunks.slice(0, whole));
    if (length % CHUNK_ROWS !== 0) {
      const { timeMicros, words } = this.chunks[whole];
      copy.chunks.push({ timeMicros: timeMicros.slice(), words: words.slice() });
    }
    copy.length = length;
    return copy;
  }

  private chunkAt(index: number): TraceChunk {
    return (this.chunks[index] ??= {
      timeMicros: new Float64Array(CHUNK_ROWS),
      words: new Int32Array(CHUNK_ROWS * ROW_WORDS),
    });
  }
}

/** One fact table. Its columns are known when the first range comes. */
class ColumnMirror {
  length = 0;
  columns: Record<string, Column> = {};

  write({ from, count, columns }: ColumnRange): void {
    const end = from + count;
    for (const [name, values] of Object.entries(columns)) {
      if (from === 0 && this.columns[name] === undefined) {
        this.columns[name] = values;
        continue;
      }
      this.columns[name] = fitting(this.columns[name], values, end, from);
      this.columns[name].set(values, from);
    }
    this.length = end;
  }

  prefix(length: number): ColumnMirror {
    const copy = new ColumnMirror();
    for (const [name, column] of Object.entries(this.columns)) copy.columns[name] = column.slice();
    copy.length = length;
    return copy;
  }
}

/**
 * The page's copy of a run's trace: what every picture, count and sentence is folded from. It grows while the worker
 * goes on; an edited run gets a mirror of its own that begins with a copy of what stayed the same.
 */
export class TraceMirror implements TraceView {
  private constructor(
    readonly names: TraceNames & { keys: string[]; texts: (string | null)[] },
    readonly history: RowMirror,
    readonly messages: RowMirror,
    private readonly tables: Record<'records' | 'batches' | 'logBatches' | 'incarnations', ColumnMirror>,
    private slots: Int32Array,
    private slotCount: number,
  ) {}

  /** An empty one, for a run that has just been opened. */
  static empty(names: TraceNames): TraceMirror {
    const tables = {
      records: new ColumnMirror(),
      batches: new ColumnMirror(),
      logBatches: new ColumnMirror(),
      incarnations: new ColumnMirror(),
    };
    return new TraceMirror(
      { ...names, keys: [], texts: [] },
      new RowMirror(),
      new RowMirror(),
      tables,
      new Int32Array(1024),
      0,
    );
  }

  /** What an edited run keeps of this one. */
  prefix(kept: TraceExtent, names: TraceNames): TraceMirror {
    const { records, batches, logBatches, incarnations } = this.tables;
    return new TraceMirror(
      { ...names, keys: this.names.keys.slice(0, kept.keys), texts: this.names.texts.slice(0, kept.texts) },
      this.history.prefix(kept.history),
      this.messages.prefix(kept.messages),
      {
        records: records.prefix(kept.records),
        batches: batches.prefix(kept.batches),
        logBatches: logBatches.prefix(kept.logBatches),
        incarnations: incarnations.prefix(kept.incarnations),
      },
      this.slots.slice(),
      kept.slots,
    );
  }

  write(range: TraceRange): void {
    this.history.write(range.history);
    this.messages.write(range.messages);
    for (const table of ['records', 'batches', 'logBatches', 'incarnations'] as const)
      this.tables[table].write(range[table]);
    const end = range.slots.from + range.slots.recordAt.length;
    this.slots = fitting(this.slots, range.slots.recordAt, end, range.slots.from) as Int32Array;
    this.slots.set(range.slots.recordAt, range.slots.from);
    this.slotCount = end;
    this.names.keys.push(...range.keys);
    this.names.texts.push(...range.texts);
    this.factView = undefined;
  }

  private factView: FactView | undefined;

  /** The tables in the simulator's own shape. Made anew after each range, because columns move when they grow. */
  get facts(): FactView {
    return (this.factView ??= {
      records: { ...this.tables.records.columns, length: this.tables.records.length },
      batches: {
        ...this.tables.batches.columns,
        length: this.tables.batches.length,
        slotCount: this.slotCount,
        recordAt: this.slots,
      },
      logBatches: { ...this.tables.logBatches.columns, length: this.tables.logBatches.length },
      incarnations: { ...this.tables.incarnations.columns, length: this.tables.incarnations.length },
    } as unknown as FactView);
  }
}

/** A column with room for `end` values: this one, or a larger copy of its first `keep`. */
function fitting(column: Column | undefined, like: Column, end: number, keep: number): Column {
  if (column !== undefined && column.length >= end) return column;
  const capacity = Math.max(1024, end, (column?.length ?? 0) * 2);
  const larger = like instanceof Float64Array ? new Float64Array(capacity) : new Int32Array(capacity);
  if (column !== undefined) larger.set(column.subarray(0, keep));
  return larger;
}
