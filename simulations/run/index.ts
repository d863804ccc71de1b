import type { ArenaImage, TraceView } from '../kernel';
import type { Run } from './run';

export { compileScenario, type CompiledScenario } from './compile-plan';
export { createRun, fork } from './create-run';
export { forkCompiled, startRun } from './start-run';
export { healedScenario, isDrained } from './audit';
export { resultOf, type ResultOptions } from './result/result-of';
export type * from './result/run-result';
export type { EffectiveSettings } from './effective-settings';
export type { Run, RunOptions } from './run';

/** A run's whole state at one moment, valid for that run alone. */
export type RunSnapshot = ArenaImage;

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

/** The digest of the trace so far: equal on every machine, at every recording level. */
export function hash(run: Run): string {
  return run.hash();
}

/** The trace so far, for those who read it. It grows as the run moves. */
export function readTrace(run: Run): TraceView {
  return run.trace;
}
