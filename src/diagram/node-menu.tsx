import type { ReactElement } from 'react';
import type { MenuItem } from '../design/menu';
import { MenuAtOnDemand } from '../design/menu-at-on-demand';
import type { DiagramNode, NodeAction } from './diagram-types';

/** What can be done with the partition whose log was opened. */
export interface PartitionChoices {
  name: string;
  onFocus: () => void;
  /** Other brokers that could have the replica, as they are said, and the way to give it to them. */
  moves: readonly { to: string; onMove: () => void }[];
}

interface NodeMenuProps {
  node: DiagramNode;
  at: { x: number; y: number };
  actions: readonly NodeAction[];
  onAct: (action: NodeAction, node: DiagramNode) => void;
  onClose: () => void;
  partition?: PartitionChoices | undefined;
}

/** Every action that fits a node. */
export function NodeMenu({ node, at, actions, onAct, onClose, partition }: NodeMenuProps): ReactElement {
  const items = actions.map((action, index): MenuItem => ({
    id: `${action.do} ${index}`,
    label: action.label,
    ...(action.note === undefined ? {} : { note: action.note }),
    ...(action.hint === undefined ? {} : { body: action.hint }),
    ...(action.disabled === undefined ? {} : { disabled: action.disabled }),
    onSelect: () => onAct(action, node),
  }));
  const ofPartition = partition === undefined ? [] : [{ title: partition.name, items: partitionItems(partition) }];
  return (
    <MenuAtOnDemand
      at={at}
      label={`Actions on ${node.name}`}
      onClose={onClose}
      sections={[...ofPartition, { title: node.name, items }]}
    />
  );
}

function partitionItems({ onFocus, moves }: PartitionChoices): MenuItem[] {
  return [
    { id: 'life', label: 'Show its life', note: 'F', onSelect: onFocus },
    ...moves.map(({ to, onMove }): MenuItem => ({
      id: `move ${to}`,
      label: `Move this replica to ${to}`,
      onSelect: onMove,
    })),
  ];
}
