import type { ReactElement } from 'react';
import { ConfigPanel, InjectPanel, LogPanel, WhyPanel } from '../panels';
import { Tabs, panelIdOf } from '../design/tabs';
import type { PanelId } from './session-view';
import { useSession, useView } from './session-context';

const tabs = [
  { id: 'config', label: 'Config' },
  { id: 'log', label: 'Log' },
] as const;

/** Beside the diagram: settings or log, and the faders below; or why a count stands where it stands. */
export function SidePanel(): ReactElement {
  const session = useSession();
  const asking = useView((view) => view.asking);
  const panel = useView((view) => view.panel);
  const isOpen = useView((view) => view.isDrawerOpen);
  const selected: PanelId = panel === 'log' ? 'log' : 'config';
  if (asking !== undefined) {
    return (
      <aside className="side" data-open={isOpen || undefined}>
        <WhyPanel key={asking} id={asking} />
      </aside>
    );
  }
  return (
    <aside className="side" aria-label="Panels" data-open={isOpen || undefined}>
      <Tabs label="Panels" prefix="side" tabs={tabs} selected={selected} onSelect={(id) => session.showPanel(id)} />
      <div className="side-body" id={panelIdOf('side')} role="tabpanel" aria-labelledby={`side-tab-${selected}`}>
        {selected === 'config' ? <ConfigPanel /> : <LogPanel />}
      </div>
      <InjectPanel />
    </aside>
  );
}
