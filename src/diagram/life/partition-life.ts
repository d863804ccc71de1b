import type { ClusterView } from '../../../simulations/history';
import {
  AppendFlag,
  CHUNK_ROWS,
  ROW_WORDS,
  RowKind,
  rowFlags,
  rowIncarnation,
  rowKind,
} from '../../../simulations/kernel';

/** Points of a line over the whole run. */
export const lifePoints = 240;

/** Somebody led a partition, or nobody (leader -1), from then on. */
export interface Leadership {
  fromMicros: number;
  leader: number;
  leaderEpoch: number;
}

export interface InSyncChange {
  atMicros: number;
  /** In-sync replicas as a set of brokers. */
  mask: number;
}

/** What became of one partition over the whole run, as far as the trace knows it. */
export interface PartitionLife {
  leaderships: readonly Leadership[];
  inSync: readonly InSyncChange[];
  truncations: readonly { atMicros: number; broker: number; from: number; to: number }[];
  /** The values at the end of each of {@link lifePoints} equal stretches; -1: not known yet. */
  logEnd: Int32Array;
  highWatermark: Int32Array;
  /** By group; -1: nothing committed. */
  committed: readonly Int32Array[];
  /** Points that the trace has reached. */
  points: number;
}

/** Reads every row once: for the one partition that somebody looks at, not for a frame. */
export function partitionLife(view: ClusterView, partition: number, endMicros: number): PartitionLife {
  const { names, trace } = view;
  const { history, facts } = trace;
  const leaderships: Leadership[] = [];
  const inSync: InSyncChange[] = [];
  const truncations: { atMicros: number; broker: number; from: number; to: number }[] = [];
  const line = (): Int32Array => new Int32Array(lifePoints).fill(-1);
  const logEnd = line();
  const highWatermark = line();
  const committed = names.groups.map(line);
  let point = 0;
  for (let row = 0; row < history.length; row++) {
    const chunk = history.chunks[Math.floor(row / CHUNK_ROWS)]!;
    const place = row % CHUNK_ROWS;
    const at = place * ROW_WORDS;
    const { words } = chunk;
    const atMicros = chunk.timeMicros[place]!;
    point = Math.min(lifePoints - 1, Math.floor((atMicros / endMicros) * lifePoints));
    if (words[at + 1] !== partition) continue;
    const [a, b, c] = [words[at + 2]!, words[at + 3]!, words[at + 4]!];
    const actor = facts.incarnations.actor[rowIncarnation(words[at]!)]!;
    switch (rowKind(words[at]!)) {
      case RowKind.leaderElected:
      case RowKind.leaderNone: {
        const leader = rowKind(words[at]!) === RowKind.leaderNone ? -1 : a;
        leaderships.push({ fromMicros: atMicros, leader, leaderEpoch: b });
        noteInSync(inSync, atMicros, c);
        break;
      }
      case RowKind.isrChanged:
        noteInSync(inSync, atMicros, a);
        break;
      case RowKind.append:
        if ((rowFlags(words[at]!) & AppendFlag.follower) === 0) logEnd[point] = c;
        break;
      case RowKind.highWatermark:
        highWatermark[point] = a;
        break;
      case RowKind.truncate:
        truncations.push({ atMicros, broker: actor, from: a, to: b });
        break;
      case RowKind.commitOk:
        committed[names.actorGroup[actor]!]?.fill(a, point, point + 1);
    }
  }
  const points = history.length === 0 ? 0 : point + 1;
  for (const values of [logEnd, highWatermark, ...committed]) carryOn(values, points);
  return { leaderships, inSync, truncations, logEnd, highWatermark, committed, points };
}

function noteInSync(changes: InSyncChange[], atMicros: number, mask: number): void {
  if (changes.at(-1)?.mask !== mask) changes.push({ atMicros, mask });
}

/** What was not said anew is still true. */
function carryOn(values: Int32Array, points: number): void {
  for (let point = 1; point < points; point++) if (values[point]! < 0) values[point] = values[point - 1]!;
}
