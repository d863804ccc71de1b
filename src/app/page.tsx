import { Suspense, lazy, startTransition, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { KeepingProvider } from './kept-note';
import type { KeptWork } from './kept-works';
import { openAddress } from './open-from-address';
import type { OpenPage } from './open-from-address';
import { paletteState, usePaletteKey } from './palette-state';
import { loadHome, loadPalette, loadPlayground } from './pages';
import { SessionProvider } from './session-context';
import { useStore } from './store';
import { applyTheme } from './theme';

const Home = lazy(() => loadHome().then((module) => ({ default: module.Home })));
const Playground = lazy(() => loadPlayground().then((module) => ({ default: module.Playground })));
const Palette = lazy(() => loadPalette().then((module) => ({ default: module.Palette })));

/** The gallery or the playground, as the address has it. The one stays until the other is there. `onShown`: one is. */
export function Page({ page, onShown }: { page: OpenPage; onShown: () => void }): ReactElement {
  const { session, place, keeper } = page;
  const [name, setName] = useState(place.get().name);
  useEffect(() => place.subscribe(() => startTransition(() => setName(place.get().name))), [place]);
  useEffect(() => {
    // What is not on screen is fetched while nothing else is to do.
    const other = place.get().name === 'home' ? loadPlayground : loadHome;
    const wait = window.setTimeout(() => void other(), 2500);
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
  return (
    <SessionProvider value={session}>
      <KeepingProvider value={keeping}>
        <Suspense>
          {name === 'home' ? <Home /> : <Playground />}
          <Shown onShown={onShown} />
        </Suspense>
        {isPaletteOpen ? (
          <Suspense>
            <Palette />
          </Suspense>
        ) : null}
      </KeepingProvider>
    </SessionProvider>
  );
}

/** Calls back once what stands beside it is loaded, on the page, and listens. */
function Shown({ onShown }: { onShown: () => void }): null {
  useEffect(() => onShown(), [onShown]);
  return null;
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
