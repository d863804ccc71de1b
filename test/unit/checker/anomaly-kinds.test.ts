import { expect, test } from 'vitest';
import { anomalyClasses, anomalyKinds, type AnomalyClass } from '../../../simulations/checker/index';

/** spec/checker.md 6.9, as it stands there. */
const closedList: Record<AnomalyClass, string> = {
  A: `lost-effect ghost-effect duplicate-effect lost-write ghost-write inconsistent-offsets divergent-replicas
     aborted-read early-read torn-transaction wrong-fate zombie-append zombie-commit zombie-effect
     lost-to-group expired-unread skipped-by-reset poll-skip int-poll-skip
     unjust-late-drop window-overcount window-undercount precommit-lost twin-mismatch`,
  B: `duplicate-append duplicate-intent duplicate-delivery duplicate-processing log-order-violation key-order-violation
     external-nonmonotonic nonmonotonic-poll int-nonmonotonic-poll commit-regression double-ownership`,
  C: `unreachable-write hanging-transaction checkpoint-stuck stuck-consumer unavailable unbounded-lag rebalance-storm
     poison-loop`,
  I: `watermark-regression dirty-read split-visibility write-cycle information-cycle zombie-processing
     committed-ahead-of-position late-dropped`,
};

test.each(Object.entries(closedList))('6.9: class %s is the closed list', (name, kinds) => {
  const ours = anomalyKinds.filter((kind) => anomalyClasses[kind] === name);
  expect(ours.toSorted()).toEqual(kinds.split(/\s+/).toSorted());
});
