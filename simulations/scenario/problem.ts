/** What is wrong with an input, where, and, if one can say, what to write instead. */
export interface Problem {
  /** As a person writes it: `producers.checkout.config.acks`, `actions[2].at`; empty: the whole input. */
  path: string;
  message: string;
  mend?: string;
  /** The path's steps, for tools that look the place up. */
  keys: readonly PathKey[];
  /** Of an input that is text: where it stands, both from 1. */
  line?: number;
  column?: number;
}

export type PathKey = string | number;
export type Path = readonly PathKey[];

/** Above this a list of problems helps nobody; the rest is counted in one last entry. */
const PROBLEMS_MAX = 100;

const PRINTED_KEY_MAX = 80;

/** Kafka's own words repeat the whole value, however long it is. */
const MESSAGE_LENGTH_MAX = 600;

/** Writes a path as a person would: names joined by dots, positions and odd names in brackets. */
export function formatPath(path: Path): string {
  let text = '';
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`;
    else if (/^[\w.-]{1,80}$/.test(key)) text += text === '' ? key : `.${key}`;
    else text += `[${JSON.stringify(key.length > PRINTED_KEY_MAX ? `${key.slice(0, PRINTED_KEY_MAX)}…` : key)}]`;
  }
  return text;
}

/** One line: the place, the message and the mend, as every command and panel shows it. */
export function formatProblem(problem: Problem): string {
  const column = problem.column === undefined ? '' : `, column ${problem.column}`;
  const line = problem.line === undefined ? '' : `line ${problem.line}${column}: `;
  const place = problem.path === '' ? line : `${problem.path}: `;
  return `${place}${problem.message}${problem.mend === undefined ? '' : `; ${problem.mend}`}`;
}

/** Collects problems while an input is read, so that a person sees all of them at once. */
export class Problems {
  readonly #errors: Problem[] = [];
  readonly #warnings: Problem[] = [];
  readonly #places = new Set<string>();
  readonly #touched = new Set<string>();
  #left = 0;

  error(path: Path, message: string, mend?: string): void {
    this.#places.add(formatPath(path));
    for (let length = 0; length <= path.length; length += 1) this.#touched.add(formatPath(path.slice(0, length)));
    if (this.#errors.length < PROBLEMS_MAX) this.#errors.push(problemAt(path, message, mend));
    else this.#left += 1;
  }

  warn(path: Path, message: string, mend?: string): void {
    if (this.#warnings.length < PROBLEMS_MAX) this.#warnings.push(problemAt(path, message, mend));
  }

  /**
   * Whether this place or one above it is already wrong. Its value is then a stand-in, and judging that would
   * report a second error for the same mistake.
   */
  covers(path: Path): boolean {
    if (this.#places.size === 0) return false;
    for (let length = path.length; length >= 0; length -= 1) {
      if (this.#places.has(formatPath(path.slice(0, length)))) return true;
    }
    return false;
  }

  /** Whether something at this place or inside it is wrong, so that it cannot be judged as a whole. */
  touches(path: Path): boolean {
    return this.#touched.has(formatPath(path));
  }

  get isEmpty(): boolean {
    return this.#errors.length === 0;
  }

  get errors(): Problem[] {
    if (this.#left === 0) return [...this.#errors];
    return [...this.#errors, problemAt([], `${this.#left} more errors like these`)];
  }

  get warnings(): Problem[] {
    return [...this.#warnings];
  }
}

function problemAt(path: Path, message: string, mend?: string): Problem {
  const told = message.length > MESSAGE_LENGTH_MAX ? `${message.slice(0, MESSAGE_LENGTH_MAX)}…` : message;
  const problem: Problem = { path: formatPath(path), message: told, keys: [...path] };
  if (mend !== undefined) problem.mend = mend;
  return problem;
}
