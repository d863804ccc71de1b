import type { Verdict } from '../../../simulations/checker';
import { countAt, countSpecs } from '../counts';
import { formatMoment } from '../times';

/** What the judge has found up to a moment, in one sentence: "2 lost after ack, 1 duplicated up to 14.260 s". */
export function verdictSentence(verdict: Verdict | undefined, atMicros: number): string {
  const moment = formatMoment(atMicros);
  if (verdict === undefined) return `At ${moment}`;
  const counts = countSpecs.map((spec) => ({ spec, count: countAt(verdict, spec, atMicros) }));
  const found = counts.filter(({ spec, count }) => spec.id !== 'acknowledged' && count > 0);
  if (found.length > 0) return `${found.map(({ spec, count }) => `${count} ${spec.label}`).join(', ')} up to ${moment}`;
  const acknowledged = counts.find(({ spec }) => spec.id === 'acknowledged')?.count ?? 0;
  return `Nothing lost of ${acknowledged} acknowledged up to ${moment}`;
}
