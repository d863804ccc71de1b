import type { EventFieldMap } from '../types';
import { CsvEvents } from './csv-events';
import { NdjsonEvents } from './ndjson-events';
import { RowSink } from './row-sink';
import type { EventReading } from './row-sink';

/**
 * Reads a file of one's own events piece by piece, so that a page can show progress and a file may be larger than
 * what fits into one text. A bad row is reported with its place and skipped; whoever reads decides whether that will do.
 */
export interface EventReader {
  push(chunk: string): void;
  /** Must be called once, after the last chunk. */
  finish(): EventReading;
  /** Rows read so far. */
  readonly count: number;
}

export type EventFormat = 'ndjson' | 'csv';

export interface EventReaderOptions {
  format: EventFormat;
  /**
   * Where the fields stand. A field that is not named is taken from `key`, `value`, `eventTime` and `processingTime`
   * if the rows have it. Without any value the whole row is the value.
   */
  map?: EventFieldMap;
  /** Rows beyond this are refused. */
  rowsMax?: number;
}

const ROWS_MAX = 2_000_000;

export function createEventReader(options: EventReaderOptions): EventReader {
  const sink = new RowSink(options.rowsMax ?? ROWS_MAX);
  const rows =
    options.format === 'csv' ? new CsvEvents(sink, options.map ?? {}) : new NdjsonEvents(sink, options.map ?? {});
  let isFirst = true;
  return {
    push(chunk) {
      if (chunk === '' || sink.isFull) return;
      // A byte order mark is no part of the first key or column.
      rows.push(isFirst && chunk.charCodeAt(0) === 0xfeff ? chunk.slice(1) : chunk);
      isFirst = false;
    },
    finish() {
      rows.finish();
      return sink.finish();
    },
    get count() {
      return sink.count;
    },
  };
}

/** What the ending of a file's name says about it. */
export function eventFormatOf(fileName: string): EventFormat | undefined {
  if (/\.(csv|tsv)$/i.test(fileName)) return 'csv';
  return /\.(ndjson|jsonl|json)$/i.test(fileName) ? 'ndjson' : undefined;
}
