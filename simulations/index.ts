/** The public surface of the simulations: re-exports only. */
export { actions, laterActions } from './actions';
export { check, contractOf } from './checker';
export type { Contract, JudgeHeader, Verdict } from './checker';
export { configs } from './config/catalogue';
export {
  advance,
  compileScenario,
  createRun,
  fork,
  forkCompiled,
  hash,
  healedScenario,
  isDrained,
  readTrace,
  restore,
  resultOf,
  runUntil,
  snapshot,
  startRun,
} from './run';
export type { CompiledScenario, ResultOptions, Run, RunOptions, RunResult, RunSnapshot } from './run';
export { scenarios } from './scenarios';
