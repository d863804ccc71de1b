import type { ReactElement } from 'react';
import { findingKey, formatMoment, useSession, useView } from '../app';

/** Marks where something was found, at the moment it became certain. */
export function FindingLane({ width, endMicros }: { width: number; endMicros: number }): ReactElement | null {
  const session = useSession();
  const anomalies = useView((view) => view.verdict?.anomalies);
  const shown = anomalies?.filter(({ judgement }) => judgement !== 'allowed').slice(0, 100) ?? [];
  const x = (ms: number): number => (endMicros === 0 ? 0 : Math.min(width, ((ms * 1000) / endMicros) * width));
  return (
    <div className="timeline-lane" data-lane="findings">
      <span className="timeline-name">findings</span>
      {shown.map((anomaly, index) => {
        const { kind, decidedAt, partition, group, count } = anomaly;
        const where = [group, partition].filter((part) => part !== undefined).join(', ');
        const label = `${kind}${where === '' ? '' : `, ${where}`}, ${count}, ${formatMoment(decidedAt * 1000)}`;
        return (
          <button
            // Two findings of a kind may become certain at the same moment.
            key={`${kind}-${where}-${decidedAt}-${index}`}
            type="button"
            className="timeline-finding"
            aria-label={label}
            title={label}
            style={{ left: x(decidedAt) }}
            onClick={() => {
              session.pause();
              session.seek(decidedAt * 1000);
              session.ask(findingKey(anomaly));
            }}
          />
        );
      })}
    </div>
  );
}
