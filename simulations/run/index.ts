import type { ArenaImage, TraceView } from '../kernel';
import type { NormalisedScenario } from '../scenario';
import { Run, type RunOptions } from './run';

export { healedScenario, isDrained } from './audit';
export { resultOf, type ResultOptions } from './result/result-of';
export type * from './result/run-result';
export type { EffectiveSettings } from './effective-settings';
export type { Run, RunOptions } from './run';

/** A run's whole state at one moment, valid for that run alone. */
export type RunSnapshot = ArenaImage;

/** A run at virtual time 0, with everything started. `options.level` is `full` unless told. */
export function createRun(scenario: NormalisedScenario, options: RunOptions = {}): Run {
  return new Run(scenario, options);
}

/**
 * Moves a run towards `untilMicros` (inclusive, the scenario's end at most), by `maxEvents` events at most.
 * True once the time is reached; else call again.
 */
export function advance(run: Run, untilMicros: number, maxEvents: number): boolean {
  return run.advance(untilMicros, maxEvents);
}

/** Moves a run to `untilMicros` (inclusive, the scenario's end at most). */
export function runUntil(run: Run, untilMicros: number): void {
  while (!run.advance(untilMicros, MANY_EVENTS));
}

const MANY_EVENTS = 1_000_000;

/** A copy of the state of a run, in time proportional to its size. */
export function snapshot(run: Run): RunSnapshot {
  return run.snapshot();
}

/** Takes a run back, or forward, to a snapshot of it. */
export function restore(run: Run, image: RunSnapshot): void {
  run.restore(image);
}

/**
 * A run that stands at `atMicros` of `scenario`, which may differ from the run's own in actions that come later; the
 * first run stays as it is.
 */
export function fork(run: Run, atMicros: number, scenario: NormalisedScenario): Run {
  return run.fork(atMicros, scenario);
}

/** The digest of the trace so far: equal on every machine, at every recording level. */
export function hash(run: Run): string {
  return run.hash();
}

/** The trace so far, for those who read it. It grows as the run moves. */
export function readTrace(run: Run): TraceView {
  return run.trace;
}
