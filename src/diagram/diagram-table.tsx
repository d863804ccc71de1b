import type { ReactElement } from 'react';
import type { ClusterView } from '../../simulations/history';
import type { Topology } from './topology';
import { userPartitions } from './topology';
import { brokerName, brokerNumber, replicaSet } from './words';

type Cell = string | number;

/** The same moment as numbers: what the drawing says, for reading and for screen readers. */
export function DiagramTable({ view, topology }: { view: ClusterView; topology: Topology }): ReactElement {
  return (
    // A region that scrolls must be reachable by the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="diagram-tables" tabIndex={0} aria-label="The diagram as tables">
      <Table
        caption="Brokers"
        head={['Broker', 'State', 'In-sync replicas of what it leads']}
        rows={brokerRows(topology)}
      />
      <Table
        caption="Partitions"
        head={[
          'Partition',
          'Leader',
          'Leader epoch',
          'In-sync replicas',
          'Log start',
          'High watermark',
          ...logHead(view),
        ]}
        rows={partitionRows(view)}
      />
      <Table
        caption="Producers"
        head={['Producer', 'Settings', 'Held', 'In flight', 'Acknowledged', 'Failed', 'Unknown']}
        rows={producerRows(view, topology)}
      />
      <Table
        caption="Groups"
        head={['Group', 'Partition', 'Read by', 'Position', 'Committed offset', 'Lag']}
        rows={readerRows(view)}
      />
    </section>
  );
}

function Table({
  caption,
  head,
  rows,
}: {
  caption: string;
  head: readonly string[];
  rows: readonly Cell[][];
}): ReactElement {
  return (
    <table>
      <caption>{caption}</caption>
      <thead>
        <tr>
          {head.map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row[0]} ${row[1]}`}>
            {row.map((cell, column) =>
              column === 0 ? (
                <th key={head[column]} scope="row">
                  {cell}
                </th>
              ) : (
                <td key={head[column]} className={typeof cell === 'number' ? 'number' : undefined}>
                  {cell}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function brokerRows(topology: Topology): Cell[][] {
  return topology.brokers.map(({ name, words, inSync }) => [name, words, inSync]);
}

function logHead(view: ClusterView): string[] {
  return Array.from({ length: view.columns.brokerCount }, (_, broker) => `End on ${brokerNumber(view, broker)}`);
}

function partitionRows(view: ClusterView): Cell[][] {
  const { columns, names } = view;
  return userPartitions(view).map((partition) => {
    const leader = columns.leader[partition]!;
    const ends = Array.from({ length: columns.brokerCount }, (_, broker): Cell => {
      return names.partitionReplicas[partition]!.includes(broker)
        ? columns.logEndOffset[columns.replicaAt(partition, broker)]!
        : '';
    });
    return [
      names.partitions[partition]!,
      leader < 0 ? 'none' : brokerName(names.actors[leader]!),
      columns.leaderEpoch[partition]!,
      replicaSet(view, columns.inSyncReplicas[partition]!, leader),
      view.logStartOffset(partition),
      columns.highWatermark[partition]!,
      ...ends,
    ];
  });
}

function producerRows(view: ClusterView, topology: Topology): Cell[][] {
  const { inFlight, acknowledged, failed, unknown } = view.columns;
  return topology.producers.map(({ actor, name, note }) => [
    name,
    note,
    Math.max(0, view.queued(actor)),
    inFlight[actor]!,
    acknowledged[actor]!,
    failed[actor]!,
    unknown[actor]!,
  ]);
}

function readerRows(view: ClusterView): Cell[][] {
  const { columns, names } = view;
  return names.groups.flatMap((name, group) =>
    userPartitions(view)
      .filter((partition) => columns.position[columns.readerAt(group, partition)]! >= 0)
      .map((partition): Cell[] => {
        const at = columns.readerAt(group, partition);
        const holder = columns.holder[at]!;
        const committed = columns.committedOffset[at]!;
        return [
          name,
          names.partitions[partition]!,
          holder < 0 ? 'nobody' : names.actors[holder]!,
          columns.position[at]!,
          committed < 0 ? 'none' : committed,
          view.lag(group, partition),
        ];
      }),
  );
}
