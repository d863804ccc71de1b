import type { TraceNames, TraceView } from '../simulations/kernel';
import type { Contract, Verdict } from '../simulations/checker';
import type { EventColumns, Json, NormalisedScenario, Problem, Scenario, View } from '../simulations/scenario';
import type { Catalogue, ScenarioSource } from './protocol';

/** A run as the host sees it; what else is inside is the simulator's. */
export interface EngineRun {
  readonly scenario: NormalisedScenario;
  readonly names: TraceNames;
  readonly trace: TraceView;
  readonly settings: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly nowMicros: number;
  readonly endMicros: number;
  readonly eventCount: number;
}

export type ReadScenario =
  | {
      ok: true;
      written: Scenario;
      scenario: NormalisedScenario;
      warnings: Problem[];
      view: View;
      watch?: string;
      preset?: string;
    }
  | { ok: false; problems: Problem[] };

/** The simulator as the host needs it. `simulator.ts` is the real one; boundary tests bring a small one of their own. */
export interface Engine<R extends EngineRun = EngineRun> {
  catalogue(): Promise<Catalogue>;
  /** Reads from any source, fills in defaults and reports every problem with its place. */
  read(source: ScenarioSource): Promise<ReadScenario>;
  create(
    scenario: NormalisedScenario,
    options: { events?: Readonly<Record<string, EventColumns>>; level: 'history' | 'full' },
  ): Promise<R>;
  /** True once `untilMicros` is reached, else after `maxEvents`. */
  advance(run: R, untilMicros: number, maxEvents: number): boolean;
  fork(run: R, atMicros: number, scenario: NormalisedScenario): Promise<R>;
  /** The judge and the writer of results are loaded when they are first asked for. */
  contract(run: R): Promise<Contract>;
  verdict(run: R): Promise<Verdict>;
  result(run: R): Promise<Json>;
  hash(run: R): string;
  link(scenario: Scenario, view: View): Promise<string>;
}
