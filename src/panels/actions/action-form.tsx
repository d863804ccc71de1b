import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import type { ActionSpec, Problem } from '../../../simulations/scenario';
import { Button, IconButton } from '../../design/button';
import { ProblemList } from '../problem-list';
import { formatMoment, typedTexts, useMoment, useSession } from '../../app';
import type { RunView, Session } from '../../app';
import { ActionField } from './action-field';
import { actionOf, initialValues } from './form-values';
import type { FormValues } from './form-values';

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
  const [values, setValues] = useState(() => ({
    ...initialValues(spec, run.scenario, target),
    ...keptValues(typedTexts(session).waiting('form'), spec),
  }));
  useKept(session, { do: spec.do, values });
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

/** A form that is open when the page is left is open when it is loaded again. */
function useKept(session: Session, form: { do: string; values: FormValues }): void {
  const typed = useRef(form);
  useEffect(() => {
    typed.current = form;
    typedTexts(session).touch();
  });
  useEffect(() => {
    const texts = typedTexts(session);
    texts.keep('form', () => ({ do: typed.current.do, values: { ...typed.current.values } }));
    return () => texts.release('form');
  }, [session]);
}

/** What was kept may have been written by anybody; only text for fields that are there counts. */
function keptValues(kept: unknown, spec: ActionSpec): FormValues {
  const { do: name, values } = (kept ?? {}) as { do?: unknown; values?: unknown };
  if (name !== spec.do || typeof values !== 'object' || values === null) return {};
  return Object.fromEntries(
    Object.entries(values).filter(
      (entry): entry is [string, string] =>
        typeof entry[1] === 'string' && Object.hasOwn(spec.fields, entry[0].split('.')[0]),
    ),
  );
}
