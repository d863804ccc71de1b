import type { ActionSpec } from './action-spec';
import { checkConfigs } from './config-checks';
import { complete } from './complete';
import { crossCheck } from './cross-checks';
import type { NormalisedScenario } from './normalised';
import { Problems } from './problem';
import type { Problem } from './problem';
import { scenarioShape } from './scenario-shape';

export interface NormaliseOptions {
  /** The catalogue of actions that a scenario may use. */
  actions: readonly ActionSpec[];
  /** Actions of the format that this build cannot run. */
  laterActions?: readonly string[];
  /** The kinds of event that an action can be anchored to; absent: any word that looks like one. */
  eventKinds?: readonly string[];
}

export type Normalising =
  | { ok: true; scenario: NormalisedScenario; warnings: Problem[] }
  | { ok: false; errors: Problem[]; warnings: Problem[] };

/**
 * Checks a scenario and fills in every default. Takes any JSON value and never throws; all errors are found at
 * once, each with its place. Normalising the answer again changes nothing.
 */
export function normalise(written: unknown, options: NormaliseOptions): Normalising {
  const problems = new Problems();
  const draft = scenarioShape(options.actions, options.laterActions).read(written, [], problems);
  const scenario = complete(draft, problems);
  crossCheck(scenario, options, problems);
  checkConfigs(scenario, problems);
  if (problems.isEmpty) return { ok: true, scenario, warnings: problems.warnings };
  return { ok: false, errors: problems.errors, warnings: problems.warnings };
}
