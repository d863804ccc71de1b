import { useState } from 'react';
import type { ReactElement } from 'react';
import { Button } from '../../design/button';
import { Menu } from '../../design/menu';
import { useSession, useView } from '../../app';
import { ActionForm } from './action-form';
import './actions.css';

/** Every action of the catalogue; what needs more than a target gets a form. */
export function ActionControls(): ReactElement {
  const session = useSession();
  const actions = useView((view) => view.catalogue?.actions);
  const run = useView((view) => view.run);
  const [forming, setForming] = useState<string>();
  const spec = actions?.find((action) => action.do === forming);
  const items = (actions ?? []).map((action) => ({
    id: action.do,
    label: action.title,
    note: action.do,
    onSelect: () => {
      session.pause();
      setForming(action.do);
    },
  }));
  return (
    <>
      <Menu
        label="Add action"
        align="end"
        sections={[{ title: 'at the moment on screen', items }]}
        trigger={<Button className="button action-add">Add action</Button>}
      />
      {spec === undefined || run === undefined ? null : (
        <ActionForm spec={spec} run={run} onClose={() => setForming(undefined)} />
      )}
    </>
  );
}
