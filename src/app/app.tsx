import { Suspense, lazy, useEffect } from 'react';
import type { ReactElement } from 'react';
import { AddAction, DropTarget, FormingAction, LagStage, MachineStage, RefusedInput, VerdictStrip } from '../panels';
import { ScrubBar, Transport } from '../timeline';
import { Announcer } from './announcer';
import { Bar } from './bar';
import { useSession, useView } from './session-context';
import { SidePanel } from './side-panel';
import { Stage } from './stage';
import { applyTheme } from './theme';
import { useKeyboard } from './use-keyboard';
import { useNarrow } from './use-narrow';
import './app.css';

/** The sheet moves by framer-motion, which a page without a sheet need not fetch. */
const PhonePanel = lazy(() => import('./phone-panel').then((module) => ({ default: module.PhonePanel })));

/** The playground: the diagram is the page, everything else serves it. */
export function App(): ReactElement {
  const theme = useView((view) => view.theme);
  useEffect(() => applyTheme(theme), [theme]);
  useKeyboard(useSession());
  const isNarrow = useNarrow();
  return (
    <DropTarget>
      <Bar />
      <main className="main">
        <Title />
        <VerdictStrip />
        <RefusedInput />
        <MainStage isNarrow={isNarrow} />
      </main>
      {isNarrow ? (
        <Suspense>
          <PhonePanel />
        </Suspense>
      ) : (
        <SidePanel />
      )}
      <footer className="time">
        <Transport>
          <AddAction />
        </Transport>
        <ScrubBar />
      </footer>
      <FormingAction />
      <Announcer />
    </DropTarget>
  );
}

/** The diagram, or what a panel shows in its place where there is room for both. */
function MainStage({ isNarrow }: { isNarrow: boolean }): ReactElement {
  const panel = useView((view) => view.panel);
  if (isNarrow || (panel !== 'machine' && panel !== 'lag')) return <Stage />;
  return (
    <div className="stage">
      <Suspense>{panel === 'machine' ? <MachineStage /> : <LagStage />}</Suspense>
    </div>
  );
}

/** The page's heading: on screen it is the bar's scenario. */
function Title(): ReactElement {
  const name = useView((view) => view.run?.scenario.name);
  useEffect(() => {
    document.title = name === undefined ? 'Tidemark' : `${name} · Tidemark`;
  }, [name]);
  return <h1 className="hidden-text">{name ?? 'Tidemark'}</h1>;
}
