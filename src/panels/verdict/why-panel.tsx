import { useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { Button, IconButton, TextButton } from '../../design/button';
import { formatMoment, formatTime, useMoment, useSession, useView } from '../../app';
import type { Anomaly } from '../../../simulations/checker';
import { findingKey } from '../../app';
import { acknowledgedChain, actionsSoFar, isAction } from './chains';
import type { ChainStep } from './chains';
import { countAt, countSpecs, findingsAt } from '../../app';
import type { CountSpec } from '../../app';

const OFFSETS_SHOWN = 6;

/** Why a count stands where it stands: its chain of causes, each a moment to jump to. */
export function WhyPanel({ id }: { id: string }): ReactElement | null {
  const anomaly = useView((view) => view.verdict?.anomalies.find((it) => findingKey(it) === id));
  const spec = countSpecs.find((it) => it.id === id);
  if (anomaly !== undefined) return <FindingPanel finding={anomaly} />;
  return spec === undefined ? null : <CountPanel spec={spec} />;
}

/** One finding, asked for by its mark on the timeline. */
function FindingPanel({ finding }: { finding: Anomaly }): ReactElement {
  const session = useSession();
  return (
    <section className="why-panel" aria-label="Why">
      <header>
        <div>
          <h2>{finding.kind}</h2>
          <span className="small second mono">{subjectOf(finding)}</span>
        </div>
        <IconButton label="Close, Escape" icon="close" onClick={() => session.ask(undefined)} />
      </header>
      <div className="why-panel-scroll">
        <FindingChain finding={finding} />
      </div>
    </section>
  );
}

function CountPanel({ spec }: { spec: CountSpec }): ReactElement {
  const session = useSession();
  const verdict = useView((view) => view.verdict);
  const at = useMoment(10_000);
  const [index, setIndex] = useState(0);
  const findings = findingsAt(verdict, spec, at);
  const count = countAt(verdict, spec, at);
  const finding = findings[Math.min(index, findings.length - 1)];
  return (
    <section className="why-panel" aria-label="Why">
      <header>
        <div>
          <h2>{count === 0 ? `${spec.nothing} up to ${formatMoment(at)}` : spec.happened(count)}</h2>
          {finding === undefined ? null : <span className="small second mono">{subjectOf(finding)}</span>}
        </div>
        <IconButton label="Close, Escape" icon="close" onClick={() => session.ask(undefined)} />
      </header>
      <div className="why-panel-scroll">
        {finding === undefined ? <Evidence spec={spec} count={count} at={at} /> : <FindingChain finding={finding} />}
      </div>
      {findings.length > 1 ? (
        <footer>
          <Button onClick={() => setIndex((index + 1) % findings.length)}>Show the next one</Button>
          <span className="small third mono">
            {Math.min(index, findings.length - 1) + 1} of {findings.length}
          </span>
        </footer>
      ) : null}
    </section>
  );
}

function FindingChain({ finding }: { finding: Anomaly }): ReactElement {
  return (
    <ol className="causes">
      {finding.why.map((cause) => (
        <CauseLine key={`${cause.row}-${cause.at}-${cause.say}`} cause={cause} />
      ))}
      <li data-kind="finding">
        <b>
          {finding.kind}
          {finding.count > 1 ? `, ${finding.count} records` : ''}
        </b>
        <p>
          {finding.because}; certain at <span className="mono">{formatMoment(finding.decidedAt * 1000)}</span>
        </p>
      </li>
    </ol>
  );
}

/** What speaks for a count that has no findings: the last acknowledgement, or everything that was tried. */
function Evidence({ spec, count, at }: { spec: CountSpec; count: number; at: number }): ReactElement {
  const run = useView((view) => view.run);
  if (run === undefined) return <p className="why-nothing">No run yet.</p>;
  if (spec.id === 'acknowledged' && count > 0) {
    return (
      <Explained
        text={<>The last one, cause by cause. What an acknowledgement is worth depends on acks.</>}
        causes={acknowledgedChain(run, at)}
      />
    );
  }
  const tried = actionsSoFar(run, at);
  return (
    <Explained
      text={
        tried.length === 0 ? (
          <>Nothing has been done to this cluster yet. Kill a broker, or change a setting.</>
        ) : (
          <>This has been done to the cluster so far, and it did not happen.</>
        )
      }
      causes={tried}
    />
  );
}

function Explained({ text, causes }: { text: ReactNode; causes: readonly ChainStep[] }): ReactElement {
  return (
    <>
      <p className="why-nothing">{text}</p>
      <ol className="causes">
        {causes.map((cause) => (
          <CauseLine key={`${cause.row}-${cause.at}-${cause.say}`} cause={cause} />
        ))}
      </ol>
    </>
  );
}

function CauseLine({ cause }: { cause: ChainStep }): ReactElement {
  const session = useSession();
  const run = useView((view) => view.run);
  return (
    <li data-kind={run !== undefined && isAction(run, cause.row) ? 'action' : undefined}>
      <b>{withUnits(cause.say)}</b>
      <TextButton
        aria-label={`Go to ${formatMoment(cause.at * 1000)}`}
        onClick={() => {
          session.visit(cause.at * 1000);
        }}
      >
        {formatTime(cause.at * 1000)}
      </TextButton>
      {cause.detail === undefined ? null : <p>{withUnits(cause.detail)}</p>}
    </li>
  );
}

/** A number and its unit stay on one line. */
function withUnits(text: string): string {
  return text.replaceAll(/(\d) (m?s|records?|bytes)\b/g, '$1\u00A0$2');
}

/** "orders-1, offsets 20 and 21". */
function subjectOf({ partition, group, offsets = [], count }: Anomaly): string {
  const where = [group, partition].filter((part) => part !== undefined).join(', ');
  if (offsets.length === 0) return where;
  const shown = offsets.slice(0, OFFSETS_SHOWN).map(String);
  const rest = count - shown.length;
  const list = rest > 0 ? [...shown, `${rest} more`] : shown;
  const text = list.length === 1 ? list[0] : `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`;
  return `${where}${where === '' ? '' : ', '}${offsets.length === 1 ? 'offset' : 'offsets'} ${text}`;
}
