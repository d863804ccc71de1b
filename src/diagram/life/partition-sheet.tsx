import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import type { ClusterView } from '../../../simulations/history';
import { IconButton, TextButton } from '../../design/button';
import { brokerName, brokerNumber, replicaSet, seconds } from '../words';
import { LifePlot } from './life-plot';
import { partitionLife, type PartitionLife } from './partition-life';
import './life.css';

interface PartitionSheetProps {
  view: ClusterView;
  partition: number;
  endMicros: number;
  /** Goes to a moment; absent: moments are only told. */
  onSeek?: ((atMicros: number) => void) | undefined;
  onClose: () => void;
}

/** How often the numbers follow the moment on screen, ms. */
const refreshMs = 200;

/** One partition and its life: who led it, who was in sync, how far its log, its high watermark and its readers came. */
export function PartitionSheet({ view, partition, endMicros, onSeek, onClose }: PartitionSheetProps): ReactElement {
  useRefresh();
  const { names, columns, trace } = view;
  const rowCount = trace.history.length;
  const life = useMemo(() => {
    // Read again as the trace grows.
    return rowCount < 0 ? null : partitionLife(view, partition, endMicros);
  }, [view, partition, endMicros, rowCount])!;
  const sheet = useRef<HTMLElement>(null);
  useEffect(() => {
    const cameFrom = document.activeElement;
    sheet.current?.focus({ preventScroll: true });
    return () => {
      if (cameFrom instanceof HTMLElement) cameFrom.focus({ preventScroll: true });
    };
  }, []);
  const leader = columns.leader[partition]!;
  const moment = view.timeMicros;
  return (
    // It takes the focus when it opens, so that Escape and the arrows reach it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <aside className="life-sheet" ref={sheet} tabIndex={-1} aria-label={`Life of ${names.partitions[partition]}`}>
      <header>
        <div>
          <h2 className="mono">{names.partitions[partition]}</h2>
          <p className={leader < 0 ? 'red' : 'second'}>
            {leader < 0
              ? `no leader since ${seconds(columns.leaderSinceMicros[partition]!)}`
              : `${brokerName(names.actors[leader]!)} leads, epoch ${columns.leaderEpoch[partition]}, ISR ${replicaSet(view, columns.inSyncReplicas[partition]!, leader)}`}
          </p>
        </div>
        <IconButton label="Close, Escape" icon="close" onClick={onClose} />
      </header>
      <div className="life-scroll">
        <LifePlot view={view} life={life} endMicros={endMicros} momentMicros={moment} />
        <Replicas view={view} partition={partition} />
        <Readers view={view} partition={partition} />
        <Events view={view} life={life} onSeek={onSeek} />
      </div>
    </aside>
  );
}

function useRefresh(): void {
  const [, redraw] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => redraw((count) => count + 1), refreshMs);
    return () => clearInterval(timer);
  }, []);
}

function Replicas({ view, partition }: { view: ClusterView; partition: number }): ReactElement {
  const { columns, names } = view;
  const leader = columns.leader[partition]!;
  const end = (broker: number): number => columns.logEndOffset[columns.replicaAt(partition, broker)]!;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Replica</th>
          <th scope="col">Log end</th>
          <th scope="col">Behind</th>
          <th scope="col">In sync</th>
        </tr>
      </thead>
      <tbody>
        {names.partitionReplicas[partition]!.map((broker) => (
          <tr key={broker}>
            <th scope="row">
              {brokerName(names.actors[broker]!)}
              {broker === leader ? ', leader' : ''}
            </th>
            <td className="mono">{end(broker)}</td>
            <td className="mono">{leader < 0 ? '' : Math.max(0, end(leader) - end(broker))}</td>
            <td>{columns.inSyncReplicas[partition]! & (1 << broker) ? 'yes' : 'no'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Readers({ view, partition }: { view: ClusterView; partition: number }): ReactElement | null {
  const { columns, names } = view;
  if (names.groups.length === 0) return null;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Group</th>
          <th scope="col">Committed</th>
          <th scope="col">Lag</th>
          <th scope="col">Read by</th>
        </tr>
      </thead>
      <tbody>
        {names.groups.map((name, group) => {
          const at = columns.readerAt(group, partition);
          const holder = columns.holder[at]!;
          const committed = columns.committedOffset[at]!;
          return (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="mono">{committed < 0 ? 'never' : committed}</td>
              <td className="mono">{view.lag(group, partition)}</td>
              <td>{holder < 0 ? 'nobody' : names.actors[holder]}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

interface EventLine {
  atMicros: number;
  words: string;
}

/** Events that are listed at most. */
const mostEvents = 60;

function Events({
  view,
  life,
  onSeek,
}: {
  view: ClusterView;
  life: PartitionLife;
  onSeek: PartitionSheetProps['onSeek'];
}): ReactElement {
  const events = eventsOf(view, life);
  return (
    <ol className="life-events" aria-label="What happened to it">
      {events.slice(-mostEvents).map(({ atMicros, words }) => (
        <li key={`${atMicros} ${words}`} data-ahead={atMicros > view.timeMicros || undefined}>
          {onSeek === undefined ? (
            <span className="mono">{seconds(atMicros)}</span>
          ) : (
            <TextButton onClick={() => onSeek(atMicros)}>
              <span className="mono">{seconds(atMicros)}</span>
            </TextButton>
          )}
          <span>{words}</span>
        </li>
      ))}
    </ol>
  );
}

function eventsOf(view: ClusterView, { leaderships, inSync, truncations }: PartitionLife): EventLine[] {
  const { names } = view;
  const brokerOf = (broker: number): string => brokerName(names.actors[broker]!);
  const led = leaderships.map(({ fromMicros, leader, leaderEpoch }): EventLine => ({
    atMicros: fromMicros,
    words: leader < 0 ? 'nobody leads' : `${brokerOf(leader)} leads, epoch ${leaderEpoch}`,
  }));
  const synced = inSync.slice(1).map(({ atMicros, mask }): EventLine => ({
    atMicros,
    words: `in sync: ${setWords(view, mask)}`,
  }));
  const cut = truncations.map(({ atMicros, broker, from, to }): EventLine => ({
    atMicros,
    words: `${brokerOf(broker)} truncates ${to - from} ${to - from === 1 ? 'record' : 'records'}, to ${from}`,
  }));
  return [...led, ...synced, ...cut].toSorted((left, right) => left.atMicros - right.atMicros);
}

function setWords(view: ClusterView, mask: number): string {
  const brokers = Array.from({ length: view.columns.brokerCount }, (_, broker) => broker);
  return (
    brokers
      .filter((broker) => mask & (1 << broker))
      .map((broker) => brokerNumber(view, broker))
      .join(' ') || 'nobody'
  );
}
