import type { FieldRule, HistoryEvent, PolledBatch } from './event-kinds';
import { TextContext, defaultActor, isBrokersOwn } from './text-context';
import { asWritten, fieldsOf, formOf, idText, shortValue, verbOf, writtenName, type LineForm } from './text-grammar';

const STEP_MICROS = 1000;

/**
 * A history in the compact text form, one event a line; {@link parseText} reads it back to the same events (`seq`
 * counts from 0 again, `op` and `cause` are not written).
 */
export function printText(events: Iterable<HistoryEvent>, separator = '\n'): string {
  const context = new TextContext();
  const lines: string[] = [];
  let before = -STEP_MICROS;
  for (const event of events) {
    const step = event.at - before;
    lines.push((step === STEP_MICROS ? '' : `+${printDuration(step)} `) + printEvent(event, context));
    context.note(event);
    before = event.at;
  }
  return lines.join(separator);
}

function printEvent(event: HistoryEvent, context: TextContext): string {
  const verb = verbOf(event.kind);
  const form: LineForm = formOf(verb) ?? { kind: event.kind, places: ['actor'], actor: { field: 'actor' } };
  const rules = fieldsOf(event.kind);
  const words = [verb];
  const written = new Set(['seq', 'at', 'kind', 'op', 'cause']);
  for (const place of form.places) {
    const field = place.replace(/[@?]/g, '');
    written.add(field);
    const value = field === 'broker' && isBrokersOwn(form) ? event.actor : event[field];
    if (value === undefined || value === null) {
      if (place.endsWith('?')) break;
      words.push('-');
      continue;
    }
    if (field === 'batches') words.push(...printBatches(value as PolledBatch[]));
    else words.push((place.startsWith('@') ? '@' : '') + printValue(field, value, rules[field]));
  }
  if (isBrokersOwn(form)) written.add('actor');
  if (event.actor === defaultActor(form, event, context)) written.add('actor');
  for (const field of Object.keys(event)) {
    const value = event[field];
    if (written.has(field) || value === undefined || value === null) continue;
    if (value === context.silent(event, field)) continue;
    if (value === true) words.push(field);
    else if (value !== false) words.push(printNamed(event, field, value, rules[field]));
  }
  return asWritten(words).join(' ');
}

function printNamed(event: HistoryEvent, field: string, value: unknown, rule: FieldRule | undefined): string {
  const text = field === 'intentId' && typeof value === 'number' ? String(value) : printValue(field, value, rule);
  return `${writtenName(event.kind, field)}=${text}`;
}

function printBatches(batches: PolledBatch[]): string[] {
  return batches.flatMap(({ partition, offsets, recordIds }) => [
    partition,
    ...offsets.map((offset, index) => `${offset}:${quoted(idText('recordId', recordIds[index]))}`),
  ]);
}

function printValue(field: string, value: unknown, rule: FieldRule | undefined): string {
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.map((it) => quoted(String(it))).join(',');
  if (rule?.startsWith('id')) return quoted(idText(field, value as string | number));
  return typeof value === 'string' ? quoted(shortValue(field, value)) : JSON.stringify(value);
}

/** Text that the splitter would not read as one plain word is written as JSON. */
function quoted(text: string): string {
  return /^[^\s"=,·@+-][^\s"=,·]*$/.test(text) ? text : JSON.stringify(text);
}

function printDuration(micros: number): string {
  if (micros % 1_000_000 === 0 && micros > 0) return `${micros / 1_000_000}s`;
  if (micros % 1000 === 0) return `${micros / 1000}ms`;
  return `${micros}us`;
}
