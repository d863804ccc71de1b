import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import type { EventFieldMap, Problem, Scenario } from '../../../simulations/scenario';
import type { EventFile, EventPreview, EventProgress } from '../../../workers/protocol';
import { startReader } from '../../../workers/reader-client';
import type { EventFileReader } from '../../../workers/reader-client';
import { Button, IconButton } from '../../design/button';
import { useSession, useView, withEvents } from '../../app';
import type { Session } from '../../app';
import { ProblemList } from '../problem-list';
import type { Incoming } from './incoming';

const fields = [
  { name: 'key', label: 'key', title: 'decides the partition' },
  { name: 'value', label: 'value', title: 'absent: the whole row' },
  { name: 'eventTime', label: 'event time', title: 'the record’s timestamp' },
  { name: 'processingTime', label: 'processing time', title: 'when it is sent; absent: file order at the rate' },
] as const;

/** A file of one's own events: which of its fields are what, and who sends them. Nothing leaves the machine. */
export function EventsForm({
  incoming,
  onClose,
}: {
  incoming: Extract<Incoming, { kind: 'events' }>;
  onClose: () => void;
}): ReactElement | null {
  const session = useSession();
  const run = useView((view) => view.run);
  const waiting = useView((view) => view.waiting);
  const reader = useRef<EventFileReader>(undefined);
  const [preview, setPreview] = useState<EventPreview>();
  const [map, setMap] = useState<EventFieldMap>({});
  const [producer, setProducer] = useState<string>();
  const [progress, setProgress] = useState<EventProgress>();
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  useEffect(() => {
    const started = startReader(incoming.file, incoming.name);
    reader.current = started;
    started.preview().then(
      (seen) => {
        setPreview(seen);
        setMap(session.view.get().waiting?.needs.map ?? seen.suggested);
      },
      (error: unknown) => setProblems([problemOf(error)]),
    );
    return () => started.stop();
  }, [incoming, session]);
  if (run === undefined) return null;
  const producers = waiting === undefined ? Object.keys(run.scenario.producers) : [waiting.needs.producer];
  const sender = producer ?? producers[0];
  const send = async (): Promise<void> => {
    if (preview === undefined || sender === undefined) return;
    setProblems([]);
    const refused = await readAndSend(session, reader.current!, { preview, map, sender, onProgress: setProgress });
    setProgress(undefined);
    setProblems(refused);
    if (refused.length === 0) onClose();
  };
  return (
    <form
      className="action-form events-form"
      aria-label="Events"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <header>
        <h2>{incoming.name}</h2>
        <span className="small third mono">
          {(incoming.file.size / 1000).toLocaleString('en-US', { maximumFractionDigits: 1 })} kB
        </span>
        <IconButton label="Close, Escape" icon="close" onClick={onClose} />
      </header>
      <div className="action-fields">
        {preview === undefined ? null : <PreviewTable preview={preview} />}
        {fields.map(({ name, label, title }) => (
          <label key={name} className="field">
            <span>
              {label} <span className="third">{title}</span>
            </span>
            <select
              className="input mono"
              value={map[name] ?? ''}
              onChange={(event) => setMap(mapped(map, name, event.target.value))}
            >
              <option value="">{preview?.fields.includes(name) === true ? name : 'none'}</option>
              {preview?.fields.map((field) => (
                <option key={field}>{field}</option>
              ))}
            </select>
          </label>
        ))}
        <label className="field">
          sent by
          <select className="input" value={sender} onChange={(event) => setProducer(event.target.value)}>
            {producers.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        {progress === undefined ? null : (
          <output className="second">
            <progress value={progress.readBytes} max={progress.totalBytes} aria-label="Read" />{' '}
            <span className="mono">{progress.rows.toLocaleString('en-US')}</span> events read
          </output>
        )}
      </div>
      <ProblemList problems={problems} title="The file was refused" />
      <footer>
        <Button kind="primary" type="submit" disabled={preview === undefined || progress !== undefined}>
          Send these events
        </Button>
        <span className="small third">Nothing leaves this machine.</span>
      </footer>
    </form>
  );
}

function PreviewTable({ preview }: { preview: EventPreview }): ReactElement {
  return (
    // It may be wider than the form.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="events-preview" tabIndex={0} aria-label="The first rows">
      <table>
        <thead>
          <tr>
            {preview.fields.map((field) => (
              <th key={field} scope="col">
                {field}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((row, index) => (
            // Rows of a file have no other name than their place.
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={preview.fields[column]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

async function readAndSend(
  session: Session,
  reader: EventFileReader,
  {
    preview,
    map,
    sender,
    onProgress,
  }: { preview: EventPreview; map: EventFieldMap; sender: string; onProgress: (progress: EventProgress) => void },
): Promise<readonly Problem[]> {
  let file: EventFile;
  try {
    file = await reader.read({ format: preview.format, map }, onProgress);
  } catch (error) {
    return [problemOf(error)];
  }
  if (file.problemCount > 0) return file.problems;
  if (file.columns.count === 0) return [problemOf(new Error(`${file.name}: no events in it`))];
  const { run, waiting } = session.view.get();
  const scenario = session.latestScenario();
  if (run === undefined || scenario === undefined) return [];
  const events = { [sender]: file.columns };
  if (waiting !== undefined) {
    const { sha256 } = waiting.needs;
    if (sha256 !== undefined && sha256.toLowerCase() !== file.sha256) {
      return [
        problemOf(
          new Error(`${file.name}: not the file of the scenario: expected sha256 ${sha256}, got ${file.sha256}`),
        ),
      ];
    }
    // Work that was kept comes back with its steps.
    if ('scenario' in waiting.source) return session.setEvents(events, waiting.source.scenario as unknown as Scenario);
    return session.open(waiting.source, { events: { ...session.view.get().events, ...events } });
  }
  const refused = await session.setEvents(events, withEvents(scenario, sender, file, map, run.scenario.duration));
  session.dismissRefused();
  return refused;
}

function mapped(map: EventFieldMap, name: keyof EventFieldMap, field: string): EventFieldMap {
  const { [name]: _, ...rest } = map;
  return field === '' ? rest : { ...rest, [name]: field };
}

function problemOf(error: unknown): Problem {
  return { path: '', message: error instanceof Error ? error.message : String(error), keys: [] };
}
