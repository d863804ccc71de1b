import type { ReactElement } from 'react';
import { LEADERLESS, UNTOLD } from '../../../simulations/history';
import { TextButton } from '../../design/button';
import { formatMoment, formatSpan, useSession } from '../../app';
import { heatRows } from './heat-paint';
import type { HeatProps } from './heat-paint';

/** Moments in the table. */
const MOMENTS = 12;

/** The heat as numbers: every partition at twelve moments, and the largest that it ever had. */
export function HeatTable({ history, names, onlyWithLag }: HeatProps): ReactElement {
  const session = useSession();
  const rows = heatRows(history, onlyWithLag, Number.MAX_SAFE_INTEGER);
  const columns = Array.from({ length: MOMENTS }, (_, index) => ((index + 1) * history.columnCount) / MOMENTS - 1);
  const every = Array.from({ length: history.columnCount }, (_, column) => column);
  return (
    // A region that scrolls must be reachable by the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="lag-tables" tabIndex={0} aria-label="Lag over time as a table">
      <table>
        <caption>Lag in records at the end of each stretch</caption>
        <thead>
          <tr>
            <th scope="col">Partition</th>
            <th scope="col" className="number">
              largest
            </th>
            {columns.map((column) => (
              <th key={column} scope="col" className="number">
                <TextButton
                  aria-label={`Go to ${formatMoment(history.timeOf(column))}`}
                  onClick={() => {
                    session.visit(history.timeOf(column));
                  }}
                >
                  {formatSpan(history.timeOf(column))} s
                </TextButton>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ partitions, valueAt }) => (
            <tr key={partitions[0]}>
              <th scope="row">{names[partitions[0]]}</th>
              <td className="number">{Math.max(0, ...every.map(valueAt))}</td>
              {columns.map((column) => {
                const value = valueAt(column);
                return (
                  <td key={column} className="number">
                    {value === LEADERLESS ? 'no leader' : value === UNTOLD ? '' : value}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
