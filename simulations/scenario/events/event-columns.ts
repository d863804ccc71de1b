import type { ProducerOpSpec, ScriptWorkloadSpec } from '../types';

/** A file of events as columns, row by row in the order of the file. */
export interface EventColumns {
  count: number;
  /** null: a record without key. */
  keys: readonly (string | null)[];
  values: readonly string[];
  /** Epoch milliseconds; NaN where the row has none: the record's timestamp is then its send time. */
  eventTime: Float64Array;
  /** Epoch milliseconds at which the record is sent; null if the file says nothing: file order at the workload's rate. */
  processingTime: Float64Array | null;
}

/** Collects rows into columns; equal keys are kept once. */
export class EventColumnsBuilder {
  readonly #keys: (string | null)[] = [];
  readonly #values: string[] = [];
  readonly #eventTimes: number[] = [];
  readonly #processingTimes: number[] = [];
  readonly #interned = new Map<string, string>();

  get count(): number {
    return this.#values.length;
  }

  /** The last row's processing time, or NaN before the first. */
  get lastProcessingTime(): number {
    return this.#processingTimes.at(-1) ?? Number.NaN;
  }

  add(row: { key: string | null; value: string; eventTime: number; processingTime: number }): void {
    this.#keys.push(row.key === null ? null : this.#intern(row.key));
    this.#values.push(row.value);
    this.#eventTimes.push(row.eventTime);
    this.#processingTimes.push(row.processingTime);
  }

  build(hasProcessingTime: boolean): EventColumns {
    return {
      count: this.count,
      keys: this.#keys,
      values: this.#values,
      eventTime: Float64Array.from(this.#eventTimes),
      processingTime: hasProcessingTime ? Float64Array.from(this.#processingTimes) : null,
    };
  }

  #intern(key: string): string {
    const known = this.#interned.get(key);
    if (known !== undefined) return known;
    this.#interned.set(key, key);
    return key;
  }
}

/**
 * When each row is sent, in milliseconds of virtual time: as far apart as the file says, the first at `start`; without
 * processing times in file order at `rate` records a second.
 */
export function sendTimes(columns: EventColumns, workload: { rate: number; start: number }): Float64Array {
  const { count, processingTime } = columns;
  const times = new Float64Array(count);
  for (let row = 0; row < count; row += 1) {
    const since = processingTime === null ? (row * 1000) / workload.rate : processingTime[row] - processingTime[0];
    times[row] = Math.round((workload.start + since) * 1000) / 1000;
  }
  return times;
}

/**
 * The scenario's `clock` under which the file's times are now: its first send time, else its latest event time, for a
 * broker refuses records from the future (K-LOG-21). Undefined for a file without times.
 */
export function clockOf(columns: EventColumns): number | undefined {
  if (columns.processingTime !== null && columns.count > 0) return columns.processingTime[0];
  let latest = Number.NaN;
  for (const time of columns.eventTime) if (!(time <= latest)) latest = Number.isNaN(time) ? latest : time;
  return Number.isNaN(latest) ? undefined : latest;
}

/** So many rows may stand in the scenario itself, and then travel in a link. */
const SCRIPT_ROWS_MAX = 200;

/** A short file as a script, which needs no file beside the scenario; undefined if it is too long for that. */
export function scriptOf(
  columns: EventColumns,
  workload: { rate: number; start: number },
): ScriptWorkloadSpec | undefined {
  if (columns.count > SCRIPT_ROWS_MAX) return undefined;
  const script = Array.from(sendTimes(columns, workload), (at, row): ProducerOpSpec => {
    const timestamp = columns.eventTime[row];
    const send = { at, op: 'send' as const, key: columns.keys[row], value: columns.values[row] };
    return Number.isNaN(timestamp) ? send : { ...send, timestamp };
  });
  return { script };
}
