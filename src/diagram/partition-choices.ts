import type { DiagramProps } from './diagram-props';
import type { DiagramTarget } from './diagram-types';
import type { PartitionChoices } from './node-menu';
import { hasReplica } from './topology';
import { brokerName, brokerNumber } from './words';

/** Brokers that a menu offers; more are reached by dragging, or in the form of the action. */
const mostMoves = 6;

/** What can be done with the partition of a log: see its life, and, where the actions know how, move the replica. */
export function partitionChoices(
  { view, onReassign }: Pick<DiagramProps, 'view' | 'onReassign'>,
  { partition, broker }: Extract<DiagramTarget, { kind: 'log' }>,
  onFocus: (partition: number) => void,
): PartitionChoices {
  const { names } = view;
  const name = names.partitions[partition]!;
  const others = otherBrokers(view, partition);
  const moves = onReassign === undefined ? [] : others.slice(0, mostMoves);
  return {
    name,
    onFocus: () => onFocus(partition),
    moves: moves.map((to) => ({
      to: brokerName(names.actors[to]!),
      onMove: () => onReassign?.(name, replicasAfter(view, partition, broker, to)),
    })),
  };
}

/** Brokers without a replica of the partition. */
export function otherBrokers(view: DiagramProps['view'], partition: number): number[] {
  const brokers = Array.from({ length: view.columns.brokerCount }, (_, broker) => broker);
  return brokers.filter((it) => !hasReplica(view, partition, it));
}

/** The replica list, as numbers in the brokers' names, with `from`'s place given to `to`. */
export function replicasAfter(view: DiagramProps['view'], partition: number, from: number, to: number): number[] {
  const replicas = view.names.partitionReplicas[partition]!.filter((it) => hasReplica(view, partition, it));
  return replicas.map((it) => Number(brokerNumber(view, it === from ? to : it)));
}
