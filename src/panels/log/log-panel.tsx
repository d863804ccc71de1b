import { useState } from 'react';
import type { ReactElement } from 'react';
import { Segmented } from '../../design/segmented';
import { TextButton } from '../../design/button';
import { formatMoment, formatTime, sentenceOf, useAtMoment, useSession, useView } from '../../app';
import type { RunView } from '../../app';
import './log.css';

/** Lines on screen; older ones are reached by going back in time. */
const LINES_MAX = 200;

type Scope = 'main' | 'all';

/** What happened up to the moment on screen, in words, the latest first. */
export function LogPanel(): ReactElement {
  const run = useView((view) => view.run);
  const [scope, setScope] = useState<Scope>('main');
  return (
    <section className="log" aria-label="Log">
      <div className="log-head">
        <Segmented
          label="What is shown"
          choices={[
            { id: 'main', label: 'What changed' },
            { id: 'all', label: 'Everything told' },
          ]}
          selected={scope}
          onSelect={setScope}
        />
      </div>
      {run === undefined ? null : <Lines run={run} scope={scope} />}
    </section>
  );
}

function Lines({ run, scope }: { run: RunView; scope: Scope }): ReactElement {
  const session = useSession();
  const count = useAtMoment((at) => run.moments.countUntil(at));
  const rows = latest(run, count, scope);
  if (rows.length === 0) return <p className="log-empty">Nothing worth telling has happened yet.</p>;
  return (
    <ol className="log-lines">
      {rows.map((row) => {
        const at = run.moments.timeMicros(row);
        return (
          <li key={row} data-weight={run.moments.weight(row)}>
            <TextButton
              aria-label={`Go to ${formatMoment(at)}`}
              onClick={() => {
                session.pause();
                session.seek(at);
              }}
            >
              {formatTime(at)}
            </TextButton>
            <span>{sentenceOf({ trace: run.trace, names: run.trace.names, scenario: run.scenario }, row)}</span>
          </li>
        );
      })}
    </ol>
  );
}

function latest(run: RunView, count: number, scope: Scope): number[] {
  const rows: number[] = [];
  for (let index = count - 1; index >= 0 && rows.length < LINES_MAX; index -= 1) {
    const row = run.moments.rows[index];
    if (scope === 'all' || run.moments.weight(row) > 0) rows.push(row);
  }
  return rows;
}
