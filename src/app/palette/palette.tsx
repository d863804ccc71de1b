import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import { IconButton } from '../../design/button';
import { usePlace } from '../kept-note';
import { paletteState } from '../palette-state';
import { useSession } from '../session-context';
import type { Command } from './commands';
import { findCommands } from './find-commands';
import { commandsNow } from './usual-commands';
import './palette.css';

/** Everything that can be done, by name. Loaded when it is first asked for. */
export function Palette(): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const { current } = dialog;
    // The element itself keeps the focus inside and gives it back when it closes.
    if (current !== null && !current.open) current.showModal();
  }, []);
  return (
    // A press beside the dialog falls on its backdrop, which is part of it; Escape does the same by key.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events
    <dialog
      ref={dialog}
      className="palette"
      aria-label="Commands"
      onClose={close}
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
    >
      <CommandBox onDone={() => dialog.current?.close()} />
    </dialog>
  );
}

function close(): void {
  paletteState.set({ isOpen: false });
}

function CommandBox({ onDone }: { onDone: () => void }): ReactElement {
  const session = useSession();
  const place = usePlace().get().name;
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const list = useId();
  const found = findCommands(commandsNow({ session, query, place }), query);
  const active = Math.min(chosen, found.length - 1);
  const choose = (command: Command | undefined): void => {
    if (command === undefined) return;
    onDone();
    command.run();
  };
  const press = (event: KeyboardEvent): void => {
    const to = nextIndex(event.key, active, found.length);
    if (to !== undefined) {
      event.preventDefault();
      setChosen(to);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(found[active]);
    }
  };
  return (
    <>
      <div className="palette-head">
        <input
          className="palette-query"
          role="combobox"
          aria-label="Find a command, a scenario, or a time such as 14.2s"
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={found.length === 0 ? undefined : `${list}-${active}`}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder="A command, a scenario, or 14.2s"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
          }}
          onKeyDown={press}
        />
        <IconButton label="Close, Escape" icon="close" onClick={onDone} />
      </div>
      {found.length === 0 ? <p className="palette-nothing">Nothing is called “{query}”.</p> : null}
      <CommandList id={list} commands={found} active={active} onPoint={setChosen} onChoose={choose} />
      <output className="hidden-text">{found.length === 0 ? 'No command' : `${found.length} commands`}</output>
    </>
  );
}

/** Rows that Page Up and Page Down pass over. */
const pageRows = 8;

function nextIndex(key: string, active: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return active + 1 >= count ? 0 : active + 1;
    case 'ArrowUp':
      return active <= 0 ? Math.max(0, count - 1) : active - 1;
    case 'PageDown':
      return Math.min(count - 1, active + pageRows);
    case 'PageUp':
      return Math.max(0, active - pageRows);
    default:
      return undefined;
  }
}

function CommandList({
  id,
  commands,
  active,
  onPoint,
  onChoose,
}: {
  id: string;
  commands: readonly Command[];
  active: number;
  onPoint: (index: number) => void;
  onChoose: (command: Command) => void;
}): ReactElement {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [active, commands.length]);
  return (
    // A list of a combobox: no element of its own has rows with keys and notes in them.
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
    <div ref={list} id={id} className="palette-list" role="listbox" aria-label="Commands" tabIndex={-1}>
      {commands.map((command, index) => (
        // The field keeps the focus and names the active one; a pointer may choose any.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={command.id}
          id={`${id}-${index}`}
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className="palette-row"
          data-first={index > 0 && commands[index - 1].group !== command.group ? true : undefined}
          onPointerMove={() => index !== active && onPoint(index)}
          onClick={() => onChoose(command)}
        >
          <span className="palette-title">{command.title}</span>
          <span className="palette-note">{command.note ?? ''}</span>
          <span className="palette-group">{command.group}</span>
          {command.shortcut === undefined ? null : (
            <span className="palette-keys">
              {command.shortcut.split(' ').map((key) => (
                <kbd key={key} className="key-cap">
                  {key}
                </kbd>
              ))}
            </span>
          )}
        </div>
      ))}
    </div>
  );
}
