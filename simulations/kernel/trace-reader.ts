import { CHUNK_ROWS, ROW_WORDS, type Trace, type TraceChunk } from './trace';

/** Columns of the fact tables as a reader sees them; `Trace.facts` has this shape and so has what a worker sends. */
export interface FactView {
  readonly records: {
    readonly length: number;
    readonly sentAtMicros: Float64Array;
    readonly eventTimeMs: Float64Array;
    readonly producer: Int32Array;
    readonly partition: Int32Array;
    readonly key: Int32Array;
    readonly value: Int32Array;
    readonly sizeBytes: Int32Array;
    readonly intent: Int32Array;
    readonly batch: Int32Array;
    readonly previousInBatch: Int32Array;
  };
  readonly batches: {
    readonly length: number;
    readonly slotCount: number;
    readonly partition: Int32Array;
    readonly producer: Int32Array;
    readonly firstSlot: Int32Array;
    readonly count: Int32Array;
    readonly sizeBytes: Int32Array;
    readonly splitFrom: Int32Array;
    readonly createdAtMicros: Float64Array;
    readonly closedAtMicros: Float64Array;
    readonly maxTimestampMs: Float64Array;
    readonly recordAt: Int32Array;
  };
  readonly logBatches: {
    readonly length: number;
    readonly partition: Int32Array;
    readonly batch: Int32Array;
    readonly baseOffset: Int32Array;
    readonly endOffset: Int32Array;
    readonly leaderEpoch: Int32Array;
    readonly parent: Int32Array;
    readonly jump: Int32Array;
    readonly depth: Int32Array;
    readonly sizeBytes: Int32Array;
    readonly producerId: Int32Array;
    readonly producerEpoch: Int32Array;
    readonly baseSequence: Int32Array;
    readonly producerPrevious: Int32Array;
    readonly logAppendTime: Int32Array;
    readonly maxTimestampMs: Float64Array;
    readonly appendedAtMicros: Float64Array;
    readonly bytesBefore: Float64Array;
  };
  readonly incarnations: { readonly length: number; readonly actor: Int32Array; readonly life: Int32Array };
}

/** The columns of each fact table, in the order in which they are hashed and sent. */
export const factColumns = {
  records: [
    'sentAtMicros',
    'eventTimeMs',
    'producer',
    'partition',
    'key',
    'value',
    'sizeBytes',
    'intent',
    'batch',
    'previousInBatch',
  ],
  batches: [
    'partition',
    'producer',
    'firstSlot',
    'count',
    'sizeBytes',
    'splitFrom',
    'createdAtMicros',
    'closedAtMicros',
    'maxTimestampMs',
  ],
  logBatches: [
    'partition',
    'batch',
    'baseOffset',
    'endOffset',
    'leaderEpoch',
    'parent',
    'jump',
    'depth',
    'sizeBytes',
    'producerId',
    'producerEpoch',
    'baseSequence',
    'producerPrevious',
    'logAppendTime',
    'maxTimestampMs',
    'appendedAtMicros',
    'bytesBefore',
  ],
  incarnations: ['actor', 'life'],
} as const;

/** Rows as a reader sees them. */
export interface RowView {
  readonly length: number;
  readonly chunks: readonly TraceChunk[];
}

/** A trace as folds, pictures and the judge read it. */
export interface TraceView {
  readonly history: RowView;
  readonly messages: RowView;
  readonly facts: FactView;
}

/** The written trace as its readers see it. */
export function viewOf(trace: Trace): TraceView {
  return trace;
}

/** Time of a row in µs. */
export function rowTime(rows: RowView, row: number): number {
  return rows.chunks[row >> 14]!.timeMicros[row & (CHUNK_ROWS - 1)]!;
}

/** One word of a row (0 … 7). */
export function rowWord(rows: RowView, row: number, word: number): number {
  return rows.chunks[row >> 14]!.words[(row & (CHUNK_ROWS - 1)) * ROW_WORDS + word]!;
}

/** The number of rows with a time at or before `timeMicros`. */
export function rowsUntil(rows: RowView, timeMicros: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rowTime(rows, middle) <= timeMicros) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Word 0 taken apart. */
export const rowKind = (word0: number): number => word0 & 0xff;
export const rowIncarnation = (word0: number): number => (word0 >>> 8) & 0xffff;
export const rowFlags = (word0: number): number => word0 >>> 24;

/**
 * The last log batch at or below `tip` that ends at or below `offset` (-1: none), in logarithmic time.
 */
export function findLogBatch(log: FactView['logBatches'], tip: number, offset: number): number {
  const { endOffset, jump, parent } = log;
  let node = tip;
  while (node >= 0 && endOffset[node]! > offset) {
    const far = jump[node]!;
    node = far >= 0 && endOffset[far]! >= offset ? far : parent[node]!;
  }
  return node;
}

/** The log batch at or below `tip` that holds `offset`, -1 if none does. */
export function logBatchHolding(log: FactView['logBatches'], tip: number, offset: number): number {
  const { baseOffset, endOffset, jump, parent } = log;
  let node = tip;
  while (node >= 0) {
    if (offset >= endOffset[node]!) return -1;
    if (offset >= baseOffset[node]!) return node;
    const far = jump[node]!;
    node = far >= 0 && endOffset[far]! > offset ? far : parent[node]!;
  }
  return -1;
}

/** The record at `offset` of log batch `node`, -1 for an internal record. */
export function recordAt(facts: FactView, node: number, offset: number): number {
  const batch = facts.logBatches.batch[node]!;
  if (batch < 0) return -1;
  return facts.batches.recordAt[facts.batches.firstSlot[batch]! + offset - facts.logBatches.baseOffset[node]!]!;
}
