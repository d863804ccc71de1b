import { stepAt } from '../history';
import type { AnomalyKind } from './anomaly-kinds';
import type { Anomaly, StripColumn, Verdict } from './verdict';
import { offsetWords, plural, seconds } from './why/words';

/** The answer to "why?" at one number of the strip. */
export interface Explanation {
  /** "Why were 2 records lost?" */
  title: string;
  /** For zero, and for what needs no chain. */
  sentence?: string;
  /** Those that the number counts, worst first; each has its chain. */
  anomalies: Anomaly[];
}

const kindsOf: Readonly<Record<StripColumn, readonly AnomalyKind[]>> = {
  acknowledged: [],
  lost: ['lost-write'],
  lostToGroup: ['lost-to-group', 'expired-unread', 'skipped-by-reset'],
  duplicated: ['duplicate-append', 'duplicate-processing', 'duplicate-effect'],
  outOfOrder: ['log-order-violation', 'key-order-violation'],
  late: ['late-dropped'],
};

const questions: Readonly<Record<StripColumn, (count: number) => string>> = {
  acknowledged: (count) => `What do ${plural(count, 'acknowledgement')} promise?`,
  lost: (count) => `Why ${count === 1 ? 'was 1 record' : `were ${count} records`} lost?`,
  lostToGroup: (count) => `Why will a group never see ${plural(count, 'record')}?`,
  duplicated: (count) => `Why ${count === 1 ? 'was 1 record' : `were ${count} records`} repeated?`,
  outOfOrder: (count) => `Why ${count === 1 ? 'is 1 record' : `are ${count} records`} out of order?`,
  late: (count) => `Why ${count === 1 ? 'was 1 record' : `were ${count} records`} late?`,
};

/**
 * Why a number of the strip is what it is, zeros too. The chains may be read at any moment up to the verdict's own; the
 * sentence for zero speaks of the verdict's moment, so judge again up to the moment that is asked about.
 */
export function explain(verdict: Verdict, column: StripColumn, untilMicros: number = verdict.untilMicros): Explanation {
  const count = stepAt(verdict.strip[column], untilMicros);
  const until = untilMicros / 1000;
  const anomalies = verdict.anomalies.filter(
    (it) => kindsOf[column].includes(it.kind) && it.countedFrom <= until && (it.withdrawnAt ?? Infinity) > until,
  );
  if (column === 'acknowledged')
    return { title: questions.acknowledged(count), sentence: acknowledged(verdict), anomalies: [] };
  if (count > 0) return { title: questions[column](count), anomalies };
  return { title: zeroTitles[column], sentence: zeros[column](verdict), anomalies: [] };
}

const zeroTitles: Readonly<Record<StripColumn, string>> = {
  acknowledged: 'Why is nothing acknowledged?',
  lost: 'Why is nothing lost?',
  lostToGroup: 'Why is nothing lost to a group?',
  duplicated: 'Why is nothing repeated?',
  outOfOrder: 'Why is nothing out of order?',
  late: 'Why is nothing late?',
};

function replicated(verdict: Verdict): string {
  const { acknowledged: acked, standing, counts } = verdict;
  const missing = standing.notEverywhere + (counts['lost-write'] ?? 0) + (counts['unreachable-write'] ?? 0);
  const waits = standing.notEverywhere > 0 ? `, ${standing.notEverywhere} on their way` : '';
  return `${acked} acknowledged, ${acked - missing} on every in-sync replica${waits}`;
}

function acknowledged(verdict: Verdict): string {
  const { sent, failed, unknown } = verdict.standing;
  const open = sent - failed - unknown - verdict.acknowledged;
  const rest = [
    failed > 0 ? `${failed} failed` : '',
    unknown > 0 ? `${unknown} with an unknown end` : '',
    open > 0 ? `${open} without an answer yet` : '',
  ].filter((it) => it !== '');
  return `${plural(sent, 'record')} sent up to ${seconds(verdict.untilMicros)}: ${[replicated(verdict), ...rest].join(', ')}`;
}

const zeros: Readonly<Record<StripColumn, (verdict: Verdict) => string>> = {
  acknowledged,
  lost: (verdict) => `Nothing lost up to ${seconds(verdict.untilMicros)}: ${replicated(verdict)}`,
  lostToGroup: (verdict) => {
    const groups = verdict.standing.groups.map(
      ({ group, delivered, done }) => `${group} was handed ${delivered} and finished ${done}`,
    );
    const pending = verdict.pending['lost-to-group'] ?? 0;
    const open = pending > 0 ? `; ${plural(pending, 'record')} committed past and still in hand` : '';
    const said = groups.length === 0 ? 'nobody reads' : groups.join(', ');
    return `Nothing lost to a group up to ${seconds(verdict.untilMicros)}: ${said}${open}`;
  },
  duplicated: ({ untilMicros, standing }) =>
    `Nothing stored, processed or applied twice up to ${seconds(untilMicros)}: ${plural(standing.retries, 'send')} retried`,
  outOfOrder: ({ untilMicros, standing }) =>
    `Every partition holds what each producer sent in the order of its sends up to ${seconds(untilMicros)}; ${plural(standing.retries, 'send')} retried`,
  late: () => 'No job reads event time here, so nothing can be late',
};

/** Where an anomaly sits: "orders-1, offsets 20 and 21". */
export function placeOf(anomaly: Anomaly): string {
  const parts = [anomaly.group, anomaly.partition, anomaly.key].filter((it) => it !== undefined);
  const offsets = anomaly.offsets && anomaly.offsets.length > 0 ? [offsetWords(anomaly.offsets)] : [];
  return [...parts, ...offsets].join(', ');
}
