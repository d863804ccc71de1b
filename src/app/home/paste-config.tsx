import { useEffect, useId, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import type { Problem } from '../../../simulations/scenario';
import { Button, TextButton } from '../../design/button';
import { checksMissing } from '../../editor';
import type { ConfigFinding } from '../../editor';
import { ProblemList } from '../../panels';
import { chooseFile } from '../choose-file';
import { usePlace } from '../kept-note';
import { useSession } from '../session-context';
import { useStore } from '../store';
import { homeState } from './home-state';
import { readPasted } from './pasted-config';
import type { PastedConfig } from './pasted-config';
import { runTrial } from './run-trial';
import type { TrialRun } from './run-trial';
import { trialFor } from './trials';
import './paste-config.css';

/** More lines about a config than this are counted. */
const shownMax = 4;

const example = `acks=1
enable.idempotence=false
linger.ms=5`;

/** "Paste your config": it is read as it is typed, and one press tries it against a failure. */
export function PasteConfig({ onFile }: { onFile: (file: File) => void }): ReactElement {
  const session = useSession();
  const place = usePlace();
  const text = useStore(homeState, (state) => state.config);
  const fileName = useStore(homeState, (state) => state.configName);
  const field = useRef<HTMLTextAreaElement>(null);
  const [read, setRead] = useState<PastedConfig>();
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [trial, setTrial] = useState<TrialRun>();
  const [isAtWork, setIsAtWork] = useState(false);
  const notes = useId();
  useEffect(() => {
    let isGone = false;
    readPasted(text, fileName).then(
      (pasted) => !isGone && setRead(pasted),
      () => !isGone && setProblems([checksMissing]),
    );
    return () => {
      isGone = true;
    };
  }, [text, fileName]);
  const type = (next: string): void => {
    homeState.set({ config: next, configName: undefined });
    setTrial(undefined);
    setProblems([]);
  };
  const offered = trialFor(read?.kind ?? 'producer');
  const isRefused = read?.findings.some(({ severity }) => severity === 'error') ?? false;
  const run = async (): Promise<void> => {
    if (read === undefined || offered === undefined || isRefused) {
      field.current?.focus();
      return;
    }
    setIsAtWork(true);
    const answer = await place.within(() => runTrial(session, offered, read.config));
    setIsAtWork(false);
    setProblems(answer.problems);
    setTrial(answer.run);
  };
  return (
    <section className="paste" aria-labelledby="paste-title">
      <header>
        <h2 id="paste-title">Paste your config</h2>
        <span className="small third">properties, YAML, JSON, kafka-configs</span>
      </header>
      <div className="paste-body">
        <Underlined text={text} read={read} />
        <textarea
          ref={field}
          aria-labelledby="paste-title"
          aria-describedby={notes}
          aria-invalid={isRefused}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          wrap="off"
          placeholder={example}
          value={text}
          onChange={(event) => type(event.target.value)}
        />
      </div>
      <div id={notes} className="paste-notes">
        <Findings findings={read?.findings ?? []} />
        {read !== undefined && offered === undefined ? (
          <p className="small">Nothing here takes the settings of this kind yet: {read.kind}.</p>
        ) : null}
        <ProblemList problems={problems} title="The simulation refuses it" />
      </div>
      {trial === undefined ? null : <Answer trial={trial} onOpen={() => void place.enter(trial.open)} />}
      <footer>
        <Button kind="primary" className="button paste-try" onClick={() => void run()} aria-disabled={isAtWork}>
          {isAtWork ? 'Running …' : (offered?.label ?? 'Kill the leader with it')}
        </Button>
        <Button kind="quiet" onClick={() => chooseFile(onFile)}>
          Open a file
        </Button>
        <span className="small third paste-stays">stays in this tab</span>
      </footer>
    </section>
  );
}

function Answer({ trial, onOpen }: { trial: TrialRun; onOpen: () => void }): ReactElement {
  return (
    <output className="paste-answer" data-broken={trial.answer.isBroken || undefined}>
      <b>{trial.answer.sentence}</b>, {trial.done}. <TextButton onClick={onOpen}>Open this run</TextButton>
    </output>
  );
}

/** The text once more behind the field, with what is wrong underlined and what changes nothing named. */
function Underlined({ text, read }: { text: string; read: PastedConfig | undefined }): ReactElement {
  const worst = new Map<number, string>();
  for (const { line, severity } of read?.findings ?? []) if (worst.get(line) !== 'error') worst.set(line, severity);
  return (
    <pre className="paste-lines" aria-hidden="true">
      {text.split('\n').map((line, index) => (
        // Lines have no other name than their place.
        <span key={index}>
          <u data-severity={worst.get(index + 1)}>{line}</u>
          {read?.notSimulated.includes(index + 1) ? <i>{'    # not simulated'}</i> : null}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

function Findings({ findings }: { findings: readonly ConfigFinding[] }): ReactElement | null {
  if (findings.length === 0) return null;
  const order = ['error', 'warning'];
  const sorted = findings.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || a.line - b.line);
  return (
    <ul className="paste-findings small" aria-label="What is to be said about it">
      {sorted.slice(0, shownMax).map((finding) => (
        <li key={`${finding.line} ${finding.rule} ${finding.message}`} data-severity={finding.severity}>
          <span className="mono">line {finding.line}</span> {finding.message}
        </li>
      ))}
      {sorted.length > shownMax ? <li className="third">and {sorted.length - shownMax} more</li> : null}
    </ul>
  );
}
