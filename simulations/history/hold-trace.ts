import { ROW_WORDS, RowKind, SendFlag, type FactView, type RowView, type TraceNames, type TraceView } from '../kernel';
import { HistoryError } from './header';
import { rowDomains } from './row-domains';

/** The incarnation of rows that no actor writes. */
const NOBODY = 0xffff;

/**
 * Holds a trace from outside to what every fold relies on: numbers point at what exists, times do not run back, logs are
 * trees, ranges lie in logs.
 *
 * @throws HistoryError that names the table and the row.
 */
export function holdTrace(names: TraceNames, trace: TraceView, actionCount: number): void {
  holdFacts(names, trace.facts);
  holdRows(names, trace, actionCount);
  holdMessages(trace.messages);
}

function fail(where: string, row: number, message: string): never {
  throw new HistoryError({ line: 0, message: `${where}, row ${row}: ${message}` });
}

type Column = Int32Array | Float64Array;

/** Every value of a column lies in [least, limit). */
function within(where: string, column: Column, length: number, least: number, limit: number): void {
  for (let row = 0; row < length; row++) {
    const value = column[row];
    if (!(value >= least && value < limit)) fail(where, row, `${value} is not from ${least} to ${limit - 1}`);
  }
}

function holdFacts(names: TraceNames, facts: FactView): void {
  const { records, batches, logBatches, incarnations } = facts;
  const partitions = names.partitions.length;
  within('incarnations.actor', incarnations.actor, incarnations.length, 0, names.actors.length);
  within('records.producer', records.producer, records.length, -1, incarnations.length);
  within('records.partition', records.partition, records.length, -1, partitions);
  within('records.key', records.key, records.length, -1, names.keys.length);
  within('records.value', records.value, records.length, -names.texts.length, 2 ** 31);
  within('records.intent', records.intent, records.length, 0, records.length);
  within('records.batch', records.batch, records.length, -1, batches.length);
  within('records.sentAtMicros', records.sentAtMicros, records.length, 0, Number.MAX_SAFE_INTEGER);
  for (let row = 1; row < records.length; row++) {
    if (records.sentAtMicros[row] < records.sentAtMicros[row - 1]) fail('records.sentAtMicros', row, 'time runs back');
  }
  within('batches.partition', batches.partition, batches.length, -1, partitions);
  within('batches.producer', batches.producer, batches.length, -1, incarnations.length);
  within('batches.recordAt', batches.recordAt, batches.slotCount, 0, Math.max(1, records.length));
  for (let row = 0; row < batches.length; row++) {
    const first = batches.firstSlot[row];
    const end = first + batches.count[row];
    if (first < -1 || batches.count[row] < 0 || (first >= 0 && end > batches.slotCount))
      fail('batches', row, 'its records do not exist');
  }
  for (let row = 0; row < logBatches.length; row++) holdLogBatch(names, facts, row);
}

function holdLogBatch(names: TraceNames, { logBatches: log, batches }: FactView, row: number): void {
  const where = 'logBatches';
  if (!(log.partition[row] >= 0 && log.partition[row] < names.partitions.length)) fail(where, row, 'no such partition');
  const batch = log.batch[row];
  if (batch < -1 || batch >= batches.length) fail(where, row, `no such batch: ${batch}`);
  const base = log.baseOffset[row];
  const size = log.endOffset[row] - base;
  if (base < 0 || size < 0) fail(where, row, 'its offsets run back');
  if (batch >= 0 && (batches.firstSlot[batch] < 0 || size > batches.count[batch]))
    fail(where, row, 'it holds more than its batch');
  const parent = log.parent[row];
  const jump = log.jump[row];
  if (parent < -1 || parent >= row || jump < -1 || jump >= row) fail(where, row, 'it follows what comes later');
  if (parent < 0) {
    if (log.depth[row] !== 0 || jump >= 0) fail(where, row, 'the first of a log has depth 0');
    return;
  }
  if (log.partition[parent] !== log.partition[row] || log.endOffset[parent] > base)
    fail(where, row, 'it does not follow its parent');
  if (log.depth[row] !== log.depth[parent] + 1) fail(where, row, "its depth is not its parent's and one");
  if (jump >= 0 && !(log.depth[jump] < log.depth[row] && log.partition[jump] === log.partition[row]))
    fail(where, row, 'it jumps the wrong way');
}

function holdRows(names: TraceNames, { history, facts }: TraceView, actionCount: number): void {
  const limits: Readonly<Record<string, readonly [least: number, limit: number]>> = {
    p: [0, names.partitions.length],
    P: [-1, names.partitions.length],
    k: [0, facts.batches.length],
    r: [0, facts.records.length],
    l: [0, facts.logBatches.length],
    L: [-1, facts.logBatches.length],
    x: [0, names.actors.length],
    X: [-1, names.actors.length],
    g: [0, names.groups.length],
    G: [-1, names.groups.length],
    s: [0, Math.max(1, actionCount)],
    o: [0, 2 ** 31 - 1],
    n: [-1, 2 ** 31 - 1],
  };
  /** Of each kind the words to look at, flat: word, least, limit. */
  const checks = Array.from({ length: 256 }, (_, kind) => {
    const domain = rowDomains[kind];
    return domain === undefined
      ? null
      : [...domain].flatMap((letter, word) => (letter === '.' ? [] : [word + 1, ...limits[letter]]));
  });
  let time = 0;
  for (let row = 0; row < history.length; row++) {
    const chunk = history.chunks[row >> 14];
    const at = chunk.timeMicros[row & 16_383];
    if (!(at >= time && at <= Number.MAX_SAFE_INTEGER)) fail('rows', row, `time ${at} runs back or is no time`);
    time = at;
    const base = (row & 16_383) * ROW_WORDS;
    const words = chunk.words;
    const check = checks[words[base] & 0xff];
    if (!check) fail('rows', row, `unknown kind ${words[base] & 0xff}`);
    const incarnation = (words[base] >>> 8) & 0xffff;
    if (incarnation >= facts.incarnations.length && incarnation !== NOBODY) fail('rows', row, 'no such incarnation');
    for (let at = 0; at < check.length; at += 3) {
      const value = words[base + check[at]];
      if (value < check[at + 1] || value >= check[at + 2]) fail('rows', row, `word ${check[at]} holds ${value}`);
    }
    holdRange(words, base, row, facts);
  }
}

/** Ranges of offsets lie in the log that they are said to lie in, so that unrolling them is bounded. */
function holdRange(words: Int32Array, base: number, row: number, facts: FactView): void {
  const kind = words[base] & 0xff;
  const [a, b, c, d] = [words[base + 2], words[base + 3], words[base + 4], words[base + 5]];
  const most = facts.batches.slotCount + facts.logBatches.length;
  if (kind === RowKind.poll || kind === RowKind.processBegin || kind === RowKind.processEnd) {
    if (b < a || b - a > most || (d >= 0 && b > facts.logBatches.endOffset[d]))
      fail('rows', row, 'its range is not in its log');
  } else if (kind === RowKind.append) {
    if (c < b || c - b > most || facts.logBatches.endOffset[a] < c) fail('rows', row, 'its range is not in its log');
  } else if (kind === RowKind.sendFail) {
    const isRecord = ((words[base] >>> 24) & SendFlag.record) !== 0;
    if (a < 0 || a >= (isRecord ? facts.records.length : facts.batches.length))
      fail('rows', row, 'no such batch or record');
  }
}

function holdMessages(messages: RowView): void {
  for (let row = 0; row < messages.length; row++) {
    const chunk = messages.chunks[row >> 14];
    if (!(chunk.timeMicros[row & 16_383] >= 0)) fail('messages', row, 'no time');
    const kind = chunk.words[(row & 16_383) * ROW_WORDS] & 0xff;
    if (kind < 1 || kind > 3) fail('messages', row, `unknown kind ${kind}`);
  }
}
