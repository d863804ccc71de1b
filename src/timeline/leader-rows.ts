import type { Reign, RunFacts } from './run-facts';

/** What a row of the leader lane tells. */
export type LeaderRow =
  | { kind: 'partition'; partition: number }
  /** Many partitions at once: how many nobody led. */
  | { kind: 'heat'; partitions: readonly number[]; changedCount: number };

/** So few partitions are all shown. */
const ALL_SHOWN = 3;
/** Of many, those whose leader changed, before the rest is told in one row. */
const CHANGED_SHOWN = 2;

/** The rows of the lane: every partition of a few; of many those whose leader changed, and the others as heat. */
export function leaderRows(facts: RunFacts, rowsMax = ALL_SHOWN): LeaderRow[] {
  const { reigns, changed } = facts;
  const all = reigns.map((_, partition) => partition).filter((partition) => reigns[partition].length > 0);
  if (all.length <= rowsMax) return all.map((partition) => ({ kind: 'partition', partition }));
  const shown = changed.slice(0, Math.min(CHANGED_SHOWN, rowsMax)).toSorted((a, b) => a - b);
  const rows: LeaderRow[] = shown.map((partition) => ({ kind: 'partition', partition }));
  if (rows.length < rowsMax) {
    const partitions = all.filter((partition) => !shown.includes(partition));
    rows.push({ kind: 'heat', partitions, changedCount: changed.length - shown.length });
  }
  return rows;
}

/** A stretch in which the same number of partitions was without a leader. */
export interface Leaderless {
  fromMicros: number;
  toMicros: number;
  count: number;
}

/** When how many of some partitions had no leader; stretches in which all had one are left out. */
export function leaderlessOf(
  reigns: readonly (readonly Reign[])[],
  partitions: readonly number[],
  endMicros: number,
): Leaderless[] {
  const changes: { atMicros: number; by: number }[] = [];
  for (const partition of partitions) {
    reigns[partition].forEach(({ fromMicros, leader }, index) => {
      if (leader >= 0) return;
      changes.push({ atMicros: fromMicros, by: 1 });
      changes.push({ atMicros: reigns[partition][index + 1]?.fromMicros ?? endMicros, by: -1 });
    });
  }
  changes.sort((a, b) => a.atMicros - b.atMicros);
  const stretches: Leaderless[] = [];
  let count = 0;
  changes.forEach(({ atMicros, by }, index) => {
    count += by;
    const toMicros = changes[index + 1]?.atMicros ?? endMicros;
    if (count > 0 && toMicros > atMicros) stretches.push({ fromMicros: atMicros, toMicros, count });
  });
  return stretches;
}
