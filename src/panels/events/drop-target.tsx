import { useEffect, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { FailureGuard } from '../../design/failure-guard';
import { openRecording, useSession, useView } from '../../app';
import { ApplySettings } from './apply-settings';
import { EventsForm } from './events-form';
import { incomingFile, incomingText, isForThePage } from './incoming';
import type { Incoming } from './incoming';
import { shownName } from './shown-name';
import './events.css';

/** The whole page takes files that are dropped on it, and text that is pasted beside every field. */
export function DropTarget({
  children,
  className = 'app',
  take: takeElsewhere,
}: {
  children: ReactNode;
  className?: string;
  /** Who takes in what was dropped or pasted, if it is not done here. */
  take?: (incoming: Incoming) => void;
}): ReactElement {
  const session = useSession();
  const chosen = useView((view) => view.incoming);
  const [incoming, setIncoming] = useState<Incoming>();
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const take = (next: Incoming): void => {
      if (takeElsewhere !== undefined) {
        takeElsewhere(next);
        return;
      }
      session.pause();
      if (next.kind === 'recording') void openRecording(session, next.file, next.name);
      else if (next.kind === 'scenario') void session.open({ text: next.text }, { what: next.name });
      else setIncoming(next);
    };
    const takeFile = (file: File): void => {
      incomingFile(file).then(take, (error: unknown) =>
        session.refuse(shownName(file.name), [
          { path: '', message: error instanceof Error ? error.message : String(error), keys: [] },
        ]),
      );
    };
    if (chosen !== undefined && takeElsewhere === undefined) {
      session.receive(undefined);
      takeFile(chosen);
    }
    return listenForInput(take, takeFile, setIsOver);
  }, [session, chosen, takeElsewhere]);
  const close = (): void => setIncoming(undefined);
  return (
    <div className={className} data-drop={isOver || undefined}>
      {children}
      {isOver ? (
        <div className="drop-note">Drop a scenario, a .properties file, a recording, or events as NDJSON or CSV</div>
      ) : null}
      {incoming?.kind === 'settings' ? (
        <FailureGuard key={incoming.name} name="The form" place="over">
          <ApplySettings incoming={incoming} onClose={close} />
        </FailureGuard>
      ) : null}
      {incoming?.kind === 'events' ? <EventsForm key={incoming.name} incoming={incoming} onClose={close} /> : null}
    </div>
  );
}

function listenForInput(
  take: (incoming: Incoming) => void,
  takeFile: (file: File) => void,
  setIsOver: (isOver: boolean) => void,
): () => void {
  const over = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes('Files') !== true) return;
    event.preventDefault();
    setIsOver(true);
  };
  const leave = (event: DragEvent): void => {
    if (event.relatedTarget === null) setIsOver(false);
  };
  const drop = (event: DragEvent): void => {
    setIsOver(false);
    const file = event.dataTransfer?.files[0];
    if (file === undefined) return;
    event.preventDefault();
    takeFile(file);
  };
  const paste = (event: ClipboardEvent): void => {
    const target = event.target as Element | null;
    if (target?.closest('input, textarea, [contenteditable], .monaco-editor')) return;
    const file = event.clipboardData?.files[0];
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (file !== undefined) takeFile(file);
    else if (isForThePage(text)) take(incomingText(text, 'what was pasted'));
    else return;
    event.preventDefault();
  };
  window.addEventListener('dragover', over);
  window.addEventListener('dragleave', leave);
  window.addEventListener('drop', drop);
  window.addEventListener('paste', paste);
  return () => {
    window.removeEventListener('dragover', over);
    window.removeEventListener('dragleave', leave);
    window.removeEventListener('drop', drop);
    window.removeEventListener('paste', paste);
  };
}
