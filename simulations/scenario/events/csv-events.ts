import type { EventFieldMap } from '../types';
import { suggest } from '../wording';
import { CsvRows } from './csv-rows';
import type { CsvRow } from './csv-rows';
import type { RowSink } from './row-sink';
import { parseMoment } from './event-time';

/** CSV with a header line; fields are found by the names of their columns. */

type FieldName = 'key' | 'value' | 'eventTime' | 'processingTime';

export class CsvEvents {
  readonly #sink: RowSink;
  readonly #map: EventFieldMap;
  readonly #rows: CsvRows;
  #header: string[] | undefined;
  /** The position of each field's column, -1: the file has none. */
  #at: { [F in FieldName]: number } = { key: -1, value: -1, eventTime: -1, processingTime: -1 };
  /** With a wrong header no row can be read. */
  #isUsable = true;

  constructor(sink: RowSink, map: EventFieldMap) {
    this.#sink = sink;
    this.#map = map;
    this.#rows = new CsvRows({
      row: (row) => this.#row(row),
      mistake: (place, message, mend) => {
        if (this.#isUsable) sink.problem(place, '', message, mend);
        // A header that cannot be read leaves nothing to read the rows by.
        if (this.#header === undefined) this.#isUsable = false;
      },
    });
  }

  push(chunk: string): void {
    if (this.#isUsable) this.#rows.push(chunk);
  }

  finish(): void {
    if (this.#isUsable) this.#rows.finish();
  }

  #row(row: CsvRow): void {
    if (this.#header === undefined) this.#readHeader(row);
    else if (this.#isUsable) this.#event(row, this.#header);
  }

  #readHeader(row: CsvRow): void {
    const header = row.fields.map((name) => name.trim());
    this.#header = header;
    header.forEach((name, index) => {
      if (header.indexOf(name) === index) return;
      this.#isUsable = false;
      this.#sink.problem(
        { line: row.line, column: row.columns[index] },
        '',
        `the column ${JSON.stringify(name)} stands here twice`,
      );
    });
    for (const name of Object.keys(this.#at) as FieldName[]) {
      const written = this.#map[name];
      this.#at[name] = header.indexOf(written ?? name);
      if (written === undefined || this.#at[name] >= 0) continue;
      this.#isUsable = false;
      this.#sink.problem(
        { line: row.line, column: 1 },
        `map.${name}`,
        `there is no column ${JSON.stringify(written.slice(0, 60))}`,
        suggest(written, header),
      );
    }
  }

  #event(row: CsvRow, header: readonly string[]): void {
    if (row.fields.length !== header.length) {
      const message = `expected ${header.length} fields as in the header, got ${row.fields.length}`;
      this.#sink.problem(
        { line: row.line, column: 1 },
        '',
        message,
        'a field with a comma or a quote in it stands in quotes',
      );
      return;
    }
    const eventTime = this.#moment('eventTime', row);
    const processingTime = this.#moment('processingTime', row);
    if (eventTime === undefined || processingTime === undefined) return;
    const key = this.#at.key < 0 ? null : row.fields[this.#at.key];
    const value = this.#at.value < 0 ? wholeRow(header, row.fields) : row.fields[this.#at.value];
    this.#sink.row({ key, value, eventTime, processingTime }, { line: row.line });
  }

  /** Epoch milliseconds, NaN where there is no such column or nothing in it, undefined where it is wrong. */
  #moment(name: 'eventTime' | 'processingTime', row: CsvRow): number | undefined {
    const at = this.#at[name];
    const text = at < 0 ? '' : row.fields[at].trim();
    if (text === '') {
      if (at < 0 || this.#map[name] === undefined) return Number.NaN;
      this.#sink.problem({ line: row.line, column: row.columns[at] }, name, 'empty');
      return undefined;
    }
    const moment = parseMoment(text);
    if (moment.ok) return moment.epochMs;
    this.#sink.problem({ line: row.line, column: row.columns[at] }, name, moment.message, moment.mend);
    return undefined;
  }
}

/** A row without a value column travels whole, as the JSON object that it is. */
function wholeRow(header: readonly string[], fields: readonly string[]): string {
  return `{${header.map((name, index) => `${JSON.stringify(name)}:${JSON.stringify(fields[index])}`).join(',')}}`;
}
