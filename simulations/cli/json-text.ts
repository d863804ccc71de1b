/**
 * The JSON reader for what is not a scenario: lines of keys and inputs of assignors, where the order of members
 * matters and plain objects would lose it for names that look like numbers. It says where a text is wrong, by line and
 * column, and refuses a name given twice in one object.
 */

export type JsonValue =
  null | boolean | number | string | JsonValue[] | { [name: string]: JsonValue } | Map<string, JsonValue>;

/** Where and why a text is no JSON. Line and column count from 1. */
export class JsonError extends Error {
  readonly line: number;
  readonly column: number;

  constructor(message: string, text: string, index: number) {
    super(message);
    this.name = 'JsonError';
    const before = text.slice(0, index);
    this.line = before.split('\n').length;
    this.column = index - before.lastIndexOf('\n');
  }
}

const DEPTH_MAX = 200;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
// oxlint-disable-next-line no-control-regex -- JSON forbids exactly these in a string
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const SPACE = /[ \t\r\n]*/y;
const WORDS: ReadonlyMap<string, JsonValue> = new Map<string, JsonValue>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/**
 * Reads one JSON value.
 *
 * @param objectsAs 'map' keeps the order of all names of objects
 * @throws JsonError at the first character that cannot stand there
 */
export function parseJson(text: string, objectsAs: 'object' | 'map' = 'object'): JsonValue {
  return new Reader(text, objectsAs).whole();
}

class Reader {
  private readonly text: string;
  private readonly objectsAs: 'object' | 'map';
  private at = 0;
  private depth = 0;

  constructor(text: string, objectsAs: 'object' | 'map') {
    this.text = text;
    this.objectsAs = objectsAs;
  }

  whole(): JsonValue {
    this.skipSpace();
    const value = this.value();
    this.skipSpace();
    if (this.at < this.text.length) this.fail('expected nothing more');
    return value;
  }

  private value(): JsonValue {
    const first = this.text[this.at];
    if (first === '"') return this.string();
    if (first === '{') return this.nested(() => this.object());
    if (first === '[') return this.nested(() => this.array());
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.number();
  }

  private nested(read: () => JsonValue): JsonValue {
    if (++this.depth > DEPTH_MAX) this.fail(`nested more than ${DEPTH_MAX} deep`, '');
    this.at++;
    this.skipSpace();
    const value = read();
    this.depth--;
    return value;
  }

  private object(): JsonValue {
    const entries = new Map<string, JsonValue>();
    if (!this.takes('}')) {
      do {
        this.skipSpace();
        if (this.text[this.at] !== '"') this.fail('expected a name in double quotes');
        const start = this.at;
        const name = this.string();
        if (entries.has(name)) {
          this.at = start;
          this.fail(`${JSON.stringify(name)} is given twice`, '');
        }
        this.skipSpace();
        if (!this.takes(':')) this.fail('expected ":"');
        this.skipSpace();
        entries.set(name, this.value());
        this.skipSpace();
      } while (this.takes(','));
      if (!this.takes('}')) this.fail('expected "," or "}"');
    }
    return this.objectsAs === 'map' ? entries : Object.fromEntries(entries);
  }

  private array(): JsonValue {
    const items: JsonValue[] = [];
    if (this.takes(']')) return items;
    do {
      this.skipSpace();
      items.push(this.value());
      this.skipSpace();
    } while (this.takes(','));
    if (!this.takes(']')) this.fail('expected "," or "]"');
    return items;
  }

  private string(): string {
    this.at++;
    let value = '';
    for (;;) {
      value += this.match(PLAIN);
      const next = this.text[this.at];
      if (next === '"') {
        this.at++;
        return value;
      }
      if (next !== '\\') this.fail(next === undefined ? "expected '\"'" : 'a control character must be escaped');
      value += this.escape();
    }
  }

  private escape(): string {
    const letter = this.text[this.at + 1];
    if (letter === 'u') {
      const hex = this.text.slice(this.at + 2, this.at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) this.fail('expected \\u and four hexadecimal digits', '');
      this.at += 6;
      return String.fromCharCode(parseInt(hex, 16));
    }
    if (letter === undefined || !Object.hasOwn(ESCAPES, letter)) this.fail('no such escape', '');
    this.at += 2;
    return ESCAPES[letter];
  }

  private number(): number {
    const start = this.at;
    const digits = this.match(NUMBER);
    if (digits === '') this.fail('expected a value');
    const value = Number(digits);
    if (Number.isFinite(value)) return value;
    this.at = start;
    return this.fail(`${digits.slice(0, 40)} is too large a number`, '');
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  private skipSpace(): void {
    this.match(SPACE);
  }

  private takes(sign: string): boolean {
    if (this.text[this.at] !== sign) return false;
    this.at++;
    return true;
  }

  private fail(message: string, found = this.found()): never {
    throw new JsonError(message + found, this.text, this.at);
  }

  private found(): string {
    const point = this.text.codePointAt(this.at);
    return point === undefined ? ', found the end' : `, found ${JSON.stringify(String.fromCodePoint(point))}`;
  }
}
