import type { Arena } from './arena';
import { FactTables } from './facts';

/** Rows a chunk holds. */
export const CHUNK_ROWS = 16_384;
const CHUNK_SHIFT = 14;
const CHUNK_MASK = CHUNK_ROWS - 1;
/** 32-bit words of a row. */
export const ROW_WORDS = 8;

/** What is written: nothing, the history (what verdicts are made of), or the messages on the wire too. */
export type RecordingLevel = 'none' | 'history' | 'full';

/** Fixed-size piece of a row table. */
export interface TraceChunk {
  readonly timeMicros: Float64Array;
  readonly words: Int32Array;
}

/**
 * An append-only table of rows in chunks. `trace-kinds.ts` says what the words mean.
 */
export class RowTable {
  readonly chunks: TraceChunk[] = [];
  private readonly lengths: Int32Array;

  constructor(arena: Arena) {
    this.lengths = arena.int32(1);
  }

  get length(): number {
    return this.lengths[0]!;
  }

  /** Appends a row and returns its number. */
  append(
    timeMicros: number,
    kind: number,
    incarnation: number,
    flags: number,
    subject: number,
    a: number,
    b: number,
    c: number,
    d: number,
    cause: number,
    op: number,
  ): number {
    const row = this.lengths[0]!++;
    const index = row >> CHUNK_SHIFT;
    if (index === this.chunks.length) {
      this.chunks.push({ timeMicros: new Float64Array(CHUNK_ROWS), words: new Int32Array(CHUNK_ROWS * ROW_WORDS) });
    }
    const chunk = this.chunks[index]!;
    const place = row & CHUNK_MASK;
    chunk.timeMicros[place] = timeMicros;
    const words = chunk.words;
    const base = place * ROW_WORDS;
    words[base] = kind | (incarnation << 8) | (flags << 24);
    words[base + 1] = subject;
    words[base + 2] = a;
    words[base + 3] = b;
    words[base + 4] = c;
    words[base + 5] = d;
    words[base + 6] = cause;
    words[base + 7] = op;
    return row;
  }

  /** Takes over the rows of another table; its length comes with the arena's image. */
  adopt(other: RowTable): void {
    this.chunks.length = 0;
    for (const chunk of other.chunks) {
      this.chunks.push({ timeMicros: chunk.timeMicros.slice(), words: chunk.words.slice() });
    }
  }

  /** Takes the newest row back. Only for who wrote it and found that it does not hold. */
  forgetLast(): void {
    this.lengths[0]!--;
  }
}

/**
 * The trace of one run: history rows, fact tables, and, at level `full`, the messages on the wire.
 *
 * Message rows live in a table of their own, so that causes and the hash do not depend on the level. A message row
 * (kind {@link MESSAGE}) holds: actor = sender incarnation · subject = receiver actor · a = api · b = arrival - sent (µs) ·
 * c = connection · op = 1 for an answer. The carries rows (kind {@link CARRIES}) that follow it belong to it:
 * subject = partition · a = batch (a producer's) or -1 · b = from · c = to · d = tip log batch or -1.
 * A {@link MESSAGE_LOST} row: a = row number of the message · its time is when it died.
 */
export class Trace {
  readonly history: RowTable;
  readonly messages: RowTable;
  readonly facts: FactTables;
  readonly recordsHistory: boolean;
  readonly recordsMessages: boolean;

  constructor(arena: Arena, level: RecordingLevel) {
    this.history = new RowTable(arena);
    this.messages = new RowTable(arena);
    this.facts = new FactTables(arena);
    this.recordsHistory = level !== 'none';
    this.recordsMessages = level === 'full';
  }

  /** Takes over what another trace of the same layout holds; how much of it counts comes with the arena's image. */
  adopt(other: Trace): void {
    this.history.adopt(other.history);
    this.messages.adopt(other.messages);
    this.facts.adopt(other.facts);
  }
}

export const MESSAGE = 1;
export const CARRIES = 2;
export const MESSAGE_LOST = 3;
