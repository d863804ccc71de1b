import * as simulations from '../simulations';
import { encodeLink } from '../simulations/scenario';
import type { Contract, JudgeHeader, Verdict } from '../simulations/checker';
import type { TraceView } from '../simulations/kernel';
import type { EventColumns, Json, NormalisedScenario } from '../simulations/scenario';
import type { Engine, EngineRun } from './engine';
import { readSource } from './scenario-source';

interface Surface {
  createRun(
    scenario: NormalisedScenario,
    options: { events?: Readonly<Record<string, EventColumns>>; level: 'history' | 'full' },
  ): EngineRun;
  advance(run: EngineRun, untilMicros: number, maxEvents: number): boolean;
  fork(run: EngineRun, atMicros: number, scenario: NormalisedScenario): EngineRun;
  hash(run: EngineRun): string;
  resultOf(run: EngineRun, options: { logs: boolean; internal: boolean }): Json;
  check(header: JudgeHeader, trace: TraceView, options?: { untilMicros?: number }): Verdict;
  contractOf(scenario: NormalisedScenario, settings: EngineRun['settings']): Contract;
}

const surface = simulations as unknown as Surface;

/** The simulator, as the host needs it. */
export const simulator: Engine = {
  catalogue: () => ({
    presets: simulations.scenarios.map(({ name, scenario, watch }) => ({
      id: name,
      name: scenario.name ?? name,
      description: scenario.description ?? '',
      watch,
    })),
    actions: simulations.actions.map(({ do: name, title, at, fields }) => ({ do: name, title, at, fields })),
  }),
  read: readSource,
  create: (scenario, options) => surface.createRun(scenario, options),
  advance: (run, untilMicros, maxEvents) => surface.advance(run, untilMicros, maxEvents),
  fork: (run, atMicros, scenario) => surface.fork(run, atMicros, scenario),
  contract: ({ scenario, settings }) => surface.contractOf(scenario, settings),
  verdict: (run) => judge(run),
  result: (run) => ({
    ...(surface.resultOf(run, { logs: false, internal: false }) as object),
    verdict: judge(run) as unknown as Json,
  }),
  hash: (run) => surface.hash(run),
  link: (scenario, view) => encodeLink(scenario, simulations.scenarios, view),
};

function judge(run: EngineRun): Verdict {
  const { scenario, settings, names, trace } = run;
  return surface.check({ scenario, settings, names, audited: false }, trace, { untilMicros: run.nowMicros });
}
