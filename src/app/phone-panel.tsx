import { Suspense, useState } from 'react';
import type { ReactElement } from 'react';
import { ConfigPanel, InjectPanel, LagPanel, LogPanel, MachinePanel, WhyPanel } from '../panels';
import { Sheet } from '../design/sheet';
import type { SheetHeight } from '../design/sheet';
import { Tabs, panelIdOf } from '../design/tabs';
import type { PanelId } from './session-view';
import { useSession, useView } from './session-context';

const tabs = [
  { id: 'config', label: 'Config' },
  { id: 'inject', label: 'Inject' },
  { id: 'machine', label: 'Machine' },
  { id: 'lag', label: 'Lag' },
  { id: 'log', label: 'Log' },
] as const;

/** The sheet holds the picture too: there is no second place for it beside the diagram. */
const panels: Readonly<Record<PanelId, ReactElement>> = {
  config: <ConfigPanel />,
  inject: <InjectPanel />,
  machine: <MachinePanel hasChart />,
  lag: <LagPanel hasTable />,
  log: <LogPanel />,
};

/** The panels on a phone: a sheet over the page that is dragged up when it is needed. */
export function PhonePanel(): ReactElement {
  const session = useSession();
  const asking = useView((view) => view.asking);
  const panel = useView((view) => view.panel);
  const [chosen, setHeight] = useState<SheetHeight>('peek');
  // What was asked must be seen.
  const height = asking !== undefined && chosen === 'peek' ? 'half' : chosen;
  const select = (id: PanelId): void => {
    session.showPanel(id);
    if (height === 'peek') setHeight('half');
  };
  const head =
    asking === undefined ? <Tabs label="Panels" prefix="sheet" tabs={tabs} selected={panel} onSelect={select} /> : null;
  return (
    <Sheet label="Panels" height={height} onHeight={setHeight} head={head}>
      {asking === undefined ? (
        <div id={panelIdOf('sheet')} role="tabpanel" aria-labelledby={`sheet-tab-${panel}`}>
          <Suspense>{panels[panel]}</Suspense>
        </div>
      ) : (
        <WhyPanel key={asking} id={asking} />
      )}
    </Sheet>
  );
}
