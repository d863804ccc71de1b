import { memo } from 'react';
import type { ReactElement } from 'react';

const steps = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];

/** A long run gets a longer step: labels keep 90 pixels apart. */
function stepOf(seconds: number, width: number): number {
  return steps.find((step) => (step / seconds) * width >= 90) ?? 3600 * Math.ceil((seconds * 90) / width / 3600);
}

/** Ticks and seconds along the top of the timeline. */
export const TimeAxis = memo(function TimeAxis({
  width,
  endMicros,
}: {
  width: number;
  endMicros: number;
}): ReactElement {
  const seconds = endMicros / 1e6;
  if (width === 0 || seconds === 0) return <svg className="timeline-axis" aria-hidden="true" />;
  const step = stepOf(seconds, width);
  const count = Math.floor(seconds / step + 1e-9);
  const x = (second: number): number => (second / seconds) * width;
  const small = Array.from({ length: count * 5 + 1 }, (_, index) => (index * step) / 5);
  const large = Array.from({ length: count + 1 }, (_, index) => Number((index * step).toFixed(4)));
  const lastFits = x(seconds) - x(large.at(-1)!) > 44;
  return (
    <svg className="timeline-axis" aria-hidden="true">
      {small.map((second) => (
        <line key={second} x1={x(second)} x2={x(second)} y1={16} y2={19} />
      ))}
      {large.map((second, index) => (
        <g key={second}>
          <line x1={x(second)} x2={x(second)} y1={16} y2={22} />
          <text
            x={Math.min(x(second), width)}
            y={12}
            textAnchor={index === 0 ? 'start' : x(second) > width - 20 ? 'end' : 'middle'}
          >
            {second}
            {second === seconds ? ' s' : ''}
          </text>
        </g>
      ))}
      {lastFits ? (
        <text x={width} y={12} textAnchor="end">
          {Number(seconds.toFixed(2))} s
        </text>
      ) : null}
    </svg>
  );
});
