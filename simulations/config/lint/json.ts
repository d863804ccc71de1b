/** A JSON object as a configuration: its own small reader, because JSON.parse tells no places. */
import { SyntaxProblem, placeFinder } from './parsed-file';
import type { Entry, Place } from './parsed-file';

const maxDepth = 32;

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class JsonReader {
  readonly entries: Entry[] = [];
  private at = 0;
  private readonly text: string;
  private readonly placeOf: (offset: number) => Place;

  constructor(text: string) {
    this.text = text;
    this.placeOf = placeFinder(text);
    if (text.startsWith('\ufeff')) this.at = 1;
  }

  readFile(): Entry[] {
    this.skipBlanks();
    if (this.text[this.at] !== '{') this.fail('expected a JSON object, which starts with {');
    this.readObject('', 0);
    this.skipBlanks();
    if (this.at < this.text.length) this.fail('expected the end of the file after the closing }');
    return this.entries;
  }

  private fail(message: string, offset = this.at): never {
    throw new SyntaxProblem(this.placeOf(offset), message);
  }

  private skipBlanks(): void {
    while (' \t\n\r'.includes(this.text[this.at]) && this.at < this.text.length) this.at++;
  }

  private expect(char: string, where: string): void {
    this.skipBlanks();
    if (this.text[this.at] !== char) this.fail(`expected ${char} ${where}`);
    this.at++;
  }

  /** Objects inside objects are keys joined with dots. */
  private readObject(prefix: string, depth: number): void {
    if (depth > maxDepth) this.fail(`objects are nested more than ${maxDepth} deep`);
    this.at++;
    this.skipBlanks();
    if (this.text[this.at] === '}') {
      this.at++;
      return;
    }
    for (;;) {
      this.skipBlanks();
      if (this.text[this.at] !== '"') this.fail('expected a key in double quotes');
      const keyStart = this.at;
      const key = prefix + this.readString();
      const keySpan = { from: this.placeOf(keyStart), to: this.placeOf(this.at) };
      this.expect(':', `after the key ${JSON.stringify(key)}`);
      this.skipBlanks();
      const valueStart = this.at;
      if (this.text[this.at] === '{') this.readObject(`${key}.`, depth + 1);
      else {
        const value = this.readValue(depth);
        const valueSpan = { from: this.placeOf(valueStart), to: this.placeOf(this.at) };
        this.entries.push({ key, value, keySpan, valueSpan });
      }
      this.skipBlanks();
      if (this.text[this.at] === '}') break;
      this.expect(',', `or } after the value of ${JSON.stringify(key)}`);
    }
    this.at++;
  }

  private readValue(depth: number): unknown {
    const char = this.text[this.at];
    if (char === '"') return this.readString();
    if (char === '[') return this.readList(depth + 1);
    if (char === '{') this.fail('a list cannot hold objects: no Kafka setting takes them');
    const word = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/.exec(
      this.text.slice(this.at, this.at + 400),
    )?.[0];
    if (word === undefined) this.fail('expected a text in double quotes, a number, true, false, null or a list');
    this.at += word.length;
    // Numbers stay texts: a long has more digits than a JavaScript number keeps.
    return word === 'null' ? null : word === 'true' || word === 'false' ? word === 'true' : word;
  }

  private readList(depth: number): unknown[] {
    if (depth > maxDepth) this.fail(`lists are nested more than ${maxDepth} deep`);
    const items: unknown[] = [];
    this.at++;
    this.skipBlanks();
    if (this.text[this.at] === ']') {
      this.at++;
      return items;
    }
    for (;;) {
      this.skipBlanks();
      items.push(this.readValue(depth));
      this.skipBlanks();
      if (this.text[this.at] === ']') break;
      this.expect(',', 'or ] in the list');
    }
    this.at++;
    return items;
  }

  private readString(): string {
    const start = this.at++;
    let result = '';
    for (;;) {
      const char = this.text[this.at];
      if (char === undefined) this.fail('the text that starts here has no closing quote', start);
      if (char < ' ') this.fail('a line break or control character in a text: write \\n, or close the quote before it');
      this.at++;
      if (char === '"') return result;
      result += char === '\\' ? this.readEscape() : char;
    }
  }

  private readEscape(): string {
    const char = this.text[this.at++] ?? '';
    if (char in escapes) return escapes[char];
    const digits = this.text.slice(this.at, this.at + 4);
    if (char !== 'u' || !/^[0-9a-fA-F]{4}$/.test(digits)) {
      this.fail('expected \\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u with four hexadecimal digits', this.at - 2);
    }
    this.at += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
}

/** The keys and values of a JSON object, nested keys joined with dots. Throws a SyntaxProblem with its place. */
export function parseJson(text: string): Entry[] {
  return new JsonReader(text).readFile();
}
