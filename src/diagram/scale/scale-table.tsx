import { useState, type ReactElement } from 'react';
import type { ClusterView } from '../../../simulations/history';
import { Button } from '../../design/button';
import { brokerNumber, brokerWords, replicaSet } from '../words';

const pageSize = 50;

/** The same moment as numbers, fifty partitions at a time. */
export function ScaleTable({
  view,
  order,
  group,
}: {
  view: ClusterView;
  order: Int32Array;
  group: number;
}): ReactElement {
  const [first, setFirst] = useState(0);
  const { columns, names } = view;
  const last = Math.min(order.length, first + pageSize);
  const lagOf = names.groups[group];
  return (
    // A region that scrolls must be reachable by the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="diagram-tables" tabIndex={0} aria-label="The diagram as tables">
      <div className="scale-pages">
        <Button disabled={first === 0} onClick={() => setFirst(Math.max(0, first - pageSize))}>
          Previous
        </Button>
        <span className="mono">
          {first + 1} to {last} of {order.length.toLocaleString('en')}
        </span>
        <Button disabled={last === order.length} onClick={() => setFirst(first + pageSize)}>
          Next
        </Button>
      </div>
      <table>
        <caption>Partitions</caption>
        <thead>
          <tr>
            {['Partition', 'Leader', 'Leader epoch', 'Replicas', 'In-sync replicas', 'High watermark', 'Log end'].map(
              (title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ),
            )}
            {lagOf === undefined ? null : <th scope="col">Lag of {lagOf}</th>}
          </tr>
        </thead>
        <tbody>
          {Array.from(order.subarray(first, last), (partition) => {
            const leader = columns.leader[partition]!;
            const at = Math.max(0, leader >= 0 ? leader : columns.previousLeader[partition]!);
            return (
              <tr key={partition}>
                <th scope="row">{names.partitions[partition]}</th>
                <td className="number">{leader < 0 ? 'none' : brokerNumber(view, leader)}</td>
                <td className="number">{columns.leaderEpoch[partition]}</td>
                <td className="number">
                  {names.partitionReplicas[partition]!.map((it) => brokerNumber(view, it)).join(' ')}
                </td>
                <td className="number">{replicaSet(view, columns.inSyncReplicas[partition]!, leader)}</td>
                <td className="number">{columns.highWatermark[partition]}</td>
                <td className="number">{columns.logEndOffset[columns.replicaAt(partition, at)]}</td>
                {lagOf === undefined ? null : <td className="number">{view.lag(group, partition)}</td>}
              </tr>
            );
          })}
        </tbody>
      </table>
      <table>
        <caption>Brokers</caption>
        <thead>
          <tr>
            <th scope="col">Broker</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: columns.brokerCount }, (_, broker) => (
            <tr key={broker}>
              <th scope="row">{brokerNumber(view, broker)}</th>
              <td>{brokerWords(view, broker, false)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
