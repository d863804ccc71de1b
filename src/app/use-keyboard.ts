import { useEffect } from 'react';
import type { Session } from './session';

/** The keys of the page. What a focused control does with a key comes first. */
export function useKeyboard(session: Session): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey || isTyping(event.target)) return;
      const command = event.ctrlKey || event.metaKey ? backOrForth(event) : commandOf(event);
      if (command === undefined) return;
      event.preventDefault();
      command(session);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [session]);
}

type Command = (session: Session) => void;

const commands: Readonly<Record<string, Command>> = {
  ' ': (session) => session.toggle(),
  '[': (session) => session.step('before'),
  ']': (session) => session.step('after'),
  Home: (session) => session.seek(0),
  End: (session) => session.seek(session.playhead.endMicros),
  k: killSelected,
  K: killSelected,
  '?': (session) => session.ask(session.view.get().asking === undefined ? worstCount(session) : undefined),
  t: (session) => session.toggleTable(),
  T: (session) => session.toggleTable(),
  '/': () => document.querySelector<HTMLElement>('.bar-scenario')?.focus(),
  Escape: (session) => {
    session.ask(undefined);
    session.select(null);
  },
};

/** Ctrl or Cmd with Z takes back, with Shift and Z, or Y, does again. Every other key with them is the browser's. */
function backOrForth({ key, shiftKey }: KeyboardEvent): Command | undefined {
  const letter = key.toLowerCase();
  if (letter === 'z') return shiftKey ? (session) => void session.redo() : (session) => void session.undo();
  return letter === 'y' && !shiftKey ? (session) => void session.redo() : undefined;
}

function commandOf(event: KeyboardEvent): Command | undefined {
  if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
    const step = (event.shiftKey ? 100_000 : 10_000) * (event.key === 'ArrowLeft' ? -1 : 1);
    return (session) => {
      session.visit(session.playhead.timeMicros + step);
    };
  }
  // Space and Enter on a button press it.
  if (event.key === ' ' && (event.target as Element | null)?.closest('button, a, [role=tab], [role=menuitem]'))
    return undefined;
  return commands[event.key];
}

function isTyping(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return Boolean(
    element?.closest?.('input, textarea, select, [contenteditable], [role=menu], [role=dialog], .monaco-editor'),
  );
}

/** Kills what is pinned in the diagram, of a log its broker; nothing is killed that nobody chose. */
export function killSelected(session: Session): void {
  const { selected, run } = session.view.get();
  if (run === undefined || selected === null || selected.kind === 'group') return;
  const { actors, actorKinds } = run.trace.names;
  const actor = 'actor' in selected ? selected.actor : selected.broker;
  const prefix = actorKinds[actor] === 'producer' ? 'producer:' : '';
  void session.act([{ do: 'kill', target: `${prefix}${actors[actor]}` }]);
}

/** The count that most needs a reason: what was lost before what was doubled before what went well. */
export function worstCount(session: Session): string {
  const counts = session.view.get().verdict?.strip;
  const order = ['lost', 'lostToGroup', 'duplicated', 'outOfOrder'] as const;
  return order.find((id) => (counts?.[id].count.at(-1) ?? 0) > 0) ?? 'acknowledged';
}
