import { memo, useMemo } from 'react';
import type { ReactElement } from 'react';
import { RowKind, rowKind, rowTime, rowWord, rowsUntil } from '../../simulations/kernel';
import { useView, wordsOf } from '../app';
import type { RunView } from '../app';

/** Above this many partitions the lane would be unreadable; the diagram shows them. */
const PARTITIONS_MAX = 4;

interface Reign {
  fromMicros: number;
  /** -1: nobody leads. */
  leader: number;
  leaderEpoch: number;
}

/** Who led each partition when, and for how long nobody did. */
export function LeaderLane({ width, endMicros }: { width: number; endMicros: number }): ReactElement | null {
  const run = useView((view) => view.run);
  const computed = useView((view) => view.progress.nowMicros);
  const rows = useMemo(() => (run === undefined ? [] : reignsOf(run, computed)), [run, computed]);
  if (run === undefined || rows.length === 0 || rows.length > PARTITIONS_MAX) return null;
  return (
    <div className="timeline-lane" data-lane="leaders" style={{ height: rows.length * 16 + 4 }}>
      <span className="timeline-name">leaders</span>
      <svg aria-hidden="true" width={width} height={rows.length * 16 + 4}>
        <defs>
          <pattern id="nobody" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="5" height="5" fill="var(--red-wash)" />
            <line x1="0" y1="0" x2="0" y2="5" stroke="var(--red)" strokeWidth="1.2" />
          </pattern>
        </defs>
        {rows.map((reigns, partition) => (
          <LeaderRow
            key={run.trace.names.partitions[partition]}
            reigns={reigns}
            y={2 + partition * 16}
            name={run.trace.names.partitions[partition]}
            actors={run.trace.names.actors}
            width={width}
            endMicros={endMicros}
          />
        ))}
      </svg>
    </div>
  );
}

const LeaderRow = memo(function LeaderRow(props: {
  reigns: readonly Reign[];
  y: number;
  name: string;
  actors: readonly string[];
  width: number;
  endMicros: number;
}): ReactElement {
  const { reigns, y, name, actors, width, endMicros } = props;
  const x = (micros: number): number => (endMicros === 0 ? 0 : (micros / endMicros) * width);
  return (
    <g>
      {reigns.map(({ fromMicros, leader, leaderEpoch }, index) => {
        const left = x(fromMicros);
        const size = x(reigns[index + 1]?.fromMicros ?? endMicros) - left;
        const label = `${index === 0 ? `${name} ` : ''}${wordsOf(actors[leader])}, epoch ${leaderEpoch}`;
        return leader < 0 ? (
          <rect
            key={fromMicros}
            x={left}
            y={y + 1}
            width={Math.max(1.5, size)}
            height={13}
            className="timeline-nobody"
          />
        ) : (
          <g key={fromMicros}>
            <rect
              x={left + 0.5}
              y={y + 1}
              width={Math.max(1, size - 1)}
              height={13}
              rx={2}
              className="timeline-reign"
            />
            {size > label.length * 6.8 + 10 ? (
              <text x={left + 7} y={y + 11.5}>
                {label}
              </text>
            ) : null}
          </g>
        );
      })}
    </g>
  );
});

/** Every change of leader, partition by partition. */
function reignsOf({ trace }: RunView, untilMicros: number): Reign[][] {
  const { history, names } = trace;
  const rows: Reign[][] = Array.from({ length: Math.min(names.userPartitionCount, PARTITIONS_MAX + 1) }, () => []);
  const end = rowsUntil(history, untilMicros);
  for (let row = 0; row < end; row += 1) {
    const kind = rowKind(rowWord(history, row, 0));
    if (kind !== RowKind.leaderElected && kind !== RowKind.leaderNone) continue;
    const reigns = rows[rowWord(history, row, 1)];
    if (reigns === undefined) continue;
    const leader = kind === RowKind.leaderNone ? -1 : rowWord(history, row, 2);
    if (reigns.at(-1)?.leader === leader) continue;
    reigns.push({ fromMicros: rowTime(history, row), leader, leaderEpoch: rowWord(history, row, 3) });
  }
  return rows;
}
