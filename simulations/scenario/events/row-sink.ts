import type { Problem } from '../problem';
import { EventColumnsBuilder } from './event-columns';
import type { EventColumns } from './event-columns';

/** What became of a file. */
export interface EventReading {
  columns: EventColumns;
  /** The first hundred of them; each has its line, CSV also its column. */
  problems: Problem[];
  /** All of them. */
  problemCount: number;
}

const PROBLEMS_MAX = 100;

/** One row as its format read it; times are NaN where the row has none. */
export interface EventRow {
  key: string | null;
  value: string;
  eventTime: number;
  processingTime: number;
}

/** Where rows and problems of every format end up. */
export class RowSink {
  readonly #builder = new EventColumnsBuilder();
  readonly #problems: Problem[] = [];
  readonly #rowsMax: number;
  #problemCount = 0;
  #hasProcessingTime: boolean | undefined;
  isFull = false;

  constructor(rowsMax: number) {
    this.#rowsMax = rowsMax;
  }

  get count(): number {
    return this.#builder.count;
  }

  row(row: EventRow, place: { line: number; column?: number }): void {
    if (this.isFull) return;
    if (this.#builder.count >= this.#rowsMax) {
      this.isFull = true;
      this.problem(place, '', `expected at most ${this.#rowsMax} rows`, 'take a part of the file');
      return;
    }
    const hasTime = !Number.isNaN(row.processingTime);
    this.#hasProcessingTime ??= hasTime;
    if (hasTime !== this.#hasProcessingTime) {
      const message = hasTime ? 'rows before this one have none' : 'missing, but rows before this one have it';
      this.problem(place, 'processingTime', message, 'either every row says when it is sent, or none does');
    } else if (row.processingTime < this.#builder.lastProcessingTime) {
      this.problem(place, 'processingTime', 'earlier than the row before', 'sort the file by the time of sending');
    } else {
      this.#builder.add(row);
    }
  }

  problem(place: { line: number; column?: number }, field: string, message: string, mend?: string): void {
    this.#problemCount += 1;
    if (this.#problems.length >= PROBLEMS_MAX) return;
    const told = field === '' ? message : `${field}: ${message}`;
    this.#problems.push({ path: '', keys: [], message: told, ...(mend === undefined ? {} : { mend }), ...place });
  }

  finish(): EventReading {
    return {
      columns: this.#builder.build(this.#hasProcessingTime === true),
      problems: this.#problems,
      problemCount: this.#problemCount,
    };
  }
}
