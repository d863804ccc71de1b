import { memo, type KeyboardEvent, type MouseEvent, type ReactElement } from 'react';
import type { ClusterView } from '../../simulations/history';
import { keyOfTarget, type DiagramNode, type DiagramTarget } from './diagram-types';
import type { Box, GroupBox, Layout, LogBox } from './layout-types';
import { brokerLabel, groupLabel, logLabel, memberLabel, producerLabel } from './node-words';

/** What the nodes tell the diagram. */
export interface NodeEvents {
  onOpen(node: DiagramNode, target: DiagramTarget, event: MouseEvent<HTMLButtonElement>): void;
  onKey(node: DiagramNode, target: DiagramTarget, event: KeyboardEvent<HTMLButtonElement>): void;
  onFocus(target: DiagramTarget): void;
  onBlur(): void;
}

interface NodeButtonsProps {
  view: ClusterView;
  layout: Layout;
  openNode: string | null;
  events: NodeEvents;
}

/** The focusable side of the drawing: a button over each node, named in words; logs are reached with the arrow keys. */
export const NodeButtons = memo(function NodeButtons({
  view,
  layout,
  openNode,
  events,
}: NodeButtonsProps): ReactElement {
  const button = (node: DiagramNode, target: DiagramTarget, box: Box, label: string, column: number): ReactElement => (
    <button
      key={keyOfTarget(target)}
      type="button"
      className="diagram-node"
      style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
      aria-label={label}
      aria-haspopup="menu"
      aria-expanded={openNode === keyOfTarget(target)}
      data-column={column}
      onClick={(event) => events.onOpen(node, target, event)}
      onKeyDown={(event) => events.onKey(node, target, event)}
      onFocus={() => events.onFocus(target)}
      onBlur={events.onBlur}
    />
  );
  const { names } = view;
  return (
    <>
      {layout.producers.map((box) => {
        const { actor, name } = box.shape;
        return button(
          { kind: 'producer', name, number: actor },
          { kind: 'producer', actor },
          box,
          producerLabel(box),
          0,
        );
      })}
      {layout.brokers.flatMap((box) => {
        const { actor } = box.shape;
        const node: DiagramNode = { kind: 'broker', name: names.actors[actor]!, number: actor };
        return [
          button(node, { kind: 'broker', actor }, box, brokerLabel(box.shape), 1),
          ...box.logs.map((log) => (
            <LogButton
              key={`log ${log.shape.partition} ${log.broker}`}
              view={view}
              log={log}
              node={node}
              events={events}
            />
          )),
        ];
      })}
      {layout.groups.flatMap((group) => groupButtons(view, group, button))}
    </>
  );
});

type MakeButton = (node: DiagramNode, target: DiagramTarget, box: Box, label: string, column: number) => ReactElement;

function groupButtons(view: ClusterView, group: GroupBox, button: MakeButton): ReactElement[] {
  const { group: number, name } = group.shape;
  const isWhole = group.members.every((member) => member.form === 'folded');
  const box = isWhole ? group : { x: group.x - 4, y: group.y - 4, width: group.width + 8, height: 22 };
  return [
    button({ kind: 'group', name, number }, { kind: 'group', group: number }, box, groupLabel(group), 2),
    ...group.members
      .filter((member) => member.form !== 'folded')
      .map((member) => {
        const { actor, name: memberName } = member.shape;
        const label = memberLabel(view, group, member);
        return button({ kind: 'member', name: memberName, number: actor }, { kind: 'member', actor }, member, label, 2);
      }),
  ];
}

interface LogButtonProps {
  view: ClusterView;
  log: LogBox;
  /** The log's broker, whose menu it opens. */
  node: DiagramNode;
  events: NodeEvents;
}

function LogButton({ view, log, node, events }: LogButtonProps): ReactElement {
  const target: DiagramTarget = { kind: 'log', partition: log.shape.partition, broker: log.broker };
  const left = log.stripX < 0 ? log.x + 4 : log.stripX;
  return (
    <button
      type="button"
      tabIndex={-1}
      className="diagram-node diagram-log"
      style={{ left, top: log.y - 2, width: log.stripX < 0 ? log.width - 8 : 34, height: log.height + 4 }}
      aria-label={logLabel(view, log)}
      data-column={1}
      onClick={(event) => events.onOpen(node, target, event)}
      onKeyDown={(event) => events.onKey(node, target, event)}
      onFocus={() => events.onFocus(target)}
      onBlur={events.onBlur}
    />
  );
}
