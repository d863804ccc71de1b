import type { CSSProperties, ReactElement } from 'react';
import type { ClusterView } from '../../../simulations/history';
import { seconds } from '../words';
import { gapWords, recordLife } from './record-life';
import './life.css';

interface RecordCardProps {
  view: ClusterView;
  partition: number;
  broker: number;
  offset: number;
  style: CSSProperties;
}

/** A record's life from send to effect, with the times and what lies between them. */
export function RecordCard({ view, partition, broker, offset, style }: RecordCardProps): ReactElement | null {
  const life = recordLife(view, partition, broker, offset);
  if (life === null) return null;
  return (
    <aside
      className="record-card"
      style={style}
      aria-label={`Life of ${view.names.partitions[partition]} offset ${offset}`}
    >
      <header>
        <b className="mono">
          {view.names.partitions[partition]} {offset}
        </b>
        <span className="third mono">{life.key === '' ? 'no key' : `key ${life.key}`}</span>
      </header>
      <ol>
        {life.steps.map(({ what, atMicros, tone }, index) => (
          <li key={`${what} ${atMicros}`}>
            <span className={tone}>{what}</span>
            <span className="mono third">
              {index === 0 ? '' : gapWords(atMicros - life.steps[index - 1]!.atMicros)}
            </span>
            <span className="mono">{seconds(atMicros)}</span>
          </li>
        ))}
      </ol>
      {life.missing.length > 0 ? <p className="third">{life.missing.join(', ')}</p> : null}
    </aside>
  );
}
