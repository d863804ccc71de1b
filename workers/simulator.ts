import { actions, advance, check, contractOf, createRun, fork, hash, resultOf, scenarios } from '../simulations';
import type { Run, Verdict } from '../simulations';
import { encodeLink } from '../simulations/scenario';
import type { Json } from '../simulations/scenario';
import type { Engine } from './engine';
import { readSource } from './scenario-source';

/** The simulator, as the host needs it. */
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
  create: createRun,
  advance,
  fork,
  contract: ({ scenario, settings }) => contractOf(scenario, settings),
  verdict: judge,
  result: (run) => ({ ...resultOf(run, { logs: false, internal: false }), verdict: judge(run) }) as unknown as Json,
  hash,
  link: (scenario, view) => encodeLink(scenario, scenarios, view),
};

function judge(run: Run): Verdict {
  const { scenario, settings, names, trace } = run;
  return check({ scenario, settings, names, audited: false }, trace, { untilMicros: run.nowMicros });
}
