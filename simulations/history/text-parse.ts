import type { FieldRule, HistoryEvent, PolledBatch } from './event-kinds';
import { HistoryError } from './header';
import { TextContext, defaultActor, isBrokersOwn } from './text-context';
import { baseName, fieldOf, fieldsOf, formOf, longValue, parseId, verbFirst, type LineForm } from './text-grammar';

const STEP_MICROS = 1000;
const unitMicros: Readonly<Record<string, number>> = { us: 1, ms: 1000, s: 1_000_000, m: 60_000_000 };

/**
 * Reads the compact text form (spec/checker.md 2.3). Events stand a line each, or in one line between ` · `; each comes
 * 1 ms after the one before unless `+5s` or `+20ms` stands in front; `#` begins a comment line.
 *
 * @throws HistoryError with line and column, if a line cannot be read.
 */
export function parseText(text: string): HistoryEvent[] {
  const context = new TextContext();
  const events: HistoryEvent[] = [];
  let at = -STEP_MICROS;
  for (const { words, line } of splitEvents(text)) {
    const first = words[0];
    const step = /^\+(\d+(?:\.\d+)?)(us|ms|s|m)$/.exec(first.text);
    if (step) words.shift();
    at += step ? Math.round(Number(step[1]) * unitMicros[step[2]]) : STEP_MICROS;
    if (words.length === 0) throw new HistoryError({ line, column: first.column, message: 'an event must follow' });
    const event = parseEvent(words, line, context);
    const complete: HistoryEvent = { ...event, seq: events.length, at };
    context.note(complete);
    events.push(complete);
  }
  return events;
}

interface Word {
  text: string;
  column: number;
}

/** The words of each event, with where they stand. */
function* splitEvents(text: string): Generator<{ words: Word[]; line: number }> {
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index++) {
    if (/^\s*#/.test(lines[index])) continue;
    let words: Word[] = [];
    const pattern = /·|(?:"(?:[^"\\]|\\.)*"|[^\s·"])+|"/g;
    for (let match = pattern.exec(lines[index]); match; match = pattern.exec(lines[index])) {
      const column = match.index + 1;
      if (match[0] === '"') throw new HistoryError({ line: index + 1, column, message: 'this quote is not closed' });
      if (match[0] !== '·') words.push({ text: match[0], column });
      else if (words.length > 0) {
        yield { words, line: index + 1 };
        words = [];
      }
    }
    if (words.length > 0) yield { words, line: index + 1 };
  }
}

/** An event without its place in the order. */
type Draft = Partial<HistoryEvent> & Pick<HistoryEvent, 'kind' | 'actor'>;

function parseEvent(written: Word[], line: number, context: TextContext): Draft {
  const texts = verbFirst(written.map(({ text }) => text));
  const words = texts.map((text, index) => ({ text, column: written[index].column }));
  const fail = (word: Word, message: string) => new HistoryError({ line, column: word.column, message });
  const form = formOf(words[0].text);
  if (!form) throw fail(words[0], `unknown event "${words[0].text}"`);
  const rules = fieldsOf(form.kind);
  const draft: Partial<HistoryEvent> = { kind: form.kind };
  const places = [...form.places];
  for (const word of words.slice(1)) {
    const equals = /^[A-Za-z]+=/.exec(word.text);
    if (equals) {
      const name = equals[0].slice(0, -1);
      const field = fieldOf(form.kind, name);
      if (field !== 'actor' && !Object.hasOwn(rules, field)) throw fail(word, `"${words[0].text}" has no "${name}"`);
      draft[field] = parseValue(field, rules[field], word.text.slice(equals[0].length), (it) => fail(word, it));
    } else if (places[0] === 'batches') {
      addPolled(draft, word.text, context, (it) => fail(word, it));
    } else if (rules[word.text] === 'flag?') {
      draft[word.text] = true;
    } else {
      const place = places.shift();
      if (place === undefined) throw fail(word, `"${words[0].text}" ends before "${word.text}"`);
      const field = place.replace(/[@?]/g, '');
      const value = place.startsWith('@') ? word.text.replace(/^@/, '') : word.text;
      if (value !== '-' || rules[field] === 'texts') {
        draft[field] = parseValue(field, rules[field], value, (it) => fail(word, it));
      }
      if (field === 'broker' && isBrokersOwn(form)) draft.actor = String(draft.broker);
      if (field === 'broker') draft.broker = baseName(String(draft.broker));
    }
  }
  return complete(draft, form, context, (it) => fail(words[0], it));
}

/** Fills in what the line left out and holds the event to its kind. */
function complete(draft: Partial<HistoryEvent>, form: LineForm, context: TextContext, fail: Fail): Draft {
  draft.actor ??= defaultActor(form, draft, context);
  if (draft.actor === undefined) throw fail('who does it?');
  if (form.kind === 'poll.ok') draft.batches ??= [];
  for (const [field, rule] of Object.entries(fieldsOf(form.kind))) {
    if (draft[field] === undefined) {
      const silent = context.silent(draft, field);
      if (silent !== undefined) draft[field] = silent;
    }
    if (draft[field] === undefined && !rule.endsWith('?')) throw fail(`its ${field} is missing`);
  }
  return draft as Draft;
}

type Fail = (message: string) => HistoryError;

function parseValue(field: string, rule: FieldRule | undefined, text: string, fail: Fail): string | number | string[] {
  const type = rule?.replace('?', '');
  if (type === 'texts')
    return text === '-' ? [] : text.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((it) => plain(it, fail));
  if (type === 'offset' || type === 'int' || type === 'number') {
    const value = Number(text);
    const pattern = type === 'offset' ? /^\d+$/ : type === 'int' ? /^-?\d+$/ : /^-?\d+(\.\d+)?$/;
    if (!pattern.test(text) || !Number.isSafeInteger(Math.trunc(value))) throw fail(`${field}: not a number: ${text}`);
    return value;
  }
  const word = plain(text, fail);
  return type === 'id' ? parseId(field, word) : longValue(field, word);
}

function plain(text: string, fail: Fail): string {
  if (!text.startsWith('"')) return text;
  try {
    return String(JSON.parse(text));
  } catch {
    throw fail(`not a quoted text: ${text}`);
  }
}

/** One word of a poll: a partition, or `41:r1`. */
function addPolled(draft: Partial<HistoryEvent>, text: string, context: TextContext, fail: Fail): void {
  const batches = (draft.batches ??= []) as PolledBatch[];
  const item = /^(\d+):(.+)$/.exec(text);
  if (!item) {
    batches.push({ partition: plain(text, fail), offsets: [], recordIds: [] });
    return;
  }
  if (batches.length === 0) {
    const partition = context.silent(draft, 'partition');
    if (typeof partition !== 'string') throw fail('of which partition? Write it before the offsets');
    batches.push({ partition, offsets: [], recordIds: [] });
  }
  const batch = batches[batches.length - 1];
  batch.offsets.push(Number(item[1]));
  batch.recordIds.push(parseId('recordId', plain(item[2], fail)));
}
