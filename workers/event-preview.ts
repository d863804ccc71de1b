import { eventFormatOf } from '../simulations/scenario';
import type { EventFieldMap, EventFormat, Json } from '../simulations/scenario';
import type { EventPreview } from './protocol';

/** Rows that are shown before a file is read. */
const ROWS_SHOWN = 5;

/** Fields of nested objects are offered this deep: "user.id". */
const DEPTH_MAX = 3;

/** The first look at an event file, from its beginning. */
export function previewEvents(text: string, fileName: string): EventPreview {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  const format = eventFormatOf(fileName) ?? (lines[0]?.trimStart().startsWith('{') ? 'ndjson' : 'csv');
  const { fields, rows } = format === 'csv' ? csvPreview(lines) : ndjsonPreview(lines);
  return { format, fields, rows, suggested: suggestedMap(fields, format) };
}

function ndjsonPreview(lines: readonly string[]): { fields: string[]; rows: string[][] } {
  const objects = lines.slice(0, ROWS_SHOWN).flatMap((line) => {
    try {
      return [flattened(JSON.parse(line) as Json)];
    } catch {
      // The reader will name the line; a preview only shows what there is.
      return [];
    }
  });
  const fields = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  return { fields, rows: objects.map((object) => fields.map((field) => object[field] ?? '')) };
}

function flattened(value: Json, prefix = '', depth = 0): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth >= DEPTH_MAX) {
    return prefix === '' ? {} : { [prefix]: typeof value === 'string' ? value : JSON.stringify(value) };
  }
  const parts = Object.entries(value).map(([name, inner]) =>
    flattened(inner, prefix === '' ? name : `${prefix}.${name}`, depth + 1),
  );
  return Object.assign({}, ...parts) as Record<string, string>;
}

function csvPreview(lines: readonly string[]): { fields: string[]; rows: string[][] } {
  const header = lines[0] ?? '';
  const separator = header.includes(',') ? ',' : header.includes('\t') ? '\t' : header.includes(';') ? ';' : ',';
  const split = (line: string): string[] => {
    const cells = line.match(new RegExp(`("([^"]|"")*"|[^${separator}]*)(${separator}|$)`, 'g')) ?? [];
    return cells.slice(0, line.split(separator).length).map((cell) =>
      cell
        .replace(new RegExp(`${separator}$`), '')
        .replace(/^"(.*)"$/s, '$1')
        .replaceAll('""', '"'),
    );
  };
  const fields = split(header).map((name) => name.trim());
  return { fields, rows: lines.slice(1, ROWS_SHOWN + 1).map((line) => split(line).slice(0, fields.length)) };
}

/** What fields are usually called, the likeliest first. */
const usualNames: Readonly<Record<keyof EventFieldMap, readonly RegExp[]>> = {
  key: [/^key$/i, /(^|\.)(user|customer|account|device|order|session)_?id$/i, /(^|[._])id$/i, /^(user|customer)$/i],
  value: [/^value$/i, /^(amount|total|price|payload)$/i],
  eventTime: [/^event_?time$/i, /^(ts|timestamp|time|occurred_?at|created_?at|date)$/i, /(time|_at|ts)$/i],
  processingTime: [/^processing_?time$/i, /^(ingest|arrival|sent|received)(_?(at|time))?$/i],
};

function suggestedMap(fields: readonly string[], format: EventFormat): EventFieldMap {
  const map: EventFieldMap = {};
  const taken = new Set<string>();
  for (const name of ['eventTime', 'processingTime', 'key', 'value'] as const) {
    const patterns = usualNames[name];
    const found = patterns.flatMap((pattern) => fields.filter((field) => pattern.test(field) && !taken.has(field)))[0];
    if (found === undefined) continue;
    taken.add(found);
    // In a CSV file and at the top of an object a field of that very name is found without being named.
    if (found !== name || format === 'csv') map[name] = found;
  }
  return map;
}
