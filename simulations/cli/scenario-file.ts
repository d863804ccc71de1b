import { formatProblem } from '../scenario';
import type { Json, Problem } from '../scenario';
import { InputError } from './input-error';
import { JsonError, parseJson, placeOfPath } from './json-text';
import { placeOf, readText } from './terminal';
import type { Terminal } from './terminal';

/** A scenario as it was written, and where its words stand. */
export interface WrittenScenario {
  readonly json: Json;
  /** A problem as one line that names file, line, column and path. */
  say(problem: Problem): string;
}

/**
 * Reads the scenario of a file, also one that is wrapped: `{ "scenario": { }, "expect": { } }`.
 *
 * @throws InputError if the file cannot be read or is no JSON
 */
export async function readScenarioFile(terminal: Terminal, path: string): Promise<WrittenScenario> {
  const text = await readText(terminal, path);
  const place = placeOf(path);
  const whole = jsonOf(text, place);
  const isWrapped =
    typeof whole === 'object' && whole !== null && !Array.isArray(whole) && Object.hasOwn(whole, 'scenario');
  const outside = isWrapped ? ['scenario'] : [];
  return {
    json: isWrapped ? (whole as { scenario: Json }).scenario : whole,
    say: (problem) => {
      const { line, column } = placeOfPath(text, [...outside, ...problem.keys]);
      return `${place}:${line}:${column}: ${formatProblem(problem)}`;
    },
  };
}

function jsonOf(text: string, place: string): Json {
  try {
    return parseJson(text) as Json;
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new InputError(`${place}:${error.line}:${error.column}: ${error.message}`);
  }
}
