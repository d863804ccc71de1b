import type { NormalisedScenario } from '../scenario';
import { compileScenario } from './compile-plan';
import type { Run, RunOptions } from './run';
import { forkCompiled, startRun } from './start-run';

/** A run at virtual time 0, with everything started. `options.level` is `full` unless told. */
export function createRun(scenario: NormalisedScenario, options: RunOptions = {}): Run {
  return startRun(compileScenario(scenario, options.events ?? {}), options);
}

/**
 * A run that stands at `atMicros` of `scenario`, which may differ from the run's own in actions that come later; the
 * first run stays as it is.
 */
export function fork(run: Run, atMicros: number, scenario: NormalisedScenario): Run {
  return forkCompiled(run, atMicros, compileScenario(scenario, run.options.events ?? {}));
}
