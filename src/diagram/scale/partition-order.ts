import type { ClusterView } from '../../../simulations/history';
import { rackOrder } from '../rack-order';

export type PartitionSort = 'leader' | 'lag' | 'topic';

/**
 * The partitions in the order in which they are listed. By leader: by the rack and number of the preferred leader, which
 * stays what it is while leaders move. By lag: the group's largest first, at the view's time. By topic: as named.
 */
export function orderPartitions(
  view: ClusterView,
  sort: PartitionSort,
  group: number,
  racks: readonly string[],
): Int32Array {
  const { names } = view;
  const order = Int32Array.from({ length: names.userPartitionCount }, (_, partition) => partition);
  if (sort === 'topic') return order;
  if (sort === 'lag') {
    const lags = Float64Array.from(order, (partition) => (group < 0 ? 0 : view.lag(group, partition)));
    return order.sort((left, right) => lags[right]! - lags[left]! || left - right);
  }
  const ranks = rackOrder(names.actorKinds.filter((kind) => kind === 'broker').length, racks);
  const place = (partition: number): number => ranks.indexOf(names.partitionReplicas[partition]![0] ?? 0);
  const places = Int32Array.from(order, place);
  return order.sort((left, right) => places[left]! - places[right]! || left - right);
}
