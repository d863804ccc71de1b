import { advance, forkCompiled, hash, startRun } from '../simulations';
import type { Run } from '../simulations';
import type { Engine } from './engine';

/** History rows between two snapshots: a fork replays at most so many. */
const SNAPSHOT_ROWS = 4_000;

/**
 * The simulator, as the host needs it. What reads and checks scenarios, and what judges runs, comes in files of its own:
 * they load beside each other, and a run goes on without them.
 */
export const simulator: Engine<Run> = {
  catalogue: async () => (await import('./prepare')).catalogue(),
  read: async (source) => (await import('./prepare')).readSource(source),
  create: async (scenario, options) => {
    const { compileScenario } = await import('./prepare');
    return startRun(compileScenario(scenario, options.events ?? {}), { ...options, snapshotRows: SNAPSHOT_ROWS });
  },
  advance,
  fork: async (run, atMicros, scenario) => {
    const { compileScenario } = await import('./prepare');
    return forkCompiled(run, atMicros, compileScenario(scenario, run.options.events ?? {}));
  },
  contract: async (run) => (await import('./judge')).contract(run),
  verdict: async (run) => (await import('./judge')).verdict(run),
  result: async (run) => (await import('./judge')).result(run),
  hash,
  link: async (scenario, view) => (await import('./prepare')).link(scenario, view),
};
