import { existsSync } from 'node:fs';
import { actions, laterActions, scenarios } from '../index';
import { formatProblem, readScenario } from '../scenario';
import type { Problem, ScenarioReading } from '../scenario';
import { InputError } from './input-error';
import { didYouMean } from './nearest';
import { placeOf, readText } from './terminal';
import type { Terminal } from './terminal';

/** A scenario as it was written, and with every default filled in. */
export type FoundScenario = Extract<ScenarioReading, { ok: true }>;

/**
 * Reads a scenario, bare or wrapped: of a file, of standard input ("-") or of the gallery by its name. Warnings are
 * said.
 *
 * @throws InputError if there is none such, or with a line for every problem
 */
export async function findScenario(
  terminal: Terminal,
  source: string,
  warn: (line: string) => void,
): Promise<FoundScenario> {
  if (source === '-' || existsSync(source))
    return checkScenario(await readText(terminal, source), placeOf(source), warn);
  const preset = scenarios.find((it) => it.name === source);
  if (preset) return checkScenario(JSON.stringify(preset.scenario), source, warn);
  const names = scenarios.map((it) => it.name);
  const hint = didYouMean(source, names) || `; the gallery has ${names.join(', ')}`;
  throw new InputError(`${source}: no such file, and no scenario of the gallery${hint}`);
}

/**
 * Reads the text of a scenario; `place` is what messages call it.
 *
 * @throws InputError with a line for every problem
 */
export function checkScenario(text: string, place: string, warn: (line: string) => void): FoundScenario {
  const reading = readScenario(text, { actions, laterActions });
  for (const warning of reading.warnings) warn(`warning: ${sayProblem(warning, place)}`);
  if (!reading.ok) throw new InputError(reading.errors.map((problem) => sayProblem(problem, place)));
  return reading;
}

/** One line: the file, line and column if there are any, the path, what is wrong, and the mend. */
export function sayProblem(problem: Problem, place: string): string {
  const { line, column, ...rest } = problem;
  const where = [place, line, column].filter((part) => part !== undefined).join(':');
  return `${where}: ${formatProblem(rest)}`;
}
