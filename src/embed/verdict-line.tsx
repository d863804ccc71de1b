import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { countAt, countSpecs, judgementAt, useMoment, useView } from '../app';

/** How often the counts are read anew while the run plays, in µs of virtual time. */
const GRAIN_MICROS = 50_000;

/** What the judge counts at the moment on screen: the worst in words, everything else that is not zero behind it. */
export function VerdictLine(): ReactElement {
  const verdict = useView((view) => view.verdict);
  const at = useMoment(GRAIN_MICROS);
  const counts = useMemo(
    () =>
      countSpecs
        .map((spec) => ({ spec, count: countAt(verdict, spec, at), judgement: judgementAt(verdict, spec, at) }))
        .filter(({ count }) => count > 0),
    [verdict, at],
  );
  const found = counts.filter(({ spec }) => spec.id !== 'acknowledged');
  const shown = found.length > 0 ? found : counts;
  return (
    <section className="embed-verdict" aria-label="Verdict">
      {shown.map(({ spec, count, judgement }) => (
        <span key={spec.id} data-judgement={judgement}>
          {count} {spec.label}
        </span>
      ))}
    </section>
  );
}
