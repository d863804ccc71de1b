/**
 * Java's .properties files, read as java.util.Properties.load reads them: comments with # and !, keys parted from
 * values by = or : or white space, escapes, and lines that go on after a backslash.
 */
import { SyntaxProblem, placeFinder } from './parsed-file';
import type { Entry, Place, Span } from './parsed-file';

/** A line as Java sees it after joining: its characters and where each stood in the text. */
interface LogicalLine {
  readonly chars: string[];
  readonly offsets: number[];
  /** Where the line ended. */
  readonly end: number;
}

const isBlank = (char: string) => char === ' ' || char === '\t' || char === '\f';
const isLineEnd = (char: string) => char === '\n' || char === '\r';

/** The next logical line from `start` on, and where to go on; null at the end of the text. */
function nextLine(text: string, start: number): { readonly line: LogicalLine; readonly next: number } | null {
  const chars: string[] = [];
  const offsets: number[] = [];
  let skipBlanks = true;
  let isContinued = false;
  let isEscaped = false;
  let at = start;
  for (; at < text.length; at++) {
    const char = text[at];
    if (skipBlanks) {
      if (isBlank(char) || (!isContinued && isLineEnd(char))) continue;
      skipBlanks = false;
      isContinued = false;
    }
    if (chars.length === 0 && (char === '#' || char === '!')) {
      while (at < text.length && !isLineEnd(text[at])) at++;
      skipBlanks = true;
    } else if (!isLineEnd(char)) {
      chars.push(char);
      offsets.push(at);
      isEscaped = char === '\\' && !isEscaped;
    } else if (chars.length === 0) {
      skipBlanks = true;
    } else if (isEscaped && at + 1 < text.length) {
      chars.pop();
      offsets.pop();
      skipBlanks = true;
      isContinued = true;
      isEscaped = false;
      if (char === '\r' && text[at + 1] === '\n') at++;
    } else break;
  }
  if (chars.length === 0) return null;
  // A backslash at the end of the text has nothing to go on with, and goes; what is left counts as a line, even empty.
  if (isEscaped) {
    chars.pop();
    offsets.pop();
  }
  return { line: { chars, offsets, end: Math.min(at, text.length) }, next: at };
}

const escapes: Readonly<Record<string, string>> = { t: '\t', r: '\r', n: '\n', f: '\f' };

/** Takes the backslashes out of characters `from` to `to`. */
function unescape(line: LogicalLine, from: number, to: number, placeOf: (offset: number) => Place): string {
  let result = '';
  for (let at = from; at < to; at++) {
    if (line.chars[at] !== '\\' || at + 1 >= to) {
      if (line.chars[at] !== '\\') result += line.chars[at];
      continue;
    }
    const char = line.chars[++at];
    if (char !== 'u') {
      result += escapes[char] ?? char;
      continue;
    }
    const digits = line.chars.slice(at + 1, Math.min(at + 5, to)).join('');
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) {
      const place = placeOf(line.offsets[at - 1]);
      throw new SyntaxProblem(place, '\\u needs four hexadecimal digits, such as \\u00e9; write \\\\ for a backslash');
    }
    result += String.fromCharCode(Number.parseInt(digits, 16));
    at += 4;
  }
  return result;
}

/** Where the key of a line ends and its value begins. */
function split(chars: readonly string[]): { readonly keyEnd: number; readonly valueStart: number } {
  let isEscaped = false;
  let keyEnd = 0;
  for (; keyEnd < chars.length; keyEnd++) {
    const char = chars[keyEnd];
    if (!isEscaped && (char === '=' || char === ':' || isBlank(char))) break;
    isEscaped = char === '\\' && !isEscaped;
  }
  let hasSeparator = false;
  let valueStart = keyEnd;
  for (; valueStart < chars.length; valueStart++) {
    const char = chars[valueStart];
    if (isBlank(char)) continue;
    if (hasSeparator || (char !== '=' && char !== ':')) break;
    hasSeparator = true;
  }
  return { keyEnd, valueStart };
}

/** The keys and values of a .properties file, in order. Throws a SyntaxProblem where Java would refuse the text. */
export function parseProperties(text: string): Entry[] {
  const placeOf = placeFinder(text);
  const entries: Entry[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  for (let found = nextLine(text, at); found !== null; found = nextLine(text, at)) {
    const { line, next } = found;
    at = next;
    const { keyEnd, valueStart } = split(line.chars);
    const span = (from: number, to: number): Span => ({
      from: placeOf(line.offsets[from] ?? line.end),
      to: placeOf(to > from ? line.offsets[to - 1] + 1 : (line.offsets[from] ?? line.end)),
    });
    entries.push({
      key: unescape(line, 0, keyEnd, placeOf),
      value: unescape(line, valueStart, line.chars.length, placeOf),
      keySpan: span(0, keyEnd),
      valueSpan: span(valueStart, line.chars.length),
    });
  }
  return entries;
}

/** `text` with everything escaped that would not come back as it is from parseProperties. */
function escape(text: string, isKey: boolean): string {
  const special = isKey ? /[\\:=#! ]/g : /[\\]|^[ #!:=]/g;
  return text
    .replace(special, (char) => `\\${char}`)
    .replace(/\t/g, '\\t')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\f/g, '\\f');
}

/** Writes a .properties file that parseProperties reads back to the same keys and values. */
export function printProperties(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([key, value]) => `${escape(key, true)}=${escape(value, false)}\n`)
    .join('');
}
