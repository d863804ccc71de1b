import { RowKind, rowKindNames } from '../kernel';
import type { Row } from './fold';
import type { HistoryView } from './view';

/** The simulator broke a rule that no cluster can break (spec/checker.md 6.8): a bug of ours, never an anomaly. */
export class SimulatorInvariantBroken extends Error {
  readonly row: number;
  readonly atMicros: number;

  constructor(rule: string, row: Row) {
    super(
      `simulator invariant broken at ${(row.at / 1_000_000).toFixed(6)} s, row ${row.row} (${rowKindNames[row.kind]}): ${rule}`,
    );
    this.name = 'SimulatorInvariantBroken';
    this.row = row.row;
    this.atMicros = row.at;
  }
}

/**
 * Verifies: time never runs back; high watermark <= log end; one leader an epoch of a partition; leader epochs never fall
 * along a log; the in-sync set is a set of replicas; commits stay at or below the highest log end ever.
 * When: at every row of a simulated history, before it is judged.
 * Not verified: that equal scenarios give equal traces (the hash does that).
 *
 * @returns a step for the fold; it throws {@link SimulatorInvariantBroken}.
 */
export function invariants(view: HistoryView): (row: Row) => void {
  const partitions = view.names.partitions.length;
  const leaderOfEpoch = new Map<number, number>();
  const highestEnd = new Int32Array(partitions);
  const replicaMask = view.names.partitionReplicas.map((replicas) =>
    replicas.reduce((mask, it) => mask | (1 << it), 0),
  );
  let time = 0;

  const must = (holds: boolean, rule: string, row: Row): void => {
    if (!holds) throw new SimulatorInvariantBroken(rule, row);
  };

  return (row) => {
    must(row.at >= time, 'time ran back', row);
    time = row.at;
    switch (row.kind) {
      case RowKind.append: {
        const { parent, leaderEpoch, endOffset } = view.facts.logBatches;
        const before = parent[row.a];
        must(before < 0 || leaderEpoch[before] <= leaderEpoch[row.a], 'a leader epoch fell along a log', row);
        if (endOffset[row.a] > highestEnd[row.subject]) highestEnd[row.subject] = endOffset[row.a];
        break;
      }
      case RowKind.highWatermark:
        must(row.a <= view.replicas.logEndOffset(row.actor, row.subject), 'high watermark above the log end', row);
        break;
      case RowKind.leaderElected: {
        const key = row.subject * 1_000_000 + row.b;
        const other = leaderOfEpoch.get(key);
        must(other === undefined || other === row.a, 'two leaders in one epoch', row);
        leaderOfEpoch.set(key, row.a);
        must((row.c & ~replicaMask[row.subject]) === 0, 'a broker without a replica is in sync', row);
        break;
      }
      case RowKind.isrChanged:
        must((row.a & ~replicaMask[row.subject]) === 0, 'a broker without a replica is in sync', row);
        break;
      case RowKind.commitOk:
        must(isCommitPossible(view, row, highestEnd), 'a commit above every log end', row);
        break;
    }
  };
}

/** An application may commit any offset it likes; only what the client commits by itself is held to the log. */
function isCommitPossible(view: HistoryView, row: Row, highestEnd: Int32Array): boolean {
  const group = view.names.groups[view.names.actorGroup[row.actor]];
  const member = view.header.scenario.groups[group]?.members[view.names.actors[row.actor]];
  const isScripted = member?.script.some(({ op }) => op === 'commitSync' || op === 'commitAsync' || op === 'seek');
  return isScripted === true || row.a <= highestEnd[row.subject];
}
