import { useState } from 'react';
import type { ReactElement } from 'react';
import { ConfigPanel, InjectPanel, LogPanel, WhyPanel } from '../panels';
import { Sheet } from '../design/sheet';
import type { SheetHeight } from '../design/sheet';
import { Tabs, panelIdOf } from '../design/tabs';
import type { PanelId } from './session-view';
import { useSession, useView } from './session-context';

const tabs = [
  { id: 'config', label: 'Config' },
  { id: 'inject', label: 'Inject' },
  { id: 'log', label: 'Log' },
] as const;

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
          {panel === 'config' ? <ConfigPanel /> : panel === 'inject' ? <InjectPanel /> : <LogPanel />}
        </div>
      ) : (
        <WhyPanel key={asking} id={asking} />
      )}
    </Sheet>
  );
}
