import { check, contractOf, resultOf } from '../simulations';
import type { Contract, Run, Verdict } from '../simulations';
import type { Json } from '../simulations/scenario';

/** What the settings of a run promise. */
export function contract({ scenario, settings }: Run): Contract {
  return contractOf(scenario, settings);
}

/** The verdict on a run so far. */
export function verdict({ scenario, settings, names, trace, nowMicros }: Run): Verdict {
  return check({ scenario, settings, names, audited: false }, trace, { untilMicros: nowMicros });
}

/** The result of a run so far, as the command line prints it: without the columns that only charts read. */
export function result(run: Run): Json {
  const { strip: _strip, untilMicros: _untilMicros, ...printed } = verdict(run);
  return { ...resultOf(run, { logs: false, internal: false }), verdict: printed } as unknown as Json;
}
