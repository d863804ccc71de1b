import type { Anomaly, Verdict } from '../../simulations/checker';
import type { DiagramChain } from '../diagram';
import { countSpecs, findingsAt } from './counts';
import { findingKey } from './marks';

/** What the causes of the finding, or of the count, that is asked about speak of; null: nothing is asked. */
export function chainOf(
  verdict: Verdict | undefined,
  asking: string | undefined,
  atMicros: number,
): DiagramChain | null {
  if (asking === undefined) return null;
  const findings = findingsAskedFor(verdict, asking, atMicros);
  if (findings.length === 0) return null;
  const steps = findings.flatMap(({ why }) => why);
  const places = [...findings, ...steps].flatMap(({ partition, offsets }) =>
    partition === undefined ? [] : [{ partition, offsets: offsets ?? [] }],
  );
  return { actors: steps.flatMap(({ actor }) => (actor === undefined ? [] : [actor])), records: places };
}

function findingsAskedFor(verdict: Verdict | undefined, asking: string, atMicros: number): readonly Anomaly[] {
  const one = verdict?.anomalies.find((anomaly) => findingKey(anomaly) === asking);
  if (one !== undefined) return [one];
  const spec = countSpecs.find(({ id }) => id === asking);
  return spec === undefined ? [] : findingsAt(verdict, spec, atMicros);
}
