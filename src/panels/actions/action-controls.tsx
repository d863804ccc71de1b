import type { ReactElement } from 'react';
import { Button } from '../../design/button';
import { Menu } from '../../design/menu';
import type { MenuSection } from '../../design/menu';
import { useSession, useView } from '../../app';
import { ActionForm } from './action-form';
import './actions.css';

/** Every action of the catalogue, as a section of a menu; each opens its form. */
export function useActionSection(): MenuSection {
  const session = useSession();
  const actions = useView((view) => (view.run?.recording === undefined ? view.catalogue?.actions : undefined));
  const items = (actions ?? []).map((action) => ({
    id: action.do,
    label: action.title,
    note: action.do,
    onSelect: () => {
      session.pause();
      session.form({ do: action.do });
    },
  }));
  return { title: 'Add an action at the moment on screen', items };
}

/** "Add action". */
export function AddAction(): ReactElement | null {
  const section = useActionSection();
  const isRecording = useView((view) => view.run?.recording !== undefined);
  if (isRecording) return null;
  return (
    <Menu
      label="Add action"
      align="end"
      sections={[section]}
      trigger={<Button className="button action-add">Add action</Button>}
    />
  );
}

/** The form of the action that is being added, wherever it was asked for. */
export function FormingAction(): ReactElement | null {
  const session = useSession();
  const run = useView((view) => view.run);
  const forming = useView((view) => view.forming);
  const spec = useView((view) => view.catalogue?.actions.find((action) => action.do === forming?.do));
  if (spec === undefined || run === undefined) return null;
  return (
    <ActionForm
      key={`${spec.do} ${forming?.target}`}
      spec={spec}
      run={run}
      target={forming?.target}
      onClose={() => session.form(undefined)}
    />
  );
}
