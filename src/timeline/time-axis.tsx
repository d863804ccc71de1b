import { memo, useMemo } from 'react';
import type { ReactElement } from 'react';
import { axisTicks } from './axis-ticks';
import { formatSpan } from '../app';
import type { TimeScale } from './time-scale';

/** Of the last label, where the run's end is told instead. */
const END_ROOM = 52;

/** Ticks and times along the top of the timeline, and the lines below them through all lanes. */
export const TimeAxis = memo(function TimeAxis({ scale }: { scale: TimeScale }): ReactElement {
  const ticks = useMemo(() => axisTicks(scale), [scale]);
  const { endMicros, width } = scale;
  const endX = scale.x(endMicros);
  const showsEnd = width > 0 && endX <= width + 1;
  return (
    <svg className="timeline-axis" aria-hidden="true">
      {ticks.map(({ micros, isLarge, label, isAnchor }) => {
        const x = scale.x(micros);
        const isHidden = label === undefined || (showsEnd && x > endX - END_ROOM);
        return (
          <g key={micros}>
            <line x1={x} x2={x} y1={16} y2={isLarge ? 21 : 19} />
            {isLarge ? <line className="timeline-grid" x1={x} x2={x} y1={22} y2={1000} /> : null}
            {isHidden ? null : (
              <text
                x={Math.max(0, x)}
                y={12}
                textAnchor={x < 16 ? 'start' : x > width - 24 ? 'end' : 'middle'}
                data-anchor={isAnchor}
              >
                {label}
              </text>
            )}
          </g>
        );
      })}
      {showsEnd ? (
        <text x={endX} y={12} textAnchor="end">
          {formatSpan(endMicros)} s
        </text>
      ) : null}
    </svg>
  );
});
