import type { Anomaly, Verdict } from '../../../simulations/checker';
import type { TraceNames } from '../../../simulations/kernel';
import type { Outcome } from './cards';
import type { LostOffsets } from './picture-fold';

/** What a person asks about first: what is gone, before what is doubled, before what is late. */
const classOrder = ['A', 'B', 'C'] as const;

/** Anomalies whose records are not there any more, as their cells are drawn. */
const losses = new Set(['lost-write', 'lost-to-group', 'expired-unread', 'skipped-by-reset']);

/** The one thing that a card says about how a run ended. */
export function outcomeOf({ anomalies, clauses }: Verdict): Outcome {
  const broken = anomalies.filter(({ judgement }) => judgement === 'violation');
  const lost = broken.find(({ kind }) => losses.has(kind));
  const worst = lost ?? ofFirstClass(broken);
  if (worst !== undefined) return { label: worst.kind, tone: worst.class === 'C' ? 'late' : 'violated' };
  const allowed = ofFirstClass(anomalies);
  if (allowed !== undefined) return { label: `${allowed.kind}, allowed`, tone: 'allowed' };
  const isTried = clauses.some(({ verdict }) => verdict === 'held');
  return isTried ? { label: 'holds', tone: 'held' } : { label: 'not put to the test', tone: 'idle' };
}

/** The records that are lost at a moment, by partition. */
export function lostAt({ anomalies }: Pick<Verdict, 'anomalies'>, names: TraceNames, timeMicros: number): LostOffsets {
  const lost = new Map<number, Set<number>>();
  for (const { kind, partition, offsets = [], countedFrom, withdrawnAt } of anomalies) {
    const isCounted =
      countedFrom * 1000 <= timeMicros && !(withdrawnAt !== undefined && withdrawnAt * 1000 <= timeMicros);
    if (!losses.has(kind) || partition === undefined || !isCounted) continue;
    const number = names.partitions.indexOf(partition);
    const known = lost.get(number) ?? new Set();
    for (const offset of offsets) known.add(offset);
    lost.set(number, known);
  }
  return lost;
}

/** The first anomaly that breaks a promise, if one does. */
export function firstBroken({ anomalies }: Verdict): Anomaly | undefined {
  return anomalies
    .filter(({ judgement }) => judgement === 'violation')
    .toSorted((a, b) => a.countedFrom - b.countedFrom)[0];
}

function ofFirstClass(anomalies: readonly Anomaly[]): Anomaly | undefined {
  for (const wanted of classOrder) {
    const found = anomalies.find((it) => it.class === wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}
