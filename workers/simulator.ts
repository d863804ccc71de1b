import { actions, advance, createRun, fork, hash, scenarios } from '../simulations';
import type { Run } from '../simulations';
import type { Engine } from './engine';
import { readSource } from './scenario-source';

/** History rows between two snapshots: a fork replays at most so many. */
const SNAPSHOT_ROWS = 4_000;

/** The simulator, as the host needs it. The judge comes in a file of its own, so that a run begins without it. */
export const simulator: Engine<Run> = {
  catalogue: () => ({
    presets: scenarios.map(({ name, scenario, watch }) => ({
      id: name,
      name: scenario.name ?? name,
      description: scenario.description ?? '',
      watch,
    })),
    actions: actions.map(({ do: name, title, at, fields }) => ({ do: name, title, at, fields })),
  }),
  read: readSource,
  create: (scenario, options) => createRun(scenario, { ...options, snapshotRows: SNAPSHOT_ROWS }),
  advance,
  fork,
  contract: async (run) => (await import('./judge')).contract(run),
  verdict: async (run) => (await import('./judge')).verdict(run),
  result: async (run) => (await import('./judge')).result(run),
  hash,
  link: async (scenario, view) => (await import('../simulations/scenario')).encodeLink(scenario, scenarios, view),
};
