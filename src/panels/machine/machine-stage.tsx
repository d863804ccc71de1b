import type { ReactElement } from 'react';
import { IconButton } from '../../design/button';
import { useSession, useView } from '../../app';
import type { RunView } from '../../app';
import { MachinePicker } from './machine-picker';
import { ChartOrTable, MachineShape } from './machine-shape';
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
  const shown = useMachine(run);
  const name = ownerName(run.trace.names, shown.owner);
  return (
    <>
      <header className="machine-head">
        <h2>
          <b className="mono">{name}</b> <span className="second">{shown.choice.what}</span>
        </h2>
        <MachinePicker run={run} shown={shown} />
        <ChartOrTable />
        <IconButton label="Back to the diagram" icon="close" onClick={() => session.showPanel('config')} />
      </header>
      <MachineShape shown={shown} name={name} />
      <p className="machine-foot small third">
        {shown.state === '' ? `${name} is in no state: its process is not there. ` : ''}
        Line weight: how often it was taken so far. Dotted: never. {untold[shown.choice.subject.machine] ?? ''}
      </p>
    </>
  );
}
