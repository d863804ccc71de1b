import { existsSync } from 'node:fs';
import { actions, laterActions, scenarios } from '../index';
import { formatProblem, normalise } from '../scenario';
import type { Json, NormalisedScenario, Problem } from '../scenario';
import { InputError } from './input-error';
import { JsonError, parseJson, placeOfPath } from './json-text';
import { didYouMean } from './nearest';
import { placeOf, readText } from './terminal';
import type { Terminal } from './terminal';

/** A scenario as it was written, and where its words stand. */
export interface WrittenScenario {
  readonly json: Json;
  /** A problem as one line that names file, line, column and path. */
  say(problem: Problem): string;
}

/**
 * Finds a scenario: a file, "-" for standard input, or one of the gallery by its name.
 *
 * @throws InputError if there is none such, or the file is no JSON
 */
export async function findScenario(terminal: Terminal, source: string): Promise<WrittenScenario> {
  if (source === '-' || existsSync(source)) return readScenarioFile(terminal, source);
  const preset = scenarios.find((it) => it.name === source);
  if (preset)
    return { json: preset.scenario as unknown as Json, say: (problem) => `${source}: ${formatProblem(problem)}` };
  const names = scenarios.map((it) => it.name);
  const hint = didYouMean(source, names) || `; the gallery has ${names.join(', ')}`;
  throw new InputError(`${source}: no such file, and no scenario of the gallery${hint}`);
}

/**
 * The scenario with every default filled in; warnings are said.
 *
 * @throws InputError with a line for every problem
 */
export function checkScenario(written: WrittenScenario, warn: (line: string) => void): NormalisedScenario {
  const reading = normalise(written.json, { actions, laterActions });
  for (const warning of reading.warnings) warn(`warning: ${written.say(warning)}`);
  if (!reading.ok) throw new InputError(reading.errors.map((problem) => written.say(problem)));
  return reading.scenario;
}

/**
 * Reads the scenario of a file, also one that is wrapped: `{ "scenario": { }, "expect": { } }`.
 *
 * @throws InputError if the file cannot be read or is no JSON
 */
async function readScenarioFile(terminal: Terminal, path: string): Promise<WrittenScenario> {
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
