import type { ReactElement } from 'react';
import { TextButton } from '../../design/button';
import { formatMoment, useAtMoment, useSession, useView } from '../../app';
import type { Contract } from '../../../simulations/checker';
import { countAt, countSpecs, firstViolation, judgementAt } from '../../app';
import type { CountSpec } from '../../app';
import './verdict.css';

/** What became of the records up to the moment on screen; every count can be asked "why?". */
export function VerdictStrip(): ReactElement {
  return (
    <section className="verdict" aria-label="Verdict">
      {countSpecs.map((spec) => (
        <Count key={spec.id} spec={spec} />
      ))}
      <Asked />
    </section>
  );
}

function Count({ spec }: { spec: CountSpec }): ReactElement {
  const session = useSession();
  const verdict = useView((view) => view.verdict);
  const isAsking = useView((view) => view.asking === spec.id);
  const count = useAtMoment((at) => countAt(verdict, spec, at));
  const judgement = useAtMoment((at) => judgementAt(verdict, spec, at));
  return (
    <div className="count" data-judgement={judgement} data-id={spec.id} data-asking={isAsking || undefined}>
      <output className="count-number" aria-label={spec.label} aria-live="off">
        {count.toLocaleString('en-US')}
      </output>
      <div className="count-label">
        <span className="count-long">{spec.label}</span>
        <span className="count-short" aria-hidden="true">
          {spec.short}
        </span>
        <TextButton
          aria-expanded={isAsking}
          aria-label={`why? ${count} ${spec.label}`}
          onClick={() => session.ask(isAsking ? undefined : spec.id)}
        >
          why?
        </TextButton>
      </div>
    </div>
  );
}

/** The promise the run is judged by, and whether it holds so far. */
function Asked(): ReactElement | null {
  const run = useView((view) => view.run);
  const verdict = useView((view) => view.verdict);
  const broken = useAtMoment((at) => firstViolation(verdict, at)?.decidedAt);
  const kind = useAtMoment((at) => firstViolation(verdict, at)?.kind);
  const second = useAtMoment((at) => Math.floor(at / 1e6));
  if (run === undefined) return null;
  const isAsked = run.contract.asked.delivery !== undefined || run.contract.asked.order !== undefined;
  return (
    <div className="asked">
      <span>
        {isAsked ? 'Asked for' : 'Promised'} <b>{promiseOf(run.contract)}</b>
      </span>
      {broken === undefined ? (
        <span className="third">{second === 0 ? 'nothing has happened yet' : `held up to ${second}.000 s`}</span>
      ) : (
        <span className="red">
          {kind} at {formatMoment(broken * 1000)}
        </span>
      )}
    </div>
  );
}

/** "at-least-once, order per key". */
function promiseOf({ level, order, asked }: Contract): string {
  const delivery = asked.delivery ?? level;
  const wanted = asked.order ?? order;
  return [
    delivery === 'none' ? 'nothing' : delivery,
    ...(wanted === 'none' ? [] : [`order ${wanted.replace('-', ' ')}`]),
  ].join(', ');
}
