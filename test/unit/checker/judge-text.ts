import { check } from '../../../simulations/checker/index';
import type { AnomalyKind, Verdict } from '../../../simulations/checker/index';
import { parseText, traceOfEvents } from '../../../simulations/history/index';
import type { NormalisedScenario } from '../../../simulations/scenario/index';

export interface Circumstances {
  audited?: boolean;
  settings?: Record<string, Record<string, string | number | boolean>>;
  /** Changes of the scenario that the history tells of. */
  change?: (scenario: NormalisedScenario) => void;
  untilMs?: number;
}

/** The verdict on a history in the compact text form. */
export function judgeText(text: string, more: Circumstances = {}): Verdict {
  const { names, trace, scenario, witness } = traceOfEvents(parseText(text));
  more.change?.(scenario);
  const header = { scenario, names, witness, settings: more.settings ?? {}, audited: more.audited ?? false };
  return check(header, trace, more.untilMs === undefined ? {} : { untilMicros: more.untilMs * 1000 });
}

/** How often a kind was found. */
export function countOf(kind: AnomalyKind, text: string, more: Circumstances = {}): number {
  return judgeText(text, more).counts[kind] ?? 0;
}
