/**
 * Splits CSV text into rows as it arrives (RFC 4180: quoted fields may hold commas, quotes and line breaks). It keeps
 * the place of every field, because a file of a million rows is mended by line and column or not at all.
 */
export interface CsvRow {
  fields: string[];
  /** Of the row's first field, from 1. */
  line: number;
  /** Of each field's first character, from 1; a quoted field with line breaks moves the ones behind it. */
  columns: number[];
}

export interface CsvSink {
  row(row: CsvRow): void;
  mistake(place: { line: number; column: number }, message: string, mend?: string): void;
}

/** Where in the grammar the reader stands. */
type State = 'field start' | 'plain' | 'quoted' | 'quote in quoted' | 'skipping';

/** A field beyond this is a quote that never closes. */
const FIELD_LENGTH_MAX = 4_000_000;

const HEADER_LENGTH_MAX = 100_000;

export class CsvRows {
  readonly #sink: CsvSink;
  #separator: string | undefined;
  #head = '';
  #state: State = 'field start';
  #fields: string[] = [];
  #columns: number[] = [];
  #field = '';
  #line = 1;
  #column = 1;
  #rowLine = 1;
  #fieldPlace = { line: 1, column: 1 };
  #lastWasReturn = false;

  constructor(sink: CsvSink) {
    this.#sink = sink;
  }

  push(text: string): void {
    if (this.#separator !== undefined) {
      this.#read(text);
      return;
    }
    // The whole header must be there before it shows what separates its names.
    this.#head += text;
    if (/[\r\n]/.test(text) || this.#head.length > HEADER_LENGTH_MAX) this.#readHead();
  }

  finish(): void {
    if (this.#separator === undefined) this.#readHead();
    if (this.#state === 'quoted') {
      this.#sink.mistake(
        this.#fieldPlace,
        'a quoted field without its closing quote',
        'close it, or double a quote inside of it',
      );
      return;
    }
    if (this.#state !== 'skipping' && (this.#fields.length > 0 || this.#field !== '' || this.#state !== 'field start'))
      this.#endRow();
  }

  #readHead(): void {
    this.#separator = separatorOf(this.#head);
    this.#read(this.#head);
    this.#head = '';
  }

  #read(text: string): void {
    let index = 0;
    while (index < text.length) {
      const end = this.#endOfOrdinary(text, index);
      if (end > index) {
        this.#append(text.slice(index, end));
        this.#column += end - index;
        this.#lastWasReturn = false;
      }
      if (end < text.length) this.#step(text[end]);
      index = end + 1;
    }
  }

  /** Inside of a field most characters mean nothing; they are taken in one piece. */
  #endOfOrdinary(text: string, start: number): number {
    if (this.#state !== 'plain' && this.#state !== 'quoted') return start;
    let end = start;
    while (end < text.length) {
      const character = text[end];
      if (character === '"' || character === '\n' || character === '\r' || character === this.#separator) break;
      end += 1;
    }
    return end;
  }

  #step(character: string): void {
    const isBreak = character === '\n' || character === '\r';
    const isSecondOfPair = character === '\n' && this.#lastWasReturn;
    this.#lastWasReturn = character === '\r';
    if (this.#state === 'quoted') {
      this.#quoted(character, isSecondOfPair);
    } else if (isBreak) {
      if (!isSecondOfPair) this.#endLine();
    } else {
      this.#unquoted(character);
      this.#column += 1;
    }
  }

  #quoted(character: string, isSecondOfPair: boolean): void {
    if (character === '"') {
      this.#state = 'quote in quoted';
      this.#column += 1;
      return;
    }
    this.#append(character);
    if (character === '\n' || character === '\r') {
      if (!isSecondOfPair) this.#line += 1;
      this.#column = 1;
    } else {
      this.#column += 1;
    }
  }

  #unquoted(character: string): void {
    if (this.#state === 'skipping') return;
    if (character === this.#separator) {
      this.#endField();
      return;
    }
    if (this.#state === 'field start') {
      this.#fieldPlace = { line: this.#line, column: this.#column };
      this.#state = character === '"' ? 'quoted' : 'plain';
      if (character !== '"') this.#append(character);
    } else if (this.#state === 'quote in quoted' && character === '"') {
      this.#state = 'quoted';
      this.#append('"');
    } else if (this.#state === 'quote in quoted') {
      this.#fail(`${JSON.stringify(character)} behind a closing quote`, 'double a quote inside of a quoted field');
    } else if (character === '"') {
      this.#fail('a quote inside of a field without quotes', 'put the field in quotes and double the quote');
    } else {
      this.#append(character);
    }
  }

  #append(text: string): void {
    this.#field += text;
    if (this.#field.length > FIELD_LENGTH_MAX) {
      this.#sink.mistake(
        this.#fieldPlace,
        `a field of more than ${FIELD_LENGTH_MAX} characters`,
        'is its closing quote missing?',
      );
      this.#field = '';
      this.#state = 'skipping';
    }
  }

  #fail(message: string, mend: string): void {
    this.#sink.mistake({ line: this.#line, column: this.#column }, message, mend);
    this.#state = 'skipping';
  }

  #endField(): void {
    if (this.#state === 'field start') this.#fieldPlace = { line: this.#line, column: this.#column };
    if (this.#fields.length === 0) this.#rowLine = this.#fieldPlace.line;
    this.#fields.push(this.#field);
    this.#columns.push(this.#fieldPlace.column);
    this.#field = '';
    this.#state = 'field start';
  }

  #endLine(): void {
    const isBlank = this.#state === 'field start' && this.#fields.length === 0;
    if (this.#state !== 'skipping' && !isBlank) this.#endRow();
    this.#fields = [];
    this.#columns = [];
    this.#field = '';
    this.#state = 'field start';
    this.#line += 1;
    this.#column = 1;
  }

  #endRow(): void {
    this.#endField();
    this.#sink.row({ fields: this.#fields, line: this.#rowLine, columns: this.#columns });
    this.#fields = [];
    this.#columns = [];
  }
}

/** The comma, unless the first line has none and has tabs or semicolons instead. */
function separatorOf(text: string): string {
  const header = text.split(/[\r\n]/, 1)[0];
  if (header.includes(',')) return ',';
  if (header.includes('\t')) return '\t';
  return header.includes(';') ? ';' : ',';
}
