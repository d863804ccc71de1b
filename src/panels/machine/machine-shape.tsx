import type { ReactElement } from 'react';
import { Segmented } from '../../design/segmented';
import { useSession, useView } from '../../app';
import { MachineDrawing } from './machine-drawing';
import { MachineTable } from './machine-table';
import type { ShownMachine } from './use-machine';

/** The machine as a chart, or, where the page shows tables, as tables. */
export function MachineShape({ shown, name }: { shown: ShownMachine; name: string }): ReactElement {
  const showsTable = useView((view) => view.showsTable);
  if (showsTable) return <MachineTable shown={shown} />;
  const state = shown.state === '' ? 'no state: its process is not there' : shown.state;
  return <MachineDrawing shown={shown} label={`${name}, in ${state}`} />;
}

/** The same choice as the key T. */
export function ChartOrTable(): ReactElement {
  const session = useSession();
  const selected = useView((view) => (view.showsTable ? 'table' : 'chart'));
  return (
    <Segmented<'chart' | 'table'>
      label="Shown as"
      choices={[
        { id: 'chart', label: 'Chart' },
        { id: 'table', label: 'Table' },
      ]}
      selected={selected}
      onSelect={(id) => {
        if (id !== selected) session.toggleTable();
      }}
    />
  );
}
