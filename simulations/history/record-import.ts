import type { Trace } from '../kernel';
import type { HistoryEvent } from './event-kinds';

type Id = string | number;

/** The records of a history, numbered in the order of their sends; a record that nobody sent has no producer (-1). */
export class RecordImport {
  readonly #trace: Trace;
  readonly #keys: ReadonlyMap<string, number>;
  readonly #byId = new Map<Id, number>();
  readonly #byIntent = new Map<Id, number>();

  constructor(trace: Trace, keys: ReadonlyMap<string, number>) {
    this.#trace = trace;
    this.#keys = keys;
  }

  /** `send` was called. */
  invoke(event: HistoryEvent, producer: number, partition: number): void {
    const id = event.recordId as Id;
    const intentId = (event.intentId as Id | undefined) ?? id;
    const key = typeof event.key === 'string' ? (this.#keys.get(event.key) ?? -1) : -1;
    const size = typeof event.sizeBytes === 'number' ? event.sizeBytes : 0;
    const eventTimeMs = typeof event.eventTime === 'number' ? event.eventTime : 0;
    const intent = this.#byIntent.get(intentId) ?? -1;
    const value = typeof event.value === 'string' && /^\d{1,9}$/.test(event.value) ? Number(event.value) : 0;
    const { records } = this.#trace.facts;
    const row = records.append(event.at, producer, partition, key, value, size, eventTimeMs, intent, -1, -1);
    records.batch[row] = this.#batch(row, partition, producer, event.at);
    this.#byId.set(id, row);
    if (intent < 0) this.#byIntent.set(intentId, row);
  }

  /** The record of an id; one without a send comes into being here. */
  of(id: Id, at: number, partition: number): number {
    const known = this.#byId.get(id);
    if (known !== undefined) return known;
    const { records } = this.#trace.facts;
    const row = records.append(at, -1, partition, -1, 0, 0, 0, -1, -1, -1);
    records.batch[row] = this.#batch(row, partition, -1, at);
    this.#byId.set(id, row);
    return row;
  }

  /** The record that an effect names, else the first of its intent. */
  ofIntent(intentId: Id, recordId: Id | undefined, at: number): number {
    if (recordId !== undefined) return this.of(recordId, at, -1);
    const known = this.#byIntent.get(intentId) ?? this.#byId.get(intentId);
    if (known !== undefined) return known;
    const row = this.of(`intent ${intentId}`, at, -1);
    this.#byIntent.set(intentId, row);
    return row;
  }

  /** The batch of a record; its partition is learned here if the send did not name it. */
  batchOf(record: number, partition: number): number {
    const { records, batches } = this.#trace.facts;
    const batch = records.batch[record];
    if (records.partition[record] < 0 && partition >= 0) {
      records.partition[record] = partition;
      batches.partition[batch] = partition;
    }
    return batch;
  }

  #batch(record: number, partition: number, producer: number, at: number): number {
    const { batches } = this.#trace.facts;
    const batch = batches.open(partition, producer, at, -1);
    batches.firstSlot[batch] = batches.reserve(1);
    batches.recordAt[batches.firstSlot[batch]] = record;
    batches.count[batch] = 1;
    batches.closedAtMicros[batch] = at;
    return batch;
  }
}
