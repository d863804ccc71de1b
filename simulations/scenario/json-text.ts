import type { PathKey } from './problem';
import type { Json } from './types';

/**
 * A reader of JSON text that knows places. `JSON.parse` says "position 117" at best, differs between engines, and
 * lets the last of two equal keys win; a scenario that a person wrote deserves the line, the column and the mend.
 */
export type JsonReading =
  | { ok: true; value: Json; placeOf: (keys: readonly PathKey[]) => TextPlace }
  | { ok: false; message: string; mend?: string; place: TextPlace };

/** Both from 1. */
export interface TextPlace {
  line: number;
  column: number;
}

/** Deeper than any scenario, and far from the end of the stack. */
const DEPTH_MAX = 100;

export function readJson(text: string): JsonReading {
  const reader = new JsonReader(text);
  try {
    const value = reader.document();
    return { ok: true, value, placeOf: (keys) => placeAt(text, reader.offsetOf(value, keys)) };
  } catch (error) {
    if (!(error instanceof JsonMistake)) throw error;
    return {
      ok: false,
      message: error.message,
      place: placeAt(text, error.offset),
      ...(error.mend ? { mend: error.mend } : {}),
    };
  }
}

/** Line and column of an offset. */
export function placeAt(text: string, offset: number): TextPlace {
  let line = 1;
  let lineStart = 0;
  for (let index = text.indexOf('\n'); index >= 0 && index < offset; index = text.indexOf('\n', index + 1)) {
    line += 1;
    lineStart = index + 1;
  }
  return { line, column: offset - lineStart + 1 };
}

class JsonMistake extends Error {
  readonly offset: number;
  readonly mend?: string;

  constructor(offset: number, message: string, mend?: string) {
    super(message);
    this.offset = offset;
    this.mend = mend;
  }
}

type Container = Json[] | { [key: string]: Json };

class JsonReader {
  readonly #text: string;
  #offset = 0;
  /** Where the values inside each list and object begin. */
  readonly #offsets = new Map<Container, Map<PathKey, number>>();

  constructor(text: string) {
    this.#text = text;
  }

  document(): Json {
    if (this.#text.charCodeAt(0) === 0xfeff) this.#offset = 1;
    this.#skipSpace();
    const value = this.#value(0);
    this.#skipSpace();
    if (this.#offset < this.#text.length) this.#fail(`unexpected ${this.#here()} after the end`);
    return value;
  }

  /** Where the value under a path begins; the nearest one above it if it is not there. */
  offsetOf(root: Json, keys: readonly PathKey[]): number {
    let value: Json | undefined = root;
    let offset = 0;
    for (const key of keys) {
      const inside: Map<PathKey, number> | undefined =
        typeof value === 'object' && value !== null ? this.#offsets.get(value) : undefined;
      const next = inside?.get(key);
      if (next === undefined) break;
      offset = next;
      value = Array.isArray(value) ? value[Number(key)] : (value as { [key: string]: Json })[key];
    }
    return offset;
  }

  #value(depth: number): Json {
    if (depth > DEPTH_MAX) this.#fail(`nested more than ${DEPTH_MAX} deep`);
    const character = this.#text[this.#offset];
    if (character === '{') return this.#object(depth);
    if (character === '[') return this.#list(depth);
    if (character === '"') return this.#string();
    if (character === undefined) this.#fail('the text ends where a value is expected');
    if (character === '-' || (character >= '0' && character <= '9')) return this.#number();
    for (const [word, value] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const) {
      if (!this.#text.startsWith(word, this.#offset)) continue;
      this.#offset += word.length;
      return value;
    }
    return this.#fail(
      `expected a value, got ${this.#here()}`,
      character === "'" ? 'JSON has double quotes' : undefined,
    );
  }

  #object(depth: number): Json {
    const object: { [key: string]: Json } = {};
    const offsets = new Map<PathKey, number>();
    this.#offsets.set(object, offsets);
    this.#offset += 1;
    this.#skipSpace();
    if (this.#take('}')) return object;
    for (;;) {
      if (this.#text[this.#offset] !== '"') this.#failAtKey();
      const start = this.#offset;
      const key = this.#string();
      if (offsets.has(key))
        this.#failAt(start, `${JSON.stringify(key.slice(0, 60))} stands here twice`, 'leave one out');
      this.#skipSpace();
      if (!this.#take(':')) this.#fail(`expected ":" after the key, got ${this.#here()}`);
      this.#skipSpace();
      offsets.set(key, start);
      const value = this.#value(depth + 1);
      Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
      this.#skipSpace();
      if (this.#take('}')) return object;
      this.#comma('}');
    }
  }

  #list(depth: number): Json {
    const list: Json[] = [];
    const offsets = new Map<PathKey, number>();
    this.#offsets.set(list, offsets);
    this.#offset += 1;
    this.#skipSpace();
    if (this.#take(']')) return list;
    for (;;) {
      offsets.set(list.length, this.#offset);
      list.push(this.#value(depth + 1));
      this.#skipSpace();
      if (this.#take(']')) return list;
      this.#comma(']');
    }
  }

  #comma(end: string): void {
    const comma = this.#offset;
    if (!this.#take(',')) this.#fail(`expected "," or "${end}", got ${this.#here()}`);
    this.#skipSpace();
    if (this.#text[this.#offset] === end) this.#failAt(comma, `a comma before "${end}"`, 'take it away');
  }

  #string(): string {
    const start = this.#offset;
    this.#offset += 1;
    for (; this.#offset < this.#text.length; this.#offset += 1) {
      const code = this.#text.charCodeAt(this.#offset);
      if (code === 0x22) {
        this.#offset += 1;
        return this.#parsed(start) as string;
      }
      if (code === 0x5c) this.#offset += 1;
      else if (code < 0x20)
        this.#fail('a line break or control character inside of a text', 'write \\n for a line break');
    }
    return this.#failAt(start, 'a text without its closing quote');
  }

  #number(): number {
    const start = this.#offset;
    const match = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    match.lastIndex = start;
    const found = match.exec(this.#text)?.[0] ?? '';
    this.#offset += found.length;
    if (found === '' || /[\w.]/.test(this.#text[this.#offset] ?? '')) this.#failAt(start, 'no number of JSON');
    const value = Number(found);
    return Number.isFinite(value) ? value : this.#failAt(start, 'a number beyond what can be computed with');
  }

  /** Escapes are JSON.parse's business: the extent of the text is known here. */
  #parsed(start: number): Json {
    try {
      return JSON.parse(this.#text.slice(start, this.#offset)) as Json;
    } catch {
      return this.#failAt(start, 'a text with a broken escape', 'write \\\\ for a backslash');
    }
  }

  #skipSpace(): void {
    while (' \t\n\r'.includes(this.#text[this.#offset] ?? 'x')) this.#offset += 1;
    if (this.#text[this.#offset] === '/') this.#fail('comments are no part of JSON', 'take it away');
  }

  #take(character: string): boolean {
    if (this.#text[this.#offset] !== character) return false;
    this.#offset += 1;
    return true;
  }

  #here(): string {
    const character = this.#text[this.#offset];
    return character === undefined ? 'the end of the text' : JSON.stringify(character);
  }

  #failAtKey(): never {
    this.#fail(`expected a key in double quotes, got ${this.#here()}`);
  }

  #fail(message: string, mend?: string): never {
    this.#failAt(this.#offset, message, mend);
  }

  #failAt(offset: number, message: string, mend?: string): never {
    throw new JsonMistake(offset, message, mend);
  }
}
