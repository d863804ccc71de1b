import type { ReactElement } from 'react';
import type { ConfigFinding, KeyNote } from '../../editor';
import { ProblemList } from '../problem-list';
import type { Draft } from './config-drafts';
import type { ConfigTab } from './config-tabs';

/** What is to be said about a file: what Kafka refuses, what may break, what is not modelled here. */
export function ConfigNotes({ tab, draft }: { tab: ConfigTab; draft: Draft }): ReactElement | null {
  const { checked, problems } = draft;
  if (checked === undefined && problems.length === 0) return null;
  const { findings, notes, notModelled } = checked ?? { findings: [], notes: [], notModelled: [] };
  const errors = findings.filter(({ severity }) => severity === 'error');
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  const located = errors.map((finding) => ({
    path: finding.keys.length === 0 ? tab.path : `${tab.path}.${finding.keys[0]}`,
    message: finding.message,
    keys: [],
  }));
  return (
    // It scrolls when there is much to say.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="config-notes" aria-label="Notes" tabIndex={0}>
      <ProblemList problems={[...located, ...problems]} />
      {located.length + problems.length > 0 ? (
        <p className="small third">The run on screen is the last valid one.</p>
      ) : null}
      {notes.length === 0 ? null : (
        <ul className="config-lines">
          {notes.map((note) => (
            <SettingLine key={note.key} note={note} />
          ))}
        </ul>
      )}
      {warnings.map((finding) => (
        <Warning key={`${finding.rule} ${finding.message}`} finding={finding} />
      ))}
      {notModelled.length === 0 ? null : (
        <p className="small config-unmodelled">
          <span className="mono">{notModelled.join(', ')}</span> {notModelled.length === 1 ? 'is' : 'are'} kept in your
          file and in the link, and {notModelled.length === 1 ? 'changes' : 'change'} nothing here.
        </p>
      )}
    </section>
  );
}

/** A setting with its default, as a line to read: for narrow pages, where the editor has no room for notes. */
function SettingLine({ note }: { note: KeyNote }): ReactElement {
  return (
    <li>
      <span className="mono">
        <span className="second">{note.key}</span>=<b>{note.value}</b>
      </span>
      {note.isDefault ? null : <span className="mono third">default {note.default}</span>}
    </li>
  );
}

function Warning({ finding }: { finding: ConfigFinding }): ReactElement {
  const key = finding.keys[0] ?? '';
  return (
    <p className="small config-warning">
      {finding.message.startsWith(key) ? null : <span className="mono">{key} </span>}
      <Marked text={finding.message} start={key} />
    </p>
  );
}

/** A sentence whose first word, if it is the setting, stands out. */
function Marked({ text, start }: { text: string; start: string }): ReactElement {
  if (start === '' || !text.startsWith(start)) return <>{text}</>;
  const end = text.search(/\s/);
  return (
    <>
      <span className="mono">{text.slice(0, end)}</span>
      {text.slice(end)}
    </>
  );
}
