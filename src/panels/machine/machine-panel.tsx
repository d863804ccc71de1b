import { useState } from 'react';
import type { ReactElement } from 'react';
import { TextButton } from '../../design/button';
import { formatMoment, formatTime, useSession, useView } from '../../app';
import type { RunView } from '../../app';
import { chainTo } from '../verdict/chains';
import { useCalmMoment, useClusterAt } from '../calm-moment';
import { MachinePicker } from './machine-picker';
import { ChartOrTable, MachineShape } from './machine-shape';
import { factsOf } from './machine-facts';
import { ownerName, toneOf } from './subjects';
import { useMachine } from './use-machine';
import type { ShownMachine } from './use-machine';
import type { TakenTransition } from './walk';
import './machine.css';

/** Steps in the list: the latest, and the one that comes next. */
const STEPS_SHOWN = 40;

/** What the chosen machine did lately, each step with its cause, and what it knows now. */
export function MachinePanel({ hasChart = false }: { hasChart?: boolean }): ReactElement {
  const run = useView((view) => view.run);
  return (
    <section className="machine-panel" aria-label="Machine, its last steps">
      {run === undefined ? null : <Panel run={run} hasChart={hasChart} />}
    </section>
  );
}

function Panel({ run, hasChart }: { run: RunView; hasChart: boolean }): ReactElement {
  const shown = useMachine(run);
  const name = ownerName(run.trace.names, shown.owner);
  return (
    <>
      {hasChart ? (
        <>
          <div className="machine-tools">
            <MachinePicker run={run} shown={shown} />
            <ChartOrTable />
          </div>
          <MachineShape shown={shown} name={name} />
        </>
      ) : null}
      <h2>
        Last transitions <span className="third">of {name}</span>
      </h2>
      <Steps run={run} shown={shown} />
      <Facts run={run} shown={shown} />
    </>
  );
}

function Steps({ run, shown }: { run: RunView; shown: ShownMachine }): ReactElement {
  const [asked, setAsked] = useState<string>();
  const past = shown.transitions.slice(Math.max(0, shown.takenCount - STEPS_SHOWN), shown.takenCount).toReversed();
  const next = shown.transitions.slice(shown.takenCount, shown.takenCount + 1);
  const steps = [...next.map((step) => ({ step, isNext: true })), ...past.map((step) => ({ step, isNext: false }))];
  return (
    <>
      <ol className="machine-steps" aria-label="Last transitions, the latest first">
        {steps.map(({ step, isNext }, index) => {
          const key = `${step.atMicros} ${step.from} ${step.to} ${steps.length - index}`;
          return (
            <Step
              key={key}
              run={run}
              step={step}
              isNext={isNext}
              isLatest={!isNext && index === next.length}
              isAsked={asked === key}
              onAsk={() => setAsked(asked === key ? undefined : key)}
            />
          );
        })}
      </ol>
      {past.length === 0 ? (
        <p className="small third machine-none">
          Nothing yet: it is where the run began{next.length > 0 ? '; the next step stands above.' : '.'}
        </p>
      ) : null}
    </>
  );
}

interface StepProps {
  run: RunView;
  step: TakenTransition;
  isNext: boolean;
  isLatest: boolean;
  isAsked: boolean;
  onAsk: () => void;
}

function Step({ run, step, isNext, isLatest, isAsked, onAsk }: StepProps): ReactElement {
  const session = useSession();
  const { atMicros, row, from, to, via, isBetween, isNew } = step;
  const event = isNew ? 'a new process' : via === undefined ? 'unknown' : via.event === '' ? via.guard : via.event;
  const goTo = (at: number): void => {
    session.visit(at);
  };
  return (
    <li data-next={isNext || undefined} data-latest={isLatest || undefined} data-between={isBetween || undefined}>
      <TextButton aria-label={`Go to ${formatMoment(atMicros)}`} onClick={() => goTo(atMicros)}>
        {formatTime(atMicros)}
      </TextButton>
      <span>
        {from === '' ? '' : `${shortName(from)} → `}
        <b data-tone={toneOf(to)}>{to === '' ? 'no process' : shortName(to)}</b>
        {isNext ? <span className="third">, next</span> : null}
      </span>
      {row < 0 ? null : (
        <TextButton
          aria-expanded={isAsked}
          aria-label={`why? ${shortName(to)} at ${formatTime(atMicros)} s`}
          onClick={onAsk}
        >
          why?
        </TextButton>
      )}
      <span className="machine-event mono">{event}</span>
      {isAsked ? (
        <ol className="causes machine-causes">
          {chainTo(run, row).map((cause) => (
            <li key={cause.row}>
              <b>{cause.say}</b>
              <TextButton aria-label={`Go to ${formatMoment(cause.at * 1000)}`} onClick={() => goTo(cause.at * 1000)}>
                {formatTime(cause.at * 1000)}
              </TextButton>
            </li>
          ))}
          <li data-kind="finding">
            <b>
              {event}: {to === '' ? 'no process' : shortName(to)}
            </b>
          </li>
        </ol>
      ) : null}
    </li>
  );
}

function shortName(state: string): string {
  return state.split('.').at(-1) ?? state;
}

function Facts({ run, shown }: { run: RunView; shown: ShownMachine }): ReactElement {
  const at = useCalmMoment();
  const view = useClusterAt(run, at);
  const facts = factsOf(view, shown.choice.subject);
  return (
    <div className="machine-facts">
      <h2>
        What it knows <span className="third mono">at {formatMoment(at)}</span>
      </h2>
      <dl>
        <dt>state</dt>
        <dd>{shown.state === '' ? 'none' : shown.state}</dd>
        <dt>in it for</dt>
        <dd className="mono">{formatMoment(Math.max(0, at - shown.sinceMicros))}</dd>
        {facts.flatMap(([label, value]) => [
          <dt key={label}>{label}</dt>,
          <dd key={`${label} value`} className="mono">
            {value}
          </dd>,
        ])}
      </dl>
    </div>
  );
}
