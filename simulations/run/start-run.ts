import type { CompiledScenario } from './compile-plan';
import { Run, type RunOptions } from './run';

/** A run of a compiled scenario at virtual time 0, with everything started. `options.level` is `full` unless told. */
export function startRun(compiled: CompiledScenario, options: RunOptions = {}): Run {
  return new Run(compiled, options);
}

/** As `fork`, for a scenario that is compiled already. */
export function forkCompiled(run: Run, atMicros: number, compiled: CompiledScenario): Run {
  return run.fork(atMicros, compiled);
}
