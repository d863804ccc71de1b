import { readJson } from './json-text';
import { normalise } from './normalise';
import type { NormaliseOptions } from './normalise';
import type { NormalisedScenario } from './normalised';
import type { Problem } from './problem';
import { isObject } from './shape';
import type { Json, Scenario, WrappedScenario } from './types';

/** Reads a scenario out of text, as a file, a paste or the editor has it. */

export type ScenarioReading =
  | {
      ok: true;
      /** As it was written, for the editor and for links. */
      written: Scenario;
      scenario: NormalisedScenario;
      wrapping: Omit<WrappedScenario, 'scenario'>;
      warnings: Problem[];
    }
  | { ok: false; errors: Problem[]; warnings: Problem[] };

/** Text to normalised scenario, bare or wrapped; every problem has its path, line and column. */
export function readScenario(text: string, options: NormaliseOptions): ScenarioReading {
  const json = readJson(text);
  if (!json.ok) {
    const { message, mend, place } = json;
    return {
      ok: false,
      errors: [{ path: '', keys: [], message, ...(mend === undefined ? {} : { mend }), ...place }],
      warnings: [],
    };
  }
  const { scenario: written, wrapping, isWrapped } = unwrapScenario(json.value);
  const located = (problems: readonly Problem[]) =>
    problems.map((problem) => ({
      ...problem,
      ...json.placeOf(isWrapped ? ['scenario', ...problem.keys] : problem.keys),
    }));
  const normalised = normalise(written, options);
  const warnings = located(normalised.warnings);
  if (!normalised.ok) return { ok: false, errors: located(normalised.errors), warnings };
  return { ok: true, written: written as Scenario, scenario: normalised.scenario, wrapping, warnings };
}

export interface Unwrapped {
  scenario: unknown;
  /** What stood beside it: expectations, rules, a sentence; empty for a bare scenario. */
  wrapping: Omit<WrappedScenario, 'scenario'>;
  isWrapped: boolean;
}

/** Takes `{ "scenario": …, "expect": … }` apart; a bare scenario stays as it is. */
export function unwrapScenario(value: unknown): Unwrapped {
  if (!isObject(value) || !isObject(value.scenario) || value.version !== undefined) {
    return { scenario: value, wrapping: {}, isWrapped: false };
  }
  const wrapping: Omit<WrappedScenario, 'scenario'> = {};
  if (isObject(value.expect)) wrapping.expect = value.expect as Record<string, Json>;
  if (Array.isArray(value.rules)) wrapping.rules = value.rules.filter((rule) => typeof rule === 'string');
  if (typeof value.watch === 'string') wrapping.watch = value.watch;
  return { scenario: value.scenario, wrapping, isWrapped: true };
}
