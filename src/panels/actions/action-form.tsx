import { useState } from 'react';
import type { ReactElement } from 'react';
import type { ActionSpec, Problem } from '../../../simulations/scenario';
import { Button, IconButton } from '../../design/button';
import { ProblemList } from '../problem-list';
import { formatMoment, useMoment, useSession } from '../../app';
import type { RunView } from '../../app';
import { ActionField } from './action-field';
import { actionOf, initialValues } from './form-values';

interface ActionFormProps {
  spec: ActionSpec;
  run: RunView;
  /** The node that the form was asked for. */
  target: string | undefined;
  onClose: () => void;
}

/** An action's fields, above the transport. What is refused stays as it was typed, with the reason below. */
export function ActionForm({ spec, run, target, onClose }: ActionFormProps): ReactElement {
  const session = useSession();
  const at = useMoment(1000);
  const [values, setValues] = useState(() => initialValues(spec, run.scenario, target));
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const add = async (): Promise<void> => {
    const refused = await session.act([actionOf(spec, values)]);
    session.dismissRefused();
    setProblems(refused);
    if (refused.length === 0) onClose();
  };
  return (
    // Escape closes it from any of its fields.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      className="action-form"
      aria-label={spec.title}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') onClose();
      }}
    >
      <header>
        <h2>{spec.title}</h2>
        <span className="small third mono">{formatMoment(at)}</span>
        <IconButton label="Close, Escape" icon="close" onClick={onClose} />
      </header>
      <div className="action-fields">
        {Object.entries(spec.fields).map(([name, field]) => (
          <ActionField
            key={name}
            name={name}
            field={field}
            scenario={run.scenario}
            values={values}
            onChange={(path, value) => setValues((before) => ({ ...before, [path]: value }))}
          />
        ))}
      </div>
      <ProblemList problems={problems} />
      <footer>
        <Button kind="primary" type="submit">
          Add at {formatMoment(at)}
        </Button>
      </footer>
    </form>
  );
}
