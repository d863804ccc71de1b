import type { ReactElement } from 'react';
import type { ClusterView } from '../../../simulations/history';
import { brokerNumber } from '../words';
import { lifePoints, type PartitionLife } from './partition-life';

const width = 312;
const height = 120;
const left = 34;
const laneTop = height + 20;
const laneHeight = 18;

interface LifePlotProps {
  view: ClusterView;
  life: PartitionLife;
  endMicros: number;
  momentMicros: number;
}

/** Log end, high watermark and committed offsets over the run; below, who led. */
export function LifePlot({ view, life, endMicros, momentMicros }: LifePlotProps): ReactElement {
  const { names } = view;
  const most = Math.max(
    1,
    life.logEnd[Math.max(0, life.points - 1)] ?? 0,
    life.highWatermark[Math.max(0, life.points - 1)] ?? 0,
  );
  const x = (share: number): number => left + share * (width - left);
  const y = (offset: number): number => height - (offset / most) * (height - 12);
  const pathOf = (values: Int32Array): string => {
    let path = '';
    for (let point = 0; point < life.points; point++) {
      if (values[point]! < 0) continue;
      path += `${path === '' ? 'M' : 'L'}${x((point + 1) / lifePoints).toFixed(1)} ${y(values[point]!).toFixed(1)}`;
    }
    return path;
  };
  const now = x(Math.min(1, momentMicros / endMicros));
  return (
    <svg
      className="life-plot"
      viewBox={`0 0 ${width} ${laneTop + laneHeight + 18}`}
      role="img"
      aria-label={spoken(life)}
    >
      <path d={`M${left} ${y(0)}H${width}M${left} ${y(most)}H${width}`} className="line-grid" />
      <text x={left - 6} y={y(0)} className="end">
        0
      </text>
      <text x={left - 6} y={y(most) + 8} className="end">
        {most}
      </text>
      {names.groups.map((name, group) => (
        <path key={name} d={pathOf(life.committed[group]!)} className="life-committed" />
      ))}
      <path d={pathOf(life.logEnd)} className="life-end" />
      <path d={pathOf(life.highWatermark)} className="life-watermark" />
      <text x={left} y={height + 14} className="life-key">
        log end
      </text>
      <text x={left + 56} y={height + 14} className="life-key blue">
        high watermark
      </text>
      <text x={left + 152} y={height + 14} className="life-key third">
        committed, dotted
      </text>
      {life.leaderships.map(({ fromMicros, leader, leaderEpoch }, index) => {
        const from = x(Math.min(1, fromMicros / endMicros));
        const to = x(Math.min(1, (life.leaderships[index + 1]?.fromMicros ?? endMicros) / endMicros));
        const words = leader < 0 ? '' : `${brokerNumber(view, leader)} e${leaderEpoch}`;
        return (
          <g key={`${fromMicros} ${leaderEpoch} ${leader}`}>
            <rect
              x={from}
              y={laneTop}
              width={Math.max(1, to - from - 1)}
              height={laneHeight}
              className={leader < 0 ? 'life-nobody' : 'life-leader'}
            />
            {to - from > words.length * 6.7 + 8 ? (
              <text x={from + 5} y={laneTop + 13}>
                {words}
              </text>
            ) : null}
          </g>
        );
      })}
      <text x={left - 6} y={laneTop + 13} className="end third">
        led
      </text>
      <path d={`M${now.toFixed(1)} 4V${height}m0 ${laneTop - height}v${laneHeight}`} className="life-now" />
      <text x={left} y={laneTop + laneHeight + 14} className="third">
        0
      </text>
      <text x={width} y={laneTop + laneHeight + 14} className="end third">
        {(endMicros / 1e6).toFixed(0)} s
      </text>
    </svg>
  );
}

function spoken({ logEnd, highWatermark, points, leaderships }: PartitionLife): string {
  const last = Math.max(0, points - 1);
  const changes = Math.max(0, leaderships.length - 1);
  return `Log end ${logEnd[last]}, high watermark ${highWatermark[last]} at the end; ${changes} changes of leader`;
}
