import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { RowKind, rowKind, rowTime, rowWord } from '../../../simulations/kernel';
import type { TraceView } from '../../../simulations/kernel';
import type { Verdict } from '../../../simulations/checker';
import { Button, TextButton } from '../../design/button';
import { Ruler } from '../../diagram';
import { countAt, countSpecs } from '../counts';
import { sentenceOf } from '../sentences';
import { useAtMoment, useSession, useView } from '../session-context';
import type { ComparedRun, RunView } from '../session-view';
import { Stage } from '../stage';
import { formatMoment } from '../times';
import { branchOf } from '../work';
import type { Work } from '../work';
import { ComparedDiagram } from './compared-diagram';
import './compare.css';

/** Two branches side by side, in step, and where they part. */
export function CompareStage(): ReactElement | null {
  const run = useView((view) => view.run);
  const work = useView((view) => view.work);
  const verdict = useView((view) => view.verdict);
  const compared = useView((view) => view.compared);
  const [ruler] = useState(() => new Ruler());
  if (run === undefined || work === undefined || compared === undefined) return null;
  const here = (
    <section className="compare-side" key={work.current} aria-label={`Branch ${work.current}, on screen`}>
      <Head work={work} id={work.current} verdict={verdict} other={compared.verdict} />
      <Stage ruler={ruler} />
    </section>
  );
  const there = (
    <section className="compare-side" key={compared.branch} aria-label={`Branch ${compared.branch}, beside it`}>
      <Head work={work} id={compared.branch} verdict={compared.verdict} other={verdict} />
      <div className="stage">
        <ComparedDiagram compared={compared} ruler={ruler} />
      </div>
    </section>
  );
  return (
    <div className="compare">
      <Difference run={run} compared={compared} current={work.current} />
      <div className="compare-sides">{work.current < compared.branch ? [here, there] : [there, here]}</div>
    </div>
  );
}

function Head(props: {
  work: Work;
  id: string;
  verdict: Verdict | undefined;
  other: Verdict | undefined;
}): ReactElement {
  const { work, id, verdict, other } = props;
  const session = useSession();
  return (
    <header className="compare-head">
      <b className="compare-letter">{id}</b>
      <span className="compare-label">{branchOf(work, id).label}</span>
      <Counts verdict={verdict} other={other} />
      {id === work.current ? (
        <span className="third small">changes go here</span>
      ) : (
        <Button kind="quiet" onClick={() => void session.showBranch(id)}>
          Go on with {id}
        </Button>
      )}
    </header>
  );
}

/** What became of the records so far, as far as it says anything; bold where the two differ. */
function Counts({ verdict, other }: { verdict: Verdict | undefined; other: Verdict | undefined }): ReactElement {
  const text = useAtMoment((at) =>
    countSpecs.map((spec) => `${countAt(verdict, spec, at)}/${countAt(other, spec, at)}`).join(),
  );
  const pairs = text.split(',').map((pair) => pair.split('/').map(Number));
  return (
    <span className="compare-counts">
      {countSpecs.map((spec, index) => {
        const [own, others] = pairs[index];
        if (spec.id !== 'acknowledged' && own === 0 && others === 0) return null;
        return (
          <span key={spec.id} data-count={spec.id} data-differs={own !== others || undefined}>
            <span className="mono">{own}</span> {spec.short}
          </span>
        );
      })}
    </span>
  );
}

/** The first entry in which the two histories differ, in words, with the way to it. */
function Difference(props: { run: RunView; compared: ComparedRun; current: string }): ReactElement {
  const { run, compared, current } = props;
  const session = useSession();
  const isRunning = useView((view) => view.progress.state === 'running') || compared.progress.state === 'running';
  const { difference } = compared;
  const sides = useMemo(() => {
    const told = [
      { id: current, run },
      { id: compared.branch, run: compared.run },
    ];
    return told.toSorted((a, b) => a.id.localeCompare(b.id));
  }, [run, compared, current]);
  if (difference === undefined) {
    return (
      <output className="compare-difference">
        {isRunning ? 'Alike as far as both are computed.' : 'The two runs are the same, entry for entry.'}
      </output>
    );
  }
  const { atMicros, row } = difference;
  return (
    <output className="compare-difference">
      <span>
        First difference at <b className="mono">{formatMoment(atMicros)}</b>.
      </span>
      {sides.map((side) => (
        <span key={side.id}>
          <b>{side.id}</b> {sentenceAt(side.run, side.run === run ? compared.run : run, row)}
        </span>
      ))}
      <TextButton
        onClick={() => {
          session.visit(atMicros);
        }}
      >
        Go there
      </TextButton>
    </output>
  );
}

/** What one side did there; where the other one acted and it did not, that says it all. */
function sentenceAt({ trace, scenario }: RunView, other: RunView, row: number): string {
  if (row >= trace.history.length) return 'has ended.';
  if (!isAct(trace.history, row) && isAct(other.trace.history, row)) return 'goes on without it.';
  const sentence = sentenceOf({ trace, names: trace.names, scenario }, row);
  return `${sentence}, ${formatMoment(rowTime(trace.history, row))}.`;
}

function isAct(history: TraceView['history'], row: number): boolean {
  return row < history.length && rowKind(rowWord(history, row, 0)) === RowKind.actionBegin;
}
