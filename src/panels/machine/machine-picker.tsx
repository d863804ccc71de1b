import type { ReactElement } from 'react';
import { Segmented } from '../../design/segmented';
import { useSession } from '../../app';
import type { RunView } from '../../app';
import { ownerKey, ownersOf } from './subjects';
import type { ShownMachine } from './use-machine';

/** Whose machine, and which of its machines. The diagram's own selection is the same choice. */
export function MachinePicker({ run, shown }: { run: RunView; shown: ShownMachine }): ReactElement {
  const session = useSession();
  const titles = ownersOf(run.trace.names);
  const select = (key: string): void => {
    const target = titles.flatMap(({ owners }) => owners).find((it) => ownerKey(it.target) === key)?.target;
    if (target === undefined) return;
    // Of a partition the controller's view comes first, whichever replica of it is pinned.
    session.view.set({ machine: target.kind === 'log' ? 'partition' : undefined, selected: target });
  };
  return (
    <div className="machine-picker">
      <select
        className="input"
        aria-label="Whose machine"
        value={ownerKey(shown.owner)}
        onChange={(event) => select(event.target.value)}
      >
        {titles.map(({ title, owners }) => (
          <optgroup key={title} label={title}>
            {owners.map(({ label, target }) => (
              <option key={ownerKey(target)} value={ownerKey(target)}>
                {label}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      {shown.choices.length < 2 ? null : shown.choices.length < 5 ? (
        <Segmented
          label="Which machine"
          choices={shown.choices}
          selected={shown.choice.id}
          onSelect={(machine) => session.view.set({ machine })}
        />
      ) : (
        <select
          className="input"
          aria-label="Which machine"
          value={shown.choice.id}
          onChange={(event) => session.view.set({ machine: event.target.value })}
        >
          {shown.choices.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}
