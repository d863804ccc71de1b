import type { Anomaly, StripColumn, Verdict } from '../../simulations/checker';
import { stepAt } from '../../simulations/history';

/** A count of the verdict strip. */
export interface CountSpec {
  id: StripColumn;
  label: string;
  /** On a narrow strip. */
  short: string;
  kinds: readonly string[];
  /** "Why were 2 records lost?" */
  happened: (count: number) => string;
  /** "Nothing lost" */
  nothing: string;
}

const records = (count: number): string => `${count} ${count === 1 ? 'record' : 'records'}`;
const were = (count: number): string => (count === 1 ? 'was' : 'were');

/** In the order of the strip. `late` needs a job, and is left out without one. */
export const countSpecs: readonly CountSpec[] = [
  {
    id: 'acknowledged',
    label: 'acknowledged',
    short: 'acked',
    kinds: [],
    happened: (count) => `Why ${count === 1 ? 'does' : 'do'} ${records(count)} count as acknowledged?`,
    nothing: 'Nothing acknowledged',
  },
  {
    id: 'lost',
    label: 'lost after ack',
    short: 'lost',
    kinds: ['lost-write'],
    happened: (count) => `Why ${were(count)} ${records(count)} lost?`,
    nothing: 'Nothing lost',
  },
  {
    id: 'lostToGroup',
    label: 'lost to a group',
    short: 'skipped',
    kinds: ['lost-to-group', 'expired-unread', 'skipped-by-reset'],
    happened: (count) => `Why ${were(count)} ${records(count)} never processed?`,
    nothing: 'Nothing lost to a group',
  },
  {
    id: 'duplicated',
    label: 'duplicated',
    short: 'doubled',
    kinds: ['duplicate-append', 'duplicate-processing', 'duplicate-effect'],
    happened: (count) => `Why ${were(count)} ${records(count)} duplicated?`,
    nothing: 'Nothing duplicated',
  },
  {
    id: 'outOfOrder',
    label: 'out of order',
    short: 'unordered',
    kinds: ['log-order-violation', 'key-order-violation'],
    happened: (count) => `Why ${were(count)} ${records(count)} out of order?`,
    nothing: 'Nothing out of order',
  },
];

/** The findings of one count that are certain at a moment, in the order in which they became so. */
export function findingsAt(verdict: Verdict | undefined, spec: CountSpec, atMicros: number): readonly Anomaly[] {
  if (verdict === undefined) return [];
  return verdict.anomalies
    .filter((anomaly) => isCounted(anomaly, atMicros) && spec.kinds.includes(anomaly.kind))
    .toSorted((a, b) => a.decidedAt - b.decidedAt);
}

/** How many records a count shows at a moment. */
export function countAt(verdict: Verdict | undefined, spec: CountSpec, atMicros: number): number {
  return verdict === undefined ? 0 : stepAt(verdict.strip[spec.id], atMicros);
}

/** The worst of a count's findings: what breaks the promise comes before what it allows. */
export function judgementAt(
  verdict: Verdict | undefined,
  spec: CountSpec,
  atMicros: number,
): Anomaly['judgement'] | undefined {
  const judgements = new Set(findingsAt(verdict, spec, atMicros).map(({ judgement }) => judgement));
  return (['violation', 'outside-budget', 'allowed'] as const).find((judgement) => judgements.has(judgement));
}

/** The first finding, of any kind, that breaks the promise up to a moment. */
export function firstViolation(verdict: Verdict | undefined, atMicros: number): Anomaly | undefined {
  return verdict?.anomalies
    .filter((anomaly) => anomaly.judgement === 'violation' && isCounted(anomaly, atMicros))
    .toSorted((a, b) => a.decidedAt - b.decidedAt)[0];
}

function isCounted({ countedFrom, withdrawnAt }: Anomaly, atMicros: number): boolean {
  return countedFrom * 1000 <= atMicros && !(withdrawnAt !== undefined && withdrawnAt * 1000 <= atMicros);
}
