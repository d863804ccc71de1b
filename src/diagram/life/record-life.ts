import type { ClusterView } from '../../../simulations/history';
import {
  AppendFlag,
  CHUNK_ROWS,
  ROW_WORDS,
  RowKind,
  SendFlag,
  rowFlags,
  rowIncarnation,
  rowKind,
  rowsUntil,
} from '../../../simulations/kernel';
import { recordOf } from '../log-records';
import { brokerName } from '../words';

/** One thing that happened to a record, and when. */
export interface LifeStep {
  what: string;
  atMicros: number;
  tone?: 'blue' | 'red' | 'teal' | 'amber';
}

/** A record from send() to its effects, as far as the view's time. */
export interface RecordLife {
  partition: number;
  offset: number;
  record: number;
  key: string;
  producer: string;
  steps: readonly LifeStep[];
  /** What has not happened yet, in words. */
  missing: readonly string[];
}

/** Rows that are read at most: what lies further from the send than that is left out. */
const mostRows = 400_000;

/**
 * The life of the record that `broker` has at `offset` of a partition, null where that is no producer's record. Reads the
 * rows between the send and the view's time, so it is for the one record that somebody asks about.
 */
export function recordLife(view: ClusterView, partition: number, broker: number, offset: number): RecordLife | null {
  const { names, columns, trace } = view;
  const record = recordOf(view, columns.replicaAt(partition, broker), offset);
  if (record < 0) return null;
  const { records, incarnations } = trace.facts;
  const producer = names.actors[incarnations.actor[records.producer[record]!]!]!;
  const sentMicros = records.sentAtMicros[record]!;
  const reader = new LifeReader(view, partition, offset, records.batch[record]!);
  reader.read(rowsUntil(trace.history, sentMicros - 1), rowsUntil(trace.history, view.timeMicros));
  const key = records.key[record]!;
  return {
    ...{ partition, offset, record, producer },
    key: key < 0 ? '' : names.keys[key]!,
    steps: [{ what: `sent by ${producer}`, atMicros: sentMicros }, ...reader.steps],
    missing: reader.missing(),
  };
}

/** Walks the rows after the send once, and keeps the first of each kind that concerns the record. */
class LifeReader {
  readonly steps: LifeStep[] = [];
  private readonly known = new Set<string>();
  private attempts = 0;

  constructor(
    private readonly view: ClusterView,
    private readonly partition: number,
    private readonly offset: number,
    private readonly batch: number,
  ) {}

  read(from: number, to: number): void {
    const { chunks } = this.view.trace.history;
    for (let row = from; row < Math.min(to, from + mostRows); row++) {
      const chunk = chunks[Math.floor(row / CHUNK_ROWS)]!;
      const place = row % CHUNK_ROWS;
      const at = place * ROW_WORDS;
      // Rows of a batch name its partition only when it is sent, so it is looked at before the partition is.
      if (!this.readSend(chunk.words, at, chunk.timeMicros[place]!) && chunk.words[at + 1] === this.partition)
        this.readRow(chunk.words, at, chunk.timeMicros[place]!);
    }
  }

  missing(): string[] {
    const { names } = this.view;
    const words: string[] = [];
    if (!this.known.has('ended')) words.push('not yet answered');
    if (!this.known.has('visible')) words.push('not yet visible to readers');
    names.groups.forEach((name, group) => {
      if (!this.known.has(`read ${group}`)) words.push(`not yet read by ${name}`);
      else if (!this.known.has(`committed ${group}`)) words.push(`not yet committed by ${name}`);
    });
    return words;
  }

  private readSend(words: Int32Array, at: number, micros: number): boolean {
    const kind = rowKind(words[at]!);
    if (kind < RowKind.sendAttempt || kind > RowKind.sendInfo) return false;
    const isOfRecord = kind === RowKind.sendFail && (rowFlags(words[at]!) & SendFlag.record) !== 0;
    if (words[at + 2] !== this.batch || this.batch < 0 || isOfRecord) return true;
    if (kind === RowKind.sendAttempt) {
      this.attempts++;
      this.add(
        `attempt ${this.attempts}`,
        this.attempts === 1 ? 'on the wire' : `sent again, attempt ${this.attempts}`,
        micros,
      );
    } else if (kind === RowKind.sendOk) this.add('ended', 'acknowledged', micros, 'teal');
    else if (kind === RowKind.sendFail) this.add('ended', 'given up, not stored', micros, 'red');
    else if (kind === RowKind.sendInfo) this.add('ended', 'given up, perhaps stored', micros, 'amber');
    return true;
  }

  private readRow(words: Int32Array, at: number, micros: number): void {
    const { names, trace } = this.view;
    const actor = trace.facts.incarnations.actor[rowIncarnation(words[at]!)]!;
    const [a, b, c] = [words[at + 2]!, words[at + 3]!, words[at + 4]!];
    const group = Math.max(0, names.actorGroup[actor]!);
    const name = names.groups[group] ?? '';
    const holds = (from: number, to: number): boolean => from <= this.offset && this.offset < to;
    switch (rowKind(words[at]!)) {
      case RowKind.append:
        if (holds(b, c)) this.readAppend(actor, (rowFlags(words[at]!) & AppendFlag.follower) !== 0, micros);
        return;
      case RowKind.truncate:
        if (holds(a, b)) this.add(`cut ${actor}`, `cut off on ${brokerName(names.actors[actor]!)}`, micros, 'red');
        return;
      case RowKind.highWatermark:
        if (a > this.offset && this.known.has('appended')) this.add('visible', 'visible to readers', micros, 'blue');
        return;
      case RowKind.poll:
        if (holds(a, b)) this.add(`read ${group}`, `read by ${names.actors[actor]}`, micros);
        return;
      case RowKind.processEnd:
        if (holds(a, b)) this.add(`processed ${group}`, `processed by ${names.actors[actor]}`, micros);
        return;
      case RowKind.effectApplied:
        if (a === this.offset) this.add(`effect ${group} ${micros}`, `effect of ${name}`, micros);
        return;
      case RowKind.commitOk:
        if (a > this.offset && this.known.has(`read ${group}`))
          this.add(`committed ${group}`, `committed by ${name}`, micros, 'blue');
    }
  }

  private readAppend(actor: number, isFollower: boolean, micros: number): void {
    const name = brokerName(this.view.names.actors[actor]!);
    if (isFollower) this.add(`replica ${actor}`, `replicated to ${name}`, micros);
    else this.add('appended', `appended on ${name}`, micros);
  }

  private add(key: string, what: string, atMicros: number, tone?: LifeStep['tone']): void {
    if (this.known.has(key)) return;
    this.known.add(key);
    this.steps.push(tone === undefined ? { what, atMicros } : { what, atMicros, tone });
  }
}

/** The time between two steps as one reads it: "+3 ms", "+1.2 s", "+40 µs"; nothing where there is none. */
export function gapWords(micros: number): string {
  if (micros === 0) return '';
  if (micros < 1000) return `+${micros} µs`;
  if (micros < 1_000_000) return `+${Number((micros / 1000).toFixed(micros < 10_000 ? 1 : 0))} ms`;
  return `+${(micros / 1e6).toFixed(2)} s`;
}
