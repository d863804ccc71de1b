import type { NormalisedScenario } from '../scenario';
import { isEventKind, isTraceKind, eventFields, type FieldRule, type HistoryEvent } from './event-kinds';
import { readHeader } from './header-shape';
import { HistoryError, type HistoryHeader } from './header';

/** The largest offset, epoch or count that the columns of a trace hold. */
const LARGEST = 2_147_483_646;

/** A history as its lines say it; `scenario` null: it came without one. */
export interface ParsedHistory {
  header: Omit<HistoryHeader, 'scenario'> & { scenario: NormalisedScenario | null };
  events: HistoryEvent[];
}

/** A history as history/1 NDJSON, line by line with its line breaks: the header first, then one event a line. */
export function* writeNdjson(header: HistoryHeader, events: Iterable<HistoryEvent>): Generator<string> {
  yield `${JSON.stringify(header)}\n`;
  for (const event of events) yield `${JSON.stringify(event)}\n`;
}

/**
 * Reads history/1 NDJSON. Empty lines are skipped; fields that a kind does not know are kept and not looked at.
 *
 * @throws HistoryError with the line (and for broken JSON the column) of the first thing that cannot be read.
 */
export function readNdjson(text: string): ParsedHistory {
  let header: ParsedHistory['header'] | undefined;
  const events: HistoryEvent[] = [];
  let at = 0;
  let line = 0;
  for (let from = 0; from <= text.length;) {
    const end = text.indexOf('\n', from);
    const content = text.slice(from, end < 0 ? text.length : end).trim();
    from = end < 0 ? text.length + 1 : end + 1;
    line++;
    if (content === '') continue;
    const value = parseLine(content, line);
    if (!header) {
      header = readHeader(value, line);
      continue;
    }
    const event = readEvent(value, line, events.length);
    if (event.at < at)
      throw new HistoryError({ line, message: `at: ${event.at} lies before ${at}: events stand in order of time` });
    at = event.at;
    events.push(event);
  }
  if (!header) throw new HistoryError({ line: 0, message: 'it is empty: the first line must be the header' });
  return { header, events };
}

function parseLine(content: string, line: number): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1];
    const column = position === undefined ? undefined : Number(position) + 1;
    throw new HistoryError({ line, column, message: 'not a JSON object' });
  }
}

function readEvent(value: unknown, line: number, index: number): HistoryEvent {
  const fail = (message: string): never => {
    throw new HistoryError({ line, message });
  };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail('an event is an object');
  const event = value as HistoryEvent;
  if (typeof event.kind !== 'string' || !isEventKind(event.kind))
    return fail(`kind: unknown event ${JSON.stringify(event.kind)}`);
  if (typeof event.actor !== 'string' || event.actor === '') return fail('actor: expected a name');
  if (!Number.isSafeInteger(event.at) || event.at < 0) return fail('at: expected microseconds, a whole number from 0');
  if (event.seq !== undefined && event.seq !== index)
    return fail(`seq: expected ${index}, got ${JSON.stringify(event.seq)}`);
  if (event.op !== undefined && !isWhole(event.op, -1)) return fail('op: expected a whole number');
  if (event.cause !== undefined && !(isWhole(event.cause, 0) && event.cause < index)) {
    return fail('cause: expected the seq of an earlier event');
  }
  const rules: Readonly<Record<string, FieldRule>> = isTraceKind(event.kind) ? eventFields[event.kind] : {};
  for (const [field, rule] of Object.entries(rules)) {
    const found = event[field];
    if (found === undefined || found === null) {
      if (!rule.endsWith('?')) fail(`${field}: ${event.kind} needs it`);
      delete event[field];
    } else {
      const wanted = misfit(found, rule.replace('?', ''));
      if (wanted) fail(`${field}: expected ${wanted}`);
    }
  }
  event.seq = index;
  return event;
}

/** What a field should have been, undefined: it fits. */
function misfit(value: unknown, type: string): string | undefined {
  switch (type) {
    case 'text':
      return typeof value === 'string' ? undefined : 'a text';
    case 'texts':
      return isTexts(value) ? undefined : 'a list of texts';
    case 'id':
      return typeof value === 'string' || isWhole(value, 0) ? undefined : 'a text or a whole number from 0';
    case 'offset':
      return isWhole(value, 0) ? undefined : `a whole number from 0 to ${LARGEST}`;
    case 'int':
      return isWhole(value, -1) ? undefined : `a whole number from -1 to ${LARGEST}`;
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? undefined : 'a number';
    case 'flag':
      return typeof value === 'boolean' ? undefined : 'true or false';
    default:
      return isBatches(value) ? undefined : 'a list of { partition, offsets, recordIds } of equal length';
  }
}

function isWhole(value: unknown, least: number): value is number {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= LARGEST;
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((it) => typeof it === 'string');
}

function isBatches(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  return value.every((it) => {
    const { partition, offsets, recordIds } = (it ?? {}) as Record<string, unknown>;
    if (typeof partition !== 'string' || !Array.isArray(offsets) || !Array.isArray(recordIds)) return false;
    const fit = recordIds.every((id) => typeof id === 'string' || isWhole(id, 0));
    return fit && offsets.length === recordIds.length && offsets.every((offset) => isWhole(offset, 0));
  });
}
