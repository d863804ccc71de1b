import { Suspense, startTransition, useEffect, useMemo, useRef, useState } from 'react';
import type { ComponentType, ReactElement } from 'react';
import { onDemand } from '../design/on-demand';
import { KeepingProvider } from './kept-note';
import type { KeptWork } from './kept-works';
import { openAddress } from './open-from-address';
import type { OpenPage } from './open-from-address';
import { paletteState, usePaletteKey } from './palette-state';
import { loadHome, loadPalette, loadPlayground } from './pages';
import { SessionProvider } from './session-context';
import { useStore } from './store';
import { applyTheme } from './theme';

const Home = onDemand(async () => telling((await loadHome()).Home), { name: 'The gallery', place: 'page' });
const Playground = onDemand(async () => telling((await loadPlayground()).Playground), {
  name: 'The playground',
  place: 'page',
});
const Palette = onDemand(() => loadPalette().then((module) => module.Palette), {
  name: 'The command palette',
  place: 'over',
});

interface PageProps {
  page: OpenPage;
  /** The page is there and listens; again when it is so after a failure. */
  onShown: () => void;
  /** It could not be shown. */
  onFailed: (error: Error) => void;
}

/** The gallery or the playground, as the address has it. The one stays until the other is there. */
export function Page({ page, onShown, onFailed }: PageProps): ReactElement {
  const { session, place, keeper } = page;
  const [name, setName] = useState(place.get().name);
  useEffect(() => place.subscribe(() => startTransition(() => setName(place.get().name))), [place]);
  useEffect(() => {
    // What is not on screen is fetched while nothing else is to do.
    const other = place.get().name === 'home' ? loadPlayground : loadHome;
    const wait = window.setTimeout(() => other().catch(() => undefined), 2500);
    return () => window.clearTimeout(wait);
  }, [place]);
  useFocusOnChange(name);
  const theme = useStore(session.view, (view) => view.theme);
  useEffect(() => applyTheme(theme), [theme]);
  usePaletteKey();
  const isPaletteOpen = useStore(paletteState, (state) => state.isOpen);
  const keeping = useMemo(
    () => ({
      place,
      keeper,
      resume: (kept: KeptWork) => void keeper.resume(kept, async () => void (await openAddress(page))),
    }),
    [place, keeper, page],
  );
  const told = { onShown, onFailed };
  return (
    <SessionProvider value={session}>
      <KeepingProvider value={keeping}>
        <Suspense>{name === 'home' ? <Home {...told} /> : <Playground {...told} />}</Suspense>
        {isPaletteOpen ? (
          <Suspense>
            <Palette />
          </Suspense>
        ) : null}
      </KeepingProvider>
    </SessionProvider>
  );
}

/** A page that calls back once it is loaded, drawn, and listens. */
function telling(Face: ComponentType): ComponentType<{ onShown: () => void }> {
  return function Telling({ onShown }): ReactElement {
    useEffect(() => onShown(), [onShown]);
    return <Face />;
  };
}

/** Whoever reads by ear is told the other page's title; a page that knows a better place has put the focus there. */
function useFocusOnChange(name: string): void {
  const before = useRef(name);
  useEffect(() => {
    if (before.current === name) return;
    before.current = name;
    if (document.activeElement === document.body) document.querySelector<HTMLElement>('h1')?.focus();
  }, [name]);
}
