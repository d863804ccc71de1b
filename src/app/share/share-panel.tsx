import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent, ReactElement, RefObject } from 'react';
import { createPortal } from 'react-dom';
import { useSession } from '../session-context';
import { formatMoment } from '../times';
import { EmbedForm, useEmbedChoice } from './embed-form';
import { PictureForm } from './picture-form';
import { commandOf, elementOf, iframeOf, jsonOf, markdownOf } from './share-texts';
import type { Shared } from './share-texts';
import { sharedRun } from './shared-run';
import { TextForm } from './text-form';
import './share.css';

const kinds = [
  { id: 'link', label: 'Link' },
  { id: 'markdown', label: 'Markdown' },
  { id: 'element', label: 'Element' },
  { id: 'iframe', label: 'iframe' },
  { id: 'svg', label: 'SVG' },
  { id: 'png', label: 'PNG' },
  { id: 'json', label: 'JSON' },
  { id: 'command', label: 'Command' },
] as const;

type Kind = (typeof kinds)[number]['id'];

interface SharePanelProps {
  button: RefObject<HTMLButtonElement | null>;
  /** What was done last. */
  said: string | undefined;
  /** Says what was done, in the panel and to a screen reader. */
  onSay: (words: string) => void;
  onClose: (returnsFocus: boolean) => void;
}

/** Every form in which the run on screen can be handed on, as it was when the panel was opened. */
export function SharePanel({ button, said, onSay, onClose }: SharePanelProps): ReactElement | null {
  const session = useSession();
  const box = useRef<HTMLDialogElement>(null);
  const [chosen, setKind] = useState<Kind>();
  const [shared, setShared] = useState<Shared>();
  useEffect(() => {
    void sharedRun(session).then(setShared);
  }, [session]);
  const isThere = shared !== undefined;
  useEffect(() => {
    if (isThere) box.current?.querySelector<HTMLElement>('input:checked')?.focus();
  }, [isThere]);
  useEffect(() => {
    const press = (event: PointerEvent): void => {
      const at = event.target as Node;
      if (box.current?.contains(at) !== true && button.current?.contains(at) !== true) onClose(false);
    };
    document.addEventListener('pointerdown', press, true);
    return () => document.removeEventListener('pointerdown', press, true);
  }, [button, onClose]);
  useLayoutEffect(() => {
    const at = button.current?.getBoundingClientRect();
    if (at === undefined || box.current === null) return;
    box.current.style.setProperty('--share-top', `${Math.round(at.bottom + 6)}px`);
    box.current.style.setProperty('--share-right', `${Math.round(window.innerWidth - at.right)}px`);
  }, [button, isThere]);
  if (shared === undefined) return null;
  const offered = shared.isPictureOnly ? kinds.filter(({ id }) => id === 'svg' || id === 'png') : kinds;
  const kind = chosen ?? offered[0]!.id;
  const press = (event: KeyboardEvent): void => {
    // The keys of the page wait while somebody is at its forms.
    event.stopPropagation();
    if (event.key === 'Escape') onClose(true);
  };
  return createPortal(
    // Escape closes it from any of its fields.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog ref={box} open className="share" aria-label="Share" onKeyDown={press}>
      <fieldset className="share-kinds">
        <legend className="hidden-text">Form</legend>
        {offered.map(({ id, label }) => (
          <label key={id}>
            <input type="radio" name="share-kind" value={id} checked={kind === id} onChange={() => setKind(id)} />
            {label}
          </label>
        ))}
      </fieldset>
      <div className="share-body">
        <p className="share-moment small third">
          As it is at <span className="mono">{formatMoment(shared.atMs * 1000)}</span>
          <span className="share-said" aria-hidden="true">
            {said}
          </span>
        </p>
        <Form key={kind} kind={kind} shared={shared} onSay={onSay} />
      </div>
    </dialog>,
    document.body,
  );
}

interface FormProps {
  kind: Kind;
  shared: Shared;
  onSay: (words: string) => void;
}

function Form({ kind, shared, onSay }: FormProps): ReactElement {
  switch (kind) {
    case 'link':
      return (
        <TextForm
          label="link"
          text={location.href}
          note="Opens the same run at the same moment. The scenario lies in the link itself; no server keeps it."
          onSay={onSay}
        />
      );
    case 'markdown':
      return (
        <TextForm
          label="Markdown"
          text={markdownOf(shared)}
          note="A link whose words are what was found."
          onSay={onSay}
        />
      );
    case 'element':
    case 'iframe':
      return <EmbedCode kind={kind} shared={shared} onSay={onSay} />;
    case 'svg':
    case 'png':
      return <PictureForm kind={kind} shared={shared} onSay={onSay} />;
    case 'json':
      return (
        <TextForm
          label="JSON"
          text={jsonOf(shared.scenario)}
          note="The scenario as it is written: for the command line, or to be dropped into this page again."
          file={{ name: shared.name, extension: 'json', type: 'application/json' }}
          onSay={onSay}
        />
      );
    case 'command':
      return (
        <TextForm
          label="command"
          text={commandOf(shared)}
          note="Prints the same verdict, from a command line."
          onSay={onSay}
        />
      );
  }
}

function EmbedCode({ kind, shared, onSay }: FormProps & { kind: 'element' | 'iframe' }): ReactElement {
  const embed = useEmbedChoice(shared, kind === 'element');
  const text = kind === 'element' ? elementOf(shared, embed.choice) : iframeOf(shared, embed.choice);
  const note =
    kind === 'element'
      ? 'Loads near the screen, waits while it is off it. What stands inside is shown where frames are forbidden.'
      : 'For places that allow a frame but no script.';
  return (
    <>
      <EmbedForm embed={embed} hasPicture={kind === 'element'} onSay={onSay} />
      <TextForm label="code" text={text} note={note} onSay={onSay} />
    </>
  );
}
