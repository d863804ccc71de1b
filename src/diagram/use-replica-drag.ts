import { useRef, useState, type MouseEvent, type PointerEvent } from 'react';
import type { DiagramProps } from './diagram-props';
import type { DiagramTarget } from './diagram-types';
import { otherBrokers, replicasAfter } from './partition-choices';
import { useEscape } from './use-escape';

/** Less than this is a click, px. */
const leastDrag = 8;

type LogTarget = Extract<DiagramTarget, { kind: 'log' }>;

/** A replica on its way to another broker, and where it would go. */
export interface ReplicaDrag {
  log: LogTarget;
  /** In the drawing, px. */
  x: number;
  y: number;
  /** The broker below it; null: none. `canTake`: it has no replica of the partition. */
  over: { broker: number; canTake: boolean } | null;
}

/** A drag from a log's name to another broker gives that broker the replica; the menu of the log does the same. */
export function useReplicaDrag(
  { view, onReassign }: Pick<DiagramProps, 'view' | 'onReassign'>,
  under: (at: { clientX: number; clientY: number }) => DiagramTarget | null,
) {
  const [drag, setDrag] = useState<ReplicaDrag | null>(null);
  const press = useRef<{ log: LogTarget; x: number; y: number } | null>(null);
  const hasDragged = useRef(false);

  const end = (): void => {
    press.current = null;
    setDrag(null);
  };
  useEscape(drag !== null, end);
  return {
    drag,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        hasDragged.current = false;
        if (onReassign === undefined || event.button !== 0 || event.pointerType === 'touch') return;
        const log = under(event);
        if (log?.kind === 'log') press.current = { log, x: event.clientX, y: event.clientY };
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const { current } = press;
        if (current === null) return;
        if (drag === null && Math.hypot(event.clientX - current.x, event.clientY - current.y) < leastDrag) return;
        hasDragged.current = true;
        const box = event.currentTarget.getBoundingClientRect();
        const broker = brokerUnder(under(event));
        const over =
          broker < 0 || broker === current.log.broker
            ? null
            : { broker, canTake: otherBrokers(view, current.log.partition).includes(broker) };
        setDrag({ log: current.log, x: event.clientX - box.left, y: event.clientY - box.top, over });
      },
      onPointerUp: () => {
        if (drag?.over?.canTake === true) {
          const { partition, broker } = drag.log;
          onReassign?.(view.names.partitions[partition]!, replicasAfter(view, partition, broker, drag.over.broker));
        }
        end();
      },
      onPointerCancel: end,
      /** The click at the end of a drag is none. */
      onClickCapture: (event: MouseEvent) => {
        if (hasDragged.current) event.stopPropagation();
        hasDragged.current = false;
      },
    },
  };
}

function brokerUnder(target: DiagramTarget | null): number {
  if (target?.kind === 'broker') return target.actor;
  return target?.kind === 'log' || target?.kind === 'record' ? target.broker : -1;
}
