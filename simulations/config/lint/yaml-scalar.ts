/** Scalars of YAML on one line: plain, 'single' and "double" quoted. */

export interface Scalar {
  readonly text: string;
  readonly isQuoted: boolean;
  /** Behind the last character, closing quote included. */
  readonly end: number;
}

const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
};

/** Behind the quoted text that opens at `start`, or null where it does not close on the line. */
function quoteEnd(line: string, start: number): number | null {
  const quote = line[start];
  for (let at = start + 1; at < line.length; at++) {
    if (quote === '"' && line[at] === '\\') at++;
    else if (line[at] === quote && quote === "'" && line[at + 1] === "'") at++;
    else if (line[at] === quote) return at + 1;
  }
  return null;
}

/** Where the comment of a line begins, or its length: a # at the start or behind a blank, outside of quotes. */
export function startsScalarComment(line: string, from: number): number {
  for (let at = from; at < line.length; at++) {
    const isFirst = at === from || /[\s:,[-]/.test(line[at - 1]);
    if ((line[at] === '"' || line[at] === "'") && isFirst) at = (quoteEnd(line, at) ?? line.length) - 1;
    else if (line[at] === '#' && (at === 0 || /\s/.test(line[at - 1]))) return at;
  }
  return line.length;
}

function unescape(text: string): string | null {
  let isWrong = false;
  const result = text.replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[\s\S]|$)/g, (whole, code: string) => {
    if (code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    if (!Object.hasOwn(escapes, code)) isWrong = true;
    return escapes[code] ?? whole;
  });
  return isWrong ? null : result;
}

function readQuoted(line: string, start: number): Scalar | string {
  const end = quoteEnd(line, start);
  if (end === null) return 'the quoted text that starts here does not end on its line: close the quote';
  const inner = line.slice(start + 1, end - 1);
  if (line[start] === "'") return { text: inner.replaceAll("''", "'"), isQuoted: true, end };
  const text = unescape(inner);
  if (text === null) return 'a backslash in double quotes stands before a letter that YAML gives no meaning: double it';
  return { text, isQuoted: true, end };
}

/**
 * The scalar at `start`, up to one of the `stops` (a colon stops only before a blank or the end). Where YAML would read
 * something that is not supported here, the answer is a sentence that says so.
 */
export function readScalar(line: string, start: number, stops: string): Scalar | string {
  const first = line[start];
  if (first === undefined) return 'the line ends where a value is expected';
  if (first === '"' || first === "'") return readQuoted(line, start);
  if (first === '|' || first === '>') return 'texts over several lines are not read here: write the value on one line';
  if (first === '{') return 'maps in braces are not read here: write one key a line, indented';
  if (first === '&' || first === '*') {
    // A lone star is how one writes "all replicas".
    if (line.slice(start).trimEnd() !== '*') return 'anchors and aliases are not read here: write the value out';
  }
  if (first === '!') return 'tags are not read here: write the plain value';
  if (first === '@' || first === '`' || first === '%') return `a value cannot start with ${first}: put it in quotes`;
  let end = start;
  for (; end < line.length; end++) {
    const char = line[end];
    if (!stops.includes(char)) continue;
    if (char !== ':' || end + 1 === line.length || /\s/.test(line[end + 1])) break;
  }
  const text = line.slice(start, end).trimEnd();
  if (text === '' && stops !== ':') return 'expected a value';
  return { text, isQuoted: false, end };
}
