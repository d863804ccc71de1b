import { Suspense } from 'react';
import type { ReactElement } from 'react';
import { ConfigPanel, InjectPanel, LagPanel, LogPanel, MachinePanel, WhyPanel } from '../panels';
import { Tabs, panelIdOf } from '../design/tabs';
import { useSession, useView } from './session-context';

const tabs = [
  { id: 'config', label: 'Config' },
  { id: 'machine', label: 'Machine' },
  { id: 'lag', label: 'Lag' },
  { id: 'log', label: 'Log' },
] as const;

const panels = { config: ConfigPanel, machine: MachinePanel, lag: LagPanel, log: LogPanel };

/** Beside the diagram: settings or log, and the faders below; or why a count stands where it stands. */
export function SidePanel(): ReactElement {
  const session = useSession();
  const asking = useView((view) => view.asking);
  const panel = useView((view) => view.panel);
  const isOpen = useView((view) => view.isDrawerOpen);
  const selected = panel === 'inject' ? 'config' : panel;
  const Panel = panels[selected];
  // Machines and lag are read, not steered: their lists have the whole height.
  const hasFaders = selected === 'config' || selected === 'log';
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
        <Suspense>
          <Panel />
        </Suspense>
      </div>
      {hasFaders ? <InjectPanel /> : null}
    </aside>
  );
}
