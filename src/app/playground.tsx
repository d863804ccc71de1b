import { Suspense, useEffect } from 'react';
import type { ReactElement } from 'react';
import { onDemand } from '../design/on-demand';
import {
  AddAction,
  DropTarget,
  FormingAction,
  LagStage,
  MachineStage,
  RecordingNote,
  RefusedInput,
  VerdictStrip,
} from '../panels';
import { ScrubBar, Transport } from '../timeline';
import { Announcer } from './announcer';
import { Bar } from './bar';
import { KeptNote } from './kept-note';
import { useSession, useView } from './session-context';
import { SidePanel } from './side-panel';
import { Stage } from './stage';
import { useKeyboard } from './use-keyboard';
import { useNarrow } from './use-narrow';
import './app.css';

const CompareStage = onDemand(() => import('./compare/compare-stage').then((module) => module.CompareStage), {
  name: 'The comparison',
});

/** The sheet moves by framer-motion, which a page without a sheet need not fetch. */
const PhonePanel = onDemand(() => import('./phone-panel').then((module) => module.PhonePanel), { name: 'The panel' });

/** The playground: the diagram is the page, everything else serves it. */
export function Playground(): ReactElement {
  useKeyboard(useSession());
  const isNarrow = useNarrow();
  return (
    <DropTarget>
      <Bar />
      <main className="main">
        <Title />
        <VerdictStrip />
        <RefusedInput />
        <RecordingNote />
        <KeptNote />
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
  const isComparing = useView((view) => view.compared !== undefined);
  if (isComparing) {
    return (
      <Suspense fallback={<Stage />}>
        <CompareStage />
      </Suspense>
    );
  }
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
  return (
    <h1 className="hidden-text" tabIndex={-1}>
      {name ?? 'Tidemark'}
    </h1>
  );
}
