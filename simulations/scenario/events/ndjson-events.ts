import { readJson } from '../json-text';
import type { EventFieldMap } from '../types';
import type { RowSink } from './row-sink';
import { parseMoment } from './event-time';
import { lookUp, parseJsonPath } from './json-path';

/** One JSON object a line. */

/** A line beyond this is a file of another kind. */
const LINE_LENGTH_MAX = 8_000_000;

type FieldName = 'key' | 'value' | 'eventTime' | 'processingTime';

export class NdjsonEvents {
  readonly #sink: RowSink;
  readonly #fields: { [F in FieldName]: { steps: readonly (string | number)[]; isNamed: boolean } };
  #rest = '';
  #line = 0;
  #isSkipping = false;

  constructor(sink: RowSink, map: EventFieldMap) {
    this.#sink = sink;
    const field = (name: FieldName) => {
      const written = map[name];
      const path = parseJsonPath(written ?? name);
      if (!path.ok) sink.problem({ line: 1 }, `map.${name}`, path.message);
      return { steps: path.ok ? path.steps : [], isNamed: written !== undefined && path.ok };
    };
    this.#fields = {
      key: field('key'),
      value: field('value'),
      eventTime: field('eventTime'),
      processingTime: field('processingTime'),
    };
  }

  push(chunk: string): void {
    if (chunk.includes('\n')) {
      const lines = (this.#rest + chunk).split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) this.#row(line);
    } else {
      this.#rest += chunk;
    }
    if (this.#rest.length <= LINE_LENGTH_MAX) return;
    if (!this.#isSkipping) {
      const message = `a line of more than ${LINE_LENGTH_MAX} characters`;
      this.#sink.problem({ line: this.#line + 1 }, '', message, NOT_NDJSON);
    }
    this.#isSkipping = true;
    this.#rest = '';
  }

  finish(): void {
    if (this.#rest !== '') this.#row(this.#rest);
    this.#rest = '';
  }

  #row(text: string): void {
    this.#line += 1;
    const wasSkipping = this.#isSkipping;
    this.#isSkipping = false;
    if (wasSkipping || text.trim() === '') return;
    let row: unknown;
    try {
      row = JSON.parse(text);
    } catch {
      this.#syntax(text);
      return;
    }
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      this.#sink.problem(
        { line: this.#line },
        '',
        `expected a JSON object, got ${Array.isArray(row) ? 'a list' : JSON.stringify(row)?.slice(0, 40)}`,
        NOT_NDJSON,
      );
      return;
    }
    this.#event(row, text);
  }

  #syntax(text: string): void {
    const reading = readJson(text);
    // An engine may stop at what our own reader, with its larger patience, takes.
    if (reading.ok) this.#sink.problem({ line: this.#line }, '', 'no JSON');
    else this.#sink.problem({ line: this.#line, column: reading.place.column }, '', reading.message, reading.mend);
  }

  #event(row: object, text: string): void {
    const key = this.#text('key', lookUp(row, this.#fields.key.steps));
    const eventTime = this.#moment('eventTime', row);
    const processingTime = this.#moment('processingTime', row);
    const written = lookUp(row, this.#fields.value.steps);
    if (written === undefined && this.#fields.value.isNamed) {
      this.#missing('value');
      return;
    }
    if (key === undefined || eventTime === undefined || processingTime === undefined) return;
    const value = written === undefined ? text.trim() : typeof written === 'string' ? written : JSON.stringify(written);
    this.#sink.row({ key, value, eventTime, processingTime }, { line: this.#line });
  }

  /** A key is text; numbers and truth values are taken as their text, nothing else can be a key by itself. */
  #text(name: 'key', value: unknown): string | null | undefined {
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    if (value === null) return null;
    if (value === undefined) {
      if (!this.#fields[name].isNamed) return null;
      this.#missing(name);
      return undefined;
    }
    const what = Array.isArray(value) ? 'a list' : 'an object';
    this.#sink.problem(
      { line: this.#line },
      name,
      `expected text or a number, got ${what}`,
      'name a field inside of it, such as user.id',
    );
    return undefined;
  }

  /** Epoch milliseconds, NaN where the row has none, undefined where it is wrong. */
  #moment(name: 'eventTime' | 'processingTime', row: object): number | undefined {
    const value = lookUp(row, this.#fields[name].steps);
    if (value === undefined) {
      if (!this.#fields[name].isNamed) return Number.NaN;
      this.#missing(name);
      return undefined;
    }
    const moment = parseMoment(value);
    if (moment.ok) return moment.epochMs;
    this.#sink.problem({ line: this.#line }, name, moment.message, moment.mend);
    return undefined;
  }

  #missing(name: FieldName): void {
    this.#sink.problem({ line: this.#line }, name, `this row has no ${this.#fields[name].steps.join('.')}`);
  }
}

const NOT_NDJSON = 'a file has one JSON object a line';
