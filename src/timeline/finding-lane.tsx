import { useMemo } from 'react';
import type { ReactElement } from 'react';
import type { Anomaly } from '../../simulations/checker';
import { findingKey, formatMoment, useSession, useView } from '../app';
import { textRoom } from './text-room';
import type { TimeScale } from './time-scale';
import { useTimeline } from './use-timeline';

/** Marks nearer to each other are one. */
const MARK_ROOM = 15;

interface FindingMark {
  x: number;
  anomalies: Anomaly[];
  label: string;
  /** Where the words stand, if there is room for them. */
  words?: 'before' | 'behind';
}

/** Marks where something was found, at the moment it became certain. */
export function FindingLane({ scale }: { scale: TimeScale }): ReactElement {
  const session = useSession();
  const timeline = useTimeline();
  const anomalies = useView((view) => view.verdict?.anomalies);
  const marks = useMemo(() => marksOf(anomalies ?? [], scale), [anomalies, scale]);
  return (
    <div className="timeline-lane" data-lane="findings">
      <span className="timeline-name">findings</span>
      {marks.map(({ x, anomalies: found, label, words }) => {
        const [first] = found;
        const at = `${label}, ${formatMoment(first.decidedAt * 1000)}`;
        return (
          <button
            key={`${findingKey(first)} ${first.decidedAt}`}
            type="button"
            className="timeline-finding"
            data-words={words}
            aria-label={found.length > 1 ? `${at}. Press to zoom in on them.` : at}
            title={at}
            style={{ left: x }}
            onClick={() => {
              const times = found.map(({ decidedAt }) => decidedAt * 1000);
              const [from, to] = [Math.min(...times), Math.max(...times)];
              session.visit(from);
              if (to > from) timeline.frame(from, to);
              else session.ask(findingKey(first));
            }}
          >
            <span className="timeline-finding-mark" />
            {words === undefined ? null : <span className="timeline-finding-words">{label}</span>}
          </button>
        );
      })}
      {anomalies !== undefined && marks.length === 0 ? (
        <span className="timeline-none">{noneWords(anomalies, scale)}</span>
      ) : null}
    </div>
  );
}

/** An empty lane says what is empty. */
function noneWords(anomalies: readonly Anomaly[], scale: TimeScale): string {
  if (anomalies.length === 0) return 'nothing found';
  return anomalies.some(({ judgement }) => judgement !== 'allowed') && scale.spanMicros < scale.endMicros
    ? 'nothing found in this window'
    : 'nothing that breaks the promise';
}

/** The findings that are seen, near ones as one mark, with words where there is room. */
export function marksOf(anomalies: readonly Anomaly[], scale: TimeScale): FindingMark[] {
  const shown = anomalies
    .filter(({ judgement, decidedAt }) => judgement !== 'allowed' && scale.shows(decidedAt * 1000))
    .toSorted((a, b) => a.decidedAt - b.decidedAt);
  const marks: FindingMark[] = [];
  for (const anomaly of shown) {
    const x = scale.x(anomaly.decidedAt * 1000);
    const last = marks.at(-1);
    if (last !== undefined && x - last.x < MARK_ROOM) last.anomalies.push(anomaly);
    else marks.push({ x, anomalies: [anomaly], label: '' });
  }
  let taken = 0;
  marks.forEach((mark, index) => {
    mark.label = labelOf(mark.anomalies);
    const size = textRoom(mark.label) + 16;
    const nextX = (marks[index + 1]?.x ?? scale.width + 8) - 8;
    if (mark.x - 8 - size >= taken) mark.words = 'before';
    else if (mark.x + 8 + size <= nextX) mark.words = 'behind';
    taken = mark.x + 10 + (mark.words === 'behind' ? size : 0);
  });
  return marks;
}

/** "lost-write, orders-1, 2"; of several the worst, and how many more. */
function labelOf(found: readonly Anomaly[]): string {
  const [{ kind, partition, group, count }] = found;
  const where = [group, partition].filter((part) => part !== undefined).join(', ');
  const one = `${kind}${where === '' ? '' : `, ${where}`}, ${count}`;
  return found.length === 1 ? one : `${one} and ${found.length - 1} more`;
}
