import {
  actions,
  check,
  createRun,
  laterActions,
  scenarios,
  type Run,
  type RunOptions,
  type Verdict,
} from '../../simulations';
import { normalise } from '../../simulations/scenario';

/** A run of a scenario of the gallery, at virtual time 0. */
export function presetRun(name: string, options: RunOptions): Run {
  const preset = scenarios.find((it) => it.name === name)!;
  const reading = normalise(preset.scenario, { actions, laterActions });
  if (!reading.ok)
    throw new Error(`${name}: ${reading.errors.map(({ path, message }) => `${path} ${message}`).join('; ')}`);
  return createRun(reading.scenario, options);
}

/** The verdict on a run up to its present moment; throws if the trace breaks what no cluster can break. */
export function verdictOn(run: Run): Verdict {
  const { scenario, settings, names, trace } = run;
  return check({ scenario, settings, names, audited: false }, trace, { untilMicros: run.nowMicros, invariants: true });
}
