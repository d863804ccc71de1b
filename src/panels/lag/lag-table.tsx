import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { useWindow } from '../use-window';
import { sortedRows, spanWords } from './lag-rows';
import type { LagColumn, LagOrder, LagRow } from './lag-rows';

const ROW_HEIGHT = 28;

const columns: readonly { id: LagColumn; title: string; hint?: string; isText?: boolean }[] = [
  { id: 'name', title: 'Partition', isText: true },
  { id: 'memberName', title: 'Member', isText: true },
  { id: 'committedOffset', title: 'Committed' },
  { id: 'highWatermark', title: 'High watermark', hint: 'the end that readers are told' },
  { id: 'logEndOffset', title: 'Log end' },
  { id: 'lag', title: 'Lag', hint: 'records' },
  { id: 'lagMicros', title: 'Behind', hint: 'in time' },
  { id: 'trend', title: 'Trend', isText: true },
  { id: 'clearsInMicros', title: 'Clear in' },
];

/** The partitions of a group as a console lists them; a click on a head sorts. */
export function LagTable({
  rows,
  group,
  empty,
}: {
  rows: readonly LagRow[];
  group: string;
  empty: string;
}): ReactElement {
  const [order, setOrder] = useState<LagOrder>({ column: 'name', isDescending: false });
  const sorted = useMemo(() => sortedRows(rows, order), [rows, order]);
  const { scroller, onScroll, from, to } = useWindow<HTMLElement>(sorted.length, ROW_HEIGHT);
  const sortBy = (column: LagColumn): void =>
    setOrder((before) => ({
      column,
      isDescending: before.column === column ? !before.isDescending : column !== 'name' && column !== 'memberName',
    }));
  return (
    // A region that scrolls must be reachable by the keyboard.
    <section
      className="lag-scroll"
      ref={scroller}
      onScroll={onScroll}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label={`Partitions of ${group}`}
    >
      <table className="lag-table" aria-rowcount={sorted.length + 1}>
        <caption className="hidden-text">Lag of {group} by partition</caption>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map(({ id, title, hint, isText }) => (
              <th
                key={id}
                scope="col"
                className={isText === true ? undefined : 'number'}
                aria-sort={order.column === id ? (order.isDescending ? 'descending' : 'ascending') : undefined}
              >
                <button type="button" onClick={() => sortBy(id)} title={hint}>
                  {title}
                  <span aria-hidden="true">{order.column === id ? (order.isDescending ? ' ↓' : ' ↑') : ''}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {from > 0 ? <tr aria-hidden="true" style={{ height: from * ROW_HEIGHT }} /> : null}
          {sorted.slice(from, to).map((row, index) => (
            <Line key={row.partition} row={row} index={from + index + 2} />
          ))}
          {to < sorted.length ? <tr aria-hidden="true" style={{ height: (sorted.length - to) * ROW_HEIGHT }} /> : null}
        </tbody>
      </table>
      {sorted.length === 0 ? <p className="lag-empty">{empty}</p> : null}
    </section>
  );
}

function Line({ row, index }: { row: LagRow; index: number }): ReactElement {
  const isNever = row.committedOffset < 0;
  return (
    <tr aria-rowindex={index} data-trend={row.lag > 0 ? row.trend : undefined}>
      <th scope="row">{row.name}</th>
      <td data-bad={row.member < 0 || undefined}>{row.memberName}</td>
      <td className="number">{isNever ? <span className="third">never</span> : row.committedOffset}</td>
      <td className="number">{row.highWatermark}</td>
      <td className="number" data-bad={!row.hasLeader || undefined}>
        {row.hasLeader ? row.logEndOffset : 'no leader'}
      </td>
      <td className="number lag-count">
        {row.lag}
        {isNever && row.lag > 0 ? (
          <span className="third" title="counted from the start of the log">
            {' '}
            *
          </span>
        ) : null}
      </td>
      <td className="number">{row.lagMicros === 0 ? '0 s' : spanWords(row.lagMicros, '?')}</td>
      <td className="lag-trend">{row.lag === 0 && row.trend === 'steady' ? '' : row.trend}</td>
      <td className="number">{row.lag === 0 ? 'clear' : spanWords(row.clearsInMicros, 'not at this pace')}</td>
    </tr>
  );
}
