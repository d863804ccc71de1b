/**
 * The part of YAML that flat and nested settings need: block maps by indentation, block and flow lists of scalars,
 * plain and quoted scalars, comments. What it leaves out (anchors, tags, folded texts, flow maps) is refused with its
 * place, never read as something else. Nested keys are joined with dots.
 */
import { SyntaxProblem } from './parsed-file';
import type { Entry, Span } from './parsed-file';
import { readScalar, startsScalarComment } from './yaml-scalar';

interface YamlLine {
  readonly number: number;
  readonly indent: number;
  /** The line without indentation, comment and trailing blanks. */
  readonly content: string;
}

const maxDepth = 32;

function fail(line: YamlLine, message: string, column = line.indent + 1): never {
  throw new SyntaxProblem({ line: line.number, column }, message);
}

function readLines(text: string): YamlLine[] {
  const lines: YamlLine[] = [];
  let hasEnded = false;
  for (const [index, raw] of text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    const indent = /^ */.exec(raw)![0].length;
    const content = raw.slice(indent, startsScalarComment(raw, indent)).trimEnd();
    const line = { number: index + 1, indent, content };
    if (content === '') continue;
    if (content.startsWith('\t')) fail(line, 'a tab indents this line: YAML takes spaces only');
    if (indent === 0 && /^(---|\.\.\.)$/.test(content)) {
      if (lines.length > 0) hasEnded = true;
      continue;
    }
    if (hasEnded) fail(line, 'a second document starts here: keep one configuration in a file');
    if (indent === 0 && content.startsWith('%')) fail(line, 'YAML directives are not read here: take the line out');
    lines.push(line);
  }
  return lines;
}

const spanOf = (line: YamlLine, from: number, to: number): Span => ({
  from: { line: line.number, column: line.indent + from + 1 },
  to: { line: line.number, column: line.indent + to + 1 },
});

class YamlReader {
  readonly entries: Entry[] = [];
  private readonly lines: readonly YamlLine[];
  private at = 0;

  constructor(text: string) {
    this.lines = readLines(text);
  }

  readFile(): Entry[] {
    if (this.lines.length > 0) this.readMap('', this.lines[0].indent, 0);
    if (this.at < this.lines.length) fail(this.lines[this.at], 'this line is indented less than the first key');
    return this.entries;
  }

  private readMap(prefix: string, indent: number, depth: number): void {
    if (depth > maxDepth) fail(this.lines[this.at], `maps are nested more than ${maxDepth} deep`);
    for (; this.at < this.lines.length && this.lines[this.at].indent >= indent;) {
      const line = this.lines[this.at];
      if (line.indent > indent) fail(line, 'this line is indented more than the key above it');
      this.readPair(line, prefix, depth);
    }
  }

  /** One `key: value`, where the value may stand below. */
  private readPair(line: YamlLine, prefix: string, depth: number): void {
    if (/^-(\s|$)/.test(line.content)) fail(line, 'a list stands where a key is expected');
    const key = readScalar(line.content, 0, ':');
    if (typeof key === 'string') fail(line, key);
    const colon = key.end;
    const after = line.content[colon + 1];
    if (line.content[colon] !== ':' || (after !== undefined && after !== ' ' && after !== '\t')) {
      fail(line, 'expected "key: value", with a space behind the colon');
    }
    const name = prefix + key.text;
    const keySpan = spanOf(line, 0, key.end);
    const valueAt = colon + 1 + /^[ \t]*/.exec(line.content.slice(colon + 1))![0].length;
    this.at++;
    if (valueAt < line.content.length) {
      const value = this.readInline(line, valueAt);
      this.entries.push({ key: name, value, keySpan, valueSpan: spanOf(line, valueAt, line.content.length) });
      return;
    }
    this.readBelow(line, { name, keySpan }, depth);
  }

  /** What stands under a key: a deeper map, a list, or nothing at all. */
  private readBelow(line: YamlLine, key: { name: string; keySpan: Span }, depth: number): void {
    const below = this.lines[this.at];
    const isItem = below !== undefined && /^-(\s|$)/.test(below.content);
    if (isItem && below.indent >= line.indent) return this.readItems(below.indent, key);
    if (below !== undefined && below.indent > line.indent) return this.readMap(`${key.name}.`, below.indent, depth + 1);
    const end = spanOf(line, line.content.length, line.content.length);
    this.entries.push({ key: key.name, value: null, keySpan: key.keySpan, valueSpan: end });
  }

  private readItems(indent: number, key: { name: string; keySpan: Span }): void {
    const items: unknown[] = [];
    const first = this.lines[this.at];
    let last = first;
    while (this.at < this.lines.length && this.lines[this.at].indent === indent) {
      const line = this.lines[this.at];
      const dash = /^-[ \t]+/.exec(line.content);
      if (!dash) {
        if (line.content === '-') fail(line, 'an empty list item: write a value behind the dash');
        break;
      }
      items.push(this.readInline(line, dash[0].length));
      last = line;
      this.at++;
    }
    const valueSpan = { from: spanOf(first, 0, 0).from, to: spanOf(last, 0, last.content.length).to };
    this.entries.push({ key: key.name, value: items, keySpan: key.keySpan, valueSpan });
  }

  private readInline(line: YamlLine, start: number): unknown {
    const { content } = line;
    if (content[start] === '[') return this.readFlowList(line, start);
    const scalar = readScalar(content, start, '');
    if (typeof scalar === 'string') fail(line, scalar, line.indent + start + 1);
    if (scalar.end < content.length) {
      fail(line, 'expected the end of the line after the quoted text', line.indent + scalar.end + 1);
    }
    if (!scalar.isQuoted && /:(\s|$)/.test(scalar.text)) {
      fail(line, 'a second colon in this line: put the value in quotes', line.indent + start + 1);
    }
    const isNull = !scalar.isQuoted && /^(~|null|Null|NULL)$/.test(scalar.text);
    return isNull ? null : scalar.text;
  }

  private readFlowList(line: YamlLine, start: number): unknown[] {
    const items: unknown[] = [];
    const { content } = line;
    let at = start + 1;
    const skip = () => {
      while (content[at] === ' ' || content[at] === '\t') at++;
    };
    for (skip(); content[at] !== ']'; skip()) {
      const item = readScalar(content, at, ',]');
      if (typeof item === 'string') fail(line, item, line.indent + at + 1);
      items.push(item.text);
      at = item.end;
      skip();
      if (content[at] === ',') at++;
      else if (content[at] !== ']') fail(line, 'expected , or ] in the list', line.indent + at + 1);
    }
    if (at + 1 < content.length) fail(line, 'expected the end of the line after ]', line.indent + at + 2);
    return items;
  }
}

/** The keys and values of a YAML file, nested keys joined with dots. Throws a SyntaxProblem with its place. */
export function parseYaml(text: string): Entry[] {
  return new YamlReader(text).readFile();
}
