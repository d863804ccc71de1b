import type { Anomaly, Judgement } from './verdict';

const judgements: readonly Judgement[] = ['violation', 'allowed', 'outside-budget'];
const classes = ['A', 'B', 'C', 'I'] as const;
const worstOfA = [
  'torn-transaction',
  'wrong-fate',
  'lost-write',
  'lost-effect',
  'lost-to-group',
  'ghost-write',
  'ghost-effect',
  'duplicate-effect',
];

/**
 * Worst first (C-REP-2): inside the budget before outside, by class, among class A what vanished, then lost, ghosts,
 * repeats; then in the order in which it was decided.
 */
export function ranked(anomalies: readonly Anomaly[]): Anomaly[] {
  const rank = (it: Anomaly): number[] => {
    const place = it.detail.sub === 'vanished' ? -1 : worstOfA.indexOf(it.kind);
    return [
      it.withdrawnAt === undefined ? 0 : 1,
      judgements.indexOf(it.judgement),
      classes.indexOf(it.class),
      place === -1 && it.detail.sub !== 'vanished' ? worstOfA.length : place,
      it.decidedAt,
    ];
  };
  return anomalies
    .map((it) => ({ it, key: rank(it) }))
    .toSorted((a, b) => {
      const differs = a.key.findIndex((part, index) => part !== b.key[index]);
      return differs < 0 ? 0 : a.key[differs] - b.key[differs];
    })
    .map(({ it }) => it);
}
