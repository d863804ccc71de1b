import type { ReactElement } from 'react';
import { MenuAt, type MenuItem } from '../design/menu';
import type { DiagramNode, NodeAction } from './diagram-types';

interface NodeMenuProps {
  node: DiagramNode;
  at: { x: number; y: number };
  actions: readonly NodeAction[];
  onAct: (action: NodeAction, node: DiagramNode) => void;
  onClose: () => void;
}

/** Every action that fits a node. */
export function NodeMenu({ node, at, actions, onAct, onClose }: NodeMenuProps): ReactElement {
  const items = actions.map((action, index): MenuItem => ({
    id: `${action.do} ${index}`,
    label: action.label,
    ...(action.note === undefined ? {} : { note: action.note }),
    ...(action.hint === undefined ? {} : { body: action.hint }),
    ...(action.disabled === undefined ? {} : { disabled: action.disabled }),
    onSelect: () => onAct(action, node),
  }));
  return (
    <MenuAt at={at} label={`Actions on ${node.name}`} onClose={onClose} sections={[{ title: node.name, items }]} />
  );
}
