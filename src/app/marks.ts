import type { Anomaly, Verdict } from '../../simulations/checker';
import type { TraceNames } from '../../simulations/kernel';
import type { DiagramMark } from '../diagram';

const kinds: Readonly<Record<string, DiagramMark['kind']>> = {
  'lost-write': 'lost',
  'duplicate-append': 'duplicate',
  'duplicate-processing': 'duplicate',
  'duplicate-effect': 'duplicate',
};

/** What the verdict says of single records, for the cells that it speaks of. */
export function marksOf(verdict: Verdict | undefined, names: TraceNames): DiagramMark[] {
  return (verdict?.anomalies ?? []).flatMap(({ kind, partition, offsets, countedFrom }) => {
    const mark = kinds[kind];
    const number = partition === undefined ? -1 : names.partitions.indexOf(partition);
    if (mark === undefined || number < 0 || offsets === undefined) return [];
    return [{ kind: mark, partition: number, offsets, fromMicros: countedFrom * 1000 }];
  });
}

/** A finding's name for as long as the run is this one. */
export function findingKey({ kind, decidedAt, partition, group }: Anomaly): string {
  return [kind, decidedAt, partition, group].join(' ');
}
