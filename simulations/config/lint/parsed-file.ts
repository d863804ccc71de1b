/** What the readers of configuration files hand on: keys and values, each with its place in the text. */

/** Lines and columns count from 1, columns in UTF-16 units as editors do. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Span {
  readonly from: Place;
  /** The place behind the last character. */
  readonly to: Place;
}

export interface Entry {
  readonly key: string;
  /** A text, and from JSON or YAML also a number, a boolean, a list of these, or null. */
  readonly value: unknown;
  readonly keySpan: Span;
  readonly valueSpan: Span;
}

/** A text that is no configuration file, and where it stops being one. */
export class SyntaxProblem extends Error {
  readonly place: Place;

  constructor(place: Place, message: string) {
    super(message);
    this.place = place;
  }
}

/** Turns offsets into places: one pass over the text, then a search per question. */
export function placeFinder(text: string): (offset: number) => Place {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low] + 1 };
  };
}
