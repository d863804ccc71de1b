import { useCallback, useEffect, useMemo } from 'react';
import type { ReactElement } from 'react';
import { Stage, applyTheme, useSession, useView } from '../app';
import { ControlsRow, FaderRow } from './controls-row';
import { offerOf } from './controls';
import { VerdictLine } from './verdict-line';
import './embed.css';

/** One diagram, what was found in it, and the controls that its author named. */
export function Embed(): ReactElement {
  const session = useSession();
  const name = useView((view) => view.run?.scenario.name);
  const theme = useView((view) => view.theme);
  const asked = useView((view) => view.asked);
  const offer = useMemo(() => offerOf(asked?.controls), [asked]);
  useEffect(() => applyTheme(theme), [theme]);
  useEffect(() => {
    document.title = name === undefined ? 'Tidemark' : `${name} · Tidemark`;
  }, [name]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof Element && event.target.closest('input, button, [role=menu]') !== null;
      if (event.key !== ' ' || isTyping || !offer.play) return;
      event.preventDefault();
      session.toggle();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [session, offer]);
  const offers = useCallback((action: string) => offer.isOpen || offer.actions.includes(action), [offer]);
  return (
    <main className="embed">
      <header className="embed-head">
        <h1>{name ?? 'Tidemark'}</h1>
        <VerdictLine />
      </header>
      <Refused />
      <Stage offers={offers} />
      <FaderRow offer={offer} />
      <ControlsRow offer={offer} />
    </main>
  );
}

/** Why the link was refused, or a change of it. */
function Refused(): ReactElement | null {
  const refused = useView((view) => view.refused);
  if (refused === undefined) return null;
  return (
    <ul className="embed-refused" role="alert">
      {refused.problems.slice(0, 3).map(({ path, message, mend }) => (
        <li key={`${path}: ${message}`}>
          {path === '' ? null : <b className="mono">{path}: </b>}
          {message}
          {mend === undefined ? null : `; ${mend}`}
        </li>
      ))}
    </ul>
  );
}
