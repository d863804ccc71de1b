/**
 * The closed list of anomalies (spec/checker.md 6.9). Adding a kind is an addition to the contract; renaming one breaks
 * results, links and other people's scripts.
 *
 * A: data silently wrong or gone · B: data doubled or disordered · C: stale or stopped · I: information only.
 */
export const anomalyClasses = {
  'lost-effect': 'A',
  'ghost-effect': 'A',
  'duplicate-effect': 'A',
  'lost-write': 'A',
  'ghost-write': 'A',
  'inconsistent-offsets': 'A',
  'divergent-replicas': 'A',
  'aborted-read': 'A',
  'early-read': 'A',
  'torn-transaction': 'A',
  'wrong-fate': 'A',
  'zombie-append': 'A',
  'zombie-commit': 'A',
  'zombie-effect': 'A',
  'lost-to-group': 'A',
  'expired-unread': 'A',
  'skipped-by-reset': 'A',
  'poll-skip': 'A',
  'int-poll-skip': 'A',
  'unjust-late-drop': 'A',
  'window-overcount': 'A',
  'window-undercount': 'A',
  'precommit-lost': 'A',
  'twin-mismatch': 'A',
  'duplicate-append': 'B',
  'duplicate-intent': 'B',
  'duplicate-delivery': 'B',
  'duplicate-processing': 'B',
  'log-order-violation': 'B',
  'key-order-violation': 'B',
  'external-nonmonotonic': 'B',
  'nonmonotonic-poll': 'B',
  'int-nonmonotonic-poll': 'B',
  'commit-regression': 'B',
  'double-ownership': 'B',
  'unreachable-write': 'C',
  'hanging-transaction': 'C',
  'checkpoint-stuck': 'C',
  'stuck-consumer': 'C',
  unavailable: 'C',
  'unbounded-lag': 'C',
  'rebalance-storm': 'C',
  'poison-loop': 'C',
  'watermark-regression': 'I',
  'dirty-read': 'I',
  'split-visibility': 'I',
  'write-cycle': 'I',
  'information-cycle': 'I',
  'zombie-processing': 'I',
  'committed-ahead-of-position': 'I',
  'late-dropped': 'I',
} as const satisfies Record<string, AnomalyClass>;

export type AnomalyClass = 'A' | 'B' | 'C' | 'I';
export type AnomalyKind = keyof typeof anomalyClasses;

/** All kinds, in the order of the catalogue. */
export const anomalyKinds = Object.keys(anomalyClasses) as AnomalyKind[];
