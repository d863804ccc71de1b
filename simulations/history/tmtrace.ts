import { strFromU8, strToU8 } from 'fflate';
import {
  CHUNK_ROWS,
  ROW_WORDS,
  factColumns,
  type FactView,
  type RowView,
  type TraceChunk,
  type TraceNames,
  type TraceView,
} from '../kernel';
import { readHeader } from './header-shape';
import { HistoryError, type HistoryHeader } from './header';
import { holdTrace } from './hold-trace';

/**
 * The binary form of a trace: `TMTRACE1`, the length of a JSON head (32 bits, little-endian, then 4 bytes of padding),
 * the head, padded to 8 bytes, and then the columns one after the other, each padded to 8: of the history rows and of the
 * message rows all times and all words chunk by chunk, then the columns of the fact tables in the order of `factColumns`,
 * and `recordAt`. Reading copies no column.
 */
const FAMILY = 'TMTRACE';
const MAGIC = `${FAMILY}1`;
const HEAD_AT = 16;

/** A trace with everything that is needed to draw and to judge it. */
export interface Recording {
  header: HistoryHeader;
  names: TraceNames;
  trace: TraceView;
}

interface Head {
  header: HistoryHeader;
  names: TraceNames;
  lengths: Lengths;
}

interface Lengths {
  history: number;
  messages: number;
  records: number;
  batches: number;
  slots: number;
  logBatches: number;
  incarnations: number;
}

const factTables = ['records', 'batches', 'logBatches', 'incarnations'] as const;
const doubles: ReadonlySet<string> = new Set([
  'sentAtMicros',
  'eventTimeMs',
  'createdAtMicros',
  'closedAtMicros',
  'maxTimestampMs',
  'appendedAtMicros',
  'bytesBefore',
]);

/** Whether bytes begin like a .tmtrace, of whatever version. */
export function isTmtrace(bytes: Uint8Array): boolean {
  return strFromU8(bytes.subarray(0, FAMILY.length), true) === FAMILY;
}

/** A recording as the bytes of a .tmtrace, piece by piece, for a file or a download. */
export function* writeTmtrace({ header, names, trace }: Recording): Generator<Uint8Array> {
  const { facts } = trace;
  const lengths: Lengths = {
    history: trace.history.length,
    messages: trace.messages.length,
    records: facts.records.length,
    batches: facts.batches.length,
    slots: facts.batches.slotCount,
    logBatches: facts.logBatches.length,
    incarnations: facts.incarnations.length,
  };
  const head = strToU8(JSON.stringify({ header, names, lengths } satisfies Head));
  const front = new Uint8Array(padded(HEAD_AT + head.length));
  front.set(strToU8(MAGIC, true));
  new DataView(front.buffer).setUint32(8, head.length, true);
  front.set(head, HEAD_AT);
  yield front;
  yield* rowBytes(trace.history);
  yield* rowBytes(trace.messages);
  for (const table of factTables) {
    const columns = facts[table] as unknown as Record<string, Int32Array | Float64Array>;
    for (const name of factColumns[table]) yield* columnBytes(columns[name].subarray(0, facts[table].length));
  }
  yield* columnBytes(facts.batches.recordAt.subarray(0, facts.batches.slotCount));
}

function* rowBytes(rows: RowView): Generator<Uint8Array> {
  for (let first = 0, index = 0; first < rows.length; first += CHUNK_ROWS, index++) {
    const count = Math.min(CHUNK_ROWS, rows.length - first);
    yield* columnBytes(rows.chunks[index].timeMicros.subarray(0, count));
    yield* columnBytes(rows.chunks[index].words.subarray(0, count * ROW_WORDS));
  }
}

function* columnBytes(column: Int32Array | Float64Array): Generator<Uint8Array> {
  yield new Uint8Array(column.buffer as ArrayBuffer, column.byteOffset, column.byteLength);
  const rest = padded(column.byteLength) - column.byteLength;
  if (rest > 0) yield new Uint8Array(rest);
}

function padded(length: number): number {
  // No bit operations: what a header claims may be far beyond 32 bits.
  return Math.ceil(length / 8) * 8;
}

/**
 * Reads a .tmtrace. The columns are views of `bytes`.
 *
 * @throws HistoryError that says what is wrong and where; a file that is read needs no further check.
 */
export function readTmtrace(bytes: Uint8Array): Recording {
  const begins = strFromU8(bytes.subarray(0, MAGIC.length), true);
  if (begins !== MAGIC) {
    throw broken(isTmtrace(bytes) ? `"${begins}" is another version than ${MAGIC}` : `it does not begin with ${MAGIC}`);
  }
  if (bytes.length < HEAD_AT) throw broken(`it ends at byte ${bytes.length}, before its header`);
  // Views need aligned bytes.
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const headLength = new DataView(aligned.buffer, aligned.byteOffset).getUint32(8, true);
  if (HEAD_AT + headLength > aligned.length)
    throw broken(`it ends at byte ${aligned.length}, inside a header that should reach to ${HEAD_AT + headLength}`);
  const { header, names, lengths } = readHead(strFromU8(aligned.subarray(HEAD_AT, HEAD_AT + headLength)));
  const columns = new Columns(aligned, padded(HEAD_AT + headLength));
  const history = columns.rows(lengths.history);
  const messages = columns.rows(lengths.messages);
  const facts: Record<string, Record<string, unknown>> = {};
  for (const table of factTables) {
    const length = lengths[table];
    facts[table] = { length };
    for (const name of factColumns[table])
      facts[table][name] = doubles.has(name) ? columns.float64(length) : columns.int32(length);
  }
  facts.batches.recordAt = columns.int32(lengths.slots);
  facts.batches.slotCount = lengths.slots;
  columns.end();
  const trace: TraceView = { history, messages, facts: facts as unknown as FactView };
  holdTrace(names, trace, header.scenario.actions.length);
  return { header, names, trace };
}

function broken(message: string): HistoryError {
  return new HistoryError({ line: 0, message: `not a readable .tmtrace: ${message}` });
}

/** Takes one column after the other off the bytes. */
class Columns {
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  float64(length: number): Float64Array {
    return new Float64Array(this.#bytes.buffer as ArrayBuffer, this.#take(length * 8), length);
  }

  int32(length: number): Int32Array {
    return new Int32Array(this.#bytes.buffer as ArrayBuffer, this.#take(length * 4), length);
  }

  rows(length: number): RowView {
    const chunks: TraceChunk[] = [];
    for (let first = 0; first < length; first += CHUNK_ROWS) {
      const count = Math.min(CHUNK_ROWS, length - first);
      chunks.push({ timeMicros: this.float64(count), words: this.int32(count * ROW_WORDS) });
    }
    return { length, chunks };
  }

  end(): void {
    if (this.#at !== this.#bytes.length)
      throw broken(`${this.#bytes.length - this.#at} bytes are left over from byte ${this.#at} on`);
  }

  #take(size: number): number {
    const from = this.#at;
    this.#at += padded(size);
    if (from + size > this.#bytes.length || this.#at > this.#bytes.length) {
      const claim = `inside a column that should lie from ${from} to ${from + size}`;
      throw broken(`it ends at byte ${this.#bytes.length}, ${claim}`);
    }
    return this.#bytes.byteOffset + from;
  }
}

function readHead(text: string): Head {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw broken(`its header, from byte ${HEAD_AT} on, is not JSON`);
  }
  const { header, names, lengths } = (value ?? {}) as Record<string, unknown>;
  const read = readHeader(header, 0);
  if (read.scenario === null) throw broken('its header has no scenario');
  return { header: { ...read, scenario: read.scenario }, names: readNames(names), lengths: readLengths(lengths) };
}

const listsOfTexts = ['actors', 'actorKinds', 'partitions', 'topics', 'groups', 'keys'] as const;
const listsOfNumbers = ['actorGroup', 'partitionTopic'] as const;

function readNames(value: unknown): TraceNames {
  const names = (value ?? {}) as Record<string, unknown>;
  for (const list of [...listsOfTexts, ...listsOfNumbers]) {
    const type = (listsOfTexts as readonly string[]).includes(list) ? 'string' : 'number';
    const found = names[list];
    if (!Array.isArray(found) || !found.every((it) => typeof it === type))
      throw broken(`names.${list}: expected a list of ${type}s`);
  }
  const { actors, actorKinds, actorGroup, partitions, partitionTopic, topics, groups, partitionReplicas, texts } =
    names as unknown as TraceNames;
  const isBelow = (list: readonly number[], least: number, limit: number) =>
    list.every((it) => Number.isInteger(it) && it >= least && it < limit);
  if (actorKinds.length !== actors.length || actorGroup.length !== actors.length)
    throw broken('names: actors of unequal length');
  if (!isBelow(actorGroup, -1, groups.length)) throw broken('names.actorGroup: no such group');
  if (partitionTopic.length !== partitions.length || !isBelow(partitionTopic, 0, topics.length))
    throw broken('names.partitionTopic: no such topic');
  const brokers = actorKinds.filter((kind) => kind === 'broker').length;
  if (brokers > 31 || actorKinds.slice(0, brokers).some((kind) => kind !== 'broker'))
    throw broken('names.actors: brokers stand first, at most 31');
  if (!Array.isArray(partitionReplicas) || partitionReplicas.length !== partitions.length)
    throw broken('names.partitionReplicas: unequal length');
  if (!partitionReplicas.every((it) => Array.isArray(it) && isBelow(it, 0, brokers)))
    throw broken('names.partitionReplicas: no such broker');
  if (!Array.isArray(texts) || !texts.every((it) => it === null || typeof it === 'string'))
    throw broken('names.texts: expected texts');
  if (!isBelow([Number(names.userPartitionCount)], 0, partitions.length + 1)) throw broken('names.userPartitionCount');
  if (typeof names.clockMs !== 'number') throw broken('names.clockMs: expected a number');
  return names as unknown as TraceNames;
}

function readLengths(value: unknown): Lengths {
  const lengths = (value ?? {}) as Record<string, unknown>;
  for (const table of ['history', 'messages', 'slots', ...factTables]) {
    const length = lengths[table];
    if (!Number.isInteger(length) || (length as number) < 0 || (length as number) > 2 ** 30)
      throw broken(`lengths.${table}: expected a count`);
  }
  return lengths as unknown as Lengths;
}
