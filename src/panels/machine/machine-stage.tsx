import type { ReactElement } from 'react';
import { IconButton } from '../../design/button';
import { Segmented } from '../../design/segmented';
import { useSession, useView } from '../../app';
import type { RunView } from '../../app';
import { MachineDrawing } from './machine-drawing';
import { MachinePicker } from './machine-picker';
import { MachineTable } from './machine-table';
import { ownerName, untold } from './subjects';
import { useMachine } from './use-machine';
import './machine.css';

/** The statechart of what is chosen, in the place of the diagram, or the same as tables. */
export function MachineStage(): ReactElement {
  const run = useView((view) => view.run);
  return (
    <section className="machine-stage" aria-label="Machine">
      {run === undefined ? null : <Stage run={run} />}
    </section>
  );
}

function Stage({ run }: { run: RunView }): ReactElement {
  const session = useSession();
  const showsTable = useView((view) => view.showsTable);
  const shown = useMachine(run);
  const name = ownerName(run.trace.names, shown.owner);
  const state = shown.state === '' ? 'in no state: its process is not there' : `in ${shown.state}`;
  return (
    <>
      <header className="machine-head">
        <h2>
          <b className="mono">{name}</b> <span className="second">{shown.choice.what}</span>
        </h2>
        <MachinePicker run={run} shown={shown} />
        <Segmented
          label="Shown as"
          choices={[
            { id: 'chart', label: 'Chart' },
            { id: 'table', label: 'Table' },
          ]}
          selected={showsTable ? 'table' : 'chart'}
          onSelect={(id) => id !== (showsTable ? 'table' : 'chart') && session.toggleTable()}
        />
        <IconButton label="Back to the diagram" icon="close" onClick={() => session.showPanel('config')} />
      </header>
      {showsTable ? <MachineTable shown={shown} /> : <MachineDrawing shown={shown} label={`${name}, ${state}`} />}
      <p className="machine-foot small third">
        {shown.state === '' ? `${name} is ${state}. ` : ''}
        Line weight: how often it was taken so far. Dotted: never. {untold[shown.choice.subject.machine] ?? ''}
      </p>
    </>
  );
}
