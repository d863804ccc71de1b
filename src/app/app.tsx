import { useEffect } from 'react';
import type { ReactElement } from 'react';
import { ActionControls, DropTarget, RefusedInput, VerdictStrip } from '../panels';
import { ScrubBar, Transport } from '../timeline';
import { Announcer } from './announcer';
import { Bar } from './bar';
import { PhonePanel } from './phone-panel';
import { useSession, useView } from './session-context';
import { SidePanel } from './side-panel';
import { Stage } from './stage';
import { applyTheme } from './theme';
import { useKeyboard } from './use-keyboard';
import { useNarrow } from './use-narrow';
import './app.css';

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
        <VerdictStrip />
        <RefusedInput />
        <Stage />
      </main>
      {isNarrow ? <PhonePanel /> : <SidePanel />}
      <footer className="time">
        <Transport>
          <ActionControls />
        </Transport>
        <ScrubBar />
      </footer>
      <Announcer />
    </DropTarget>
  );
}
