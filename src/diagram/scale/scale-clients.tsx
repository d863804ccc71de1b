import { useRef, type KeyboardEvent, type ReactElement } from 'react';
import type { ClusterView } from '../../../simulations/history';
import type { DiagramNode } from '../diagram-types';
import { isDown } from '../topology';
import { clientWords } from '../words';

interface ScaleClientsProps {
  view: ClusterView;
  /** The group whose lag is shown. */
  group: number;
  onGroup: (group: number) => void;
  onOpen: (node: DiagramNode, at: { x: number; y: number }) => void;
}

/** Producers, groups and members in one line: each opens its menu; a group also says whose lag is looked at. */
export function ScaleClients({ view, group, onGroup, onOpen }: ScaleClientsProps): ReactElement {
  const { names } = view;
  const line = useRef<HTMLFieldSetElement>(null);
  const nodes: DiagramNode[] = names.actors.flatMap((name, number): DiagramNode[] =>
    names.actorKinds[number] === 'producer' ? [{ kind: 'producer', name, number }] : [],
  );
  const groups = names.groups.map((name, number): DiagramNode[] => [
    { kind: 'group', name, number },
    ...names.actors.flatMap((member, actor): DiagramNode[] =>
      names.actorGroup[actor] === number ? [{ kind: 'member', name: member, number: actor }] : [],
    ),
  ]);
  const all = [...nodes, ...groups.flat()];
  const move = (event: KeyboardEvent<HTMLButtonElement>): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    const buttons = [...line.current!.querySelectorAll('button')];
    buttons[buttons.indexOf(event.currentTarget) + by]?.focus();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <fieldset className="scale-clients" ref={line} aria-label="Producers and groups">
      {all.map((node, index) => (
        <button
          key={`${node.kind} ${node.number}`}
          type="button"
          className="button"
          data-kind={node.kind}
          data-down={(node.kind !== 'group' && isDown(view, node.number)) || undefined}
          tabIndex={index === 0 ? 0 : -1}
          aria-haspopup="menu"
          aria-label={labelOf(view, node)}
          aria-pressed={node.kind === 'group' ? node.number === group : undefined}
          onKeyDown={move}
          onClick={(event) => {
            if (node.kind === 'group') onGroup(node.number);
            const box = event.currentTarget.getBoundingClientRect();
            onOpen(node, { x: box.left, y: box.top });
          }}
        >
          {node.name}
        </button>
      ))}
    </fieldset>
  );
}

function labelOf(view: ClusterView, { kind, name, number }: DiagramNode): string {
  const state = kind === 'group' ? '' : clientWords(view, number);
  return `${kind} ${name}${state === '' ? '' : `, ${state}`}`;
}
