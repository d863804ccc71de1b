import type { ReactElement } from 'react';
import type { ClusterView } from '../../simulations/history';
import type { Layout } from './layout-types';
import type { ReplicaDrag } from './use-replica-drag';
import { brokerName } from './words';

/** The replica that is being dragged: a dashed ghost where it was, and in words what will come of it. */
export function ReplicaGhost({
  view,
  layout,
  drag,
}: {
  view: ClusterView;
  layout: Layout;
  drag: ReplicaDrag;
}): ReactElement {
  const { names } = view;
  const { log, over } = drag;
  const from = layout.logs.find((it) => it.broker === log.broker && it.shape.partition === log.partition);
  const to = layout.brokers.find(({ shape }) => shape.actor === over?.broker);
  const name = names.partitions[log.partition]!;
  return (
    <>
      <svg className="diagram-layer" aria-hidden="true">
        {from === undefined ? null : (
          <rect x={from.x + 5} y={from.y} width={from.width - 10} height={from.height} rx="3" className="ghost" />
        )}
        {to === undefined || over?.canTake !== true ? null : (
          <rect x={to.x} y={to.y} width={to.width} height={to.height} rx="6" className="ghost-over" />
        )}
      </svg>
      <output className="stroke-words" style={{ left: drag.x + 14, top: drag.y + 10 }}>
        {over === null
          ? `${name}: drop it on another broker`
          : over.canTake
            ? `${name} moves from ${brokerName(names.actors[log.broker]!)} to ${brokerName(names.actors[over.broker]!)}`
            : `${brokerName(names.actors[over.broker]!)} has a replica of ${name} already`}
      </output>
    </>
  );
}
