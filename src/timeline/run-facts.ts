import {
  ElectionFlag,
  GroupStateCode,
  RowKind,
  rowFlags,
  rowIncarnation,
  rowKind,
  rowTime,
  rowWord,
} from '../../simulations/kernel';
import type { TraceNames, TraceView } from '../../simulations/kernel';

/** Who led a partition from a moment on. */
export interface Reign {
  fromMicros: number;
  /** -1: nobody. */
  leader: number;
  leaderEpoch: number;
}

/** A group that gave out its partitions anew. */
export interface Rebalance {
  fromMicros: number;
  /** Absent: it still goes on. */
  toMicros?: number;
  /** {@link RebalanceReason} as the coordinator told it. */
  reason: number;
  /** Actors that came and went meanwhile. */
  joined: number[];
  left: number[];
  generationId: number;
}

export interface GroupFacts {
  rebalances: Rebalance[];
  /** When its coordinator, or a member, told of a commit, µs; ascending, one a moment. */
  commits: number[];
}

/** Rows read at a time: well within a frame. */
const SLICE_ROWS = 50_000;

/**
 * What the lanes of leaders and groups tell, found once as the trace grows. It reads the kind of every row and more of
 * the few that matter.
 */
export class RunFacts {
  /** By partition of the scenario's topics. */
  readonly reigns: Reign[][];
  readonly groups: GroupFacts[];
  /** Partitions whose leader changed after the first election, in the order in which they first did. */
  readonly changed: number[] = [];
  private scanned = 0;
  /** Members that came or went while nothing was given out: they are why the next rebalance begins. */
  private readonly news: { group: number; atMicros: number; actor: number; list: 'joined' | 'left' }[] = [];

  constructor(
    private readonly trace: TraceView,
    private readonly names: Pick<TraceNames, 'userPartitionCount' | 'groups' | 'actorGroup'>,
  ) {
    this.reigns = Array.from({ length: names.userPartitionCount }, () => []);
    this.groups = names.groups.map(() => ({ rebalances: [], commits: [] }));
  }

  /** Reads on, at most {@link SLICE_ROWS} rows. True: there is more. */
  advance(): boolean {
    const { history } = this.trace;
    const end = Math.min(history.length, this.scanned + SLICE_ROWS);
    for (; this.scanned < end; this.scanned += 1) this.read(this.scanned);
    return this.scanned < history.length;
  }

  private read(row: number): void {
    const { history } = this.trace;
    const word = rowWord(history, row, 0);
    switch (rowKind(word)) {
      case RowKind.leaderElected:
        this.reign(row, rowWord(history, row, 2), (rowFlags(word) & ElectionFlag.initial) !== 0);
        break;
      case RowKind.leaderNone:
        this.reign(row, -1, false);
        break;
      case RowKind.groupState:
        this.groupState(row);
        break;
      case RowKind.memberJoined:
        this.member(row, 'joined');
        break;
      case RowKind.memberLeft:
        this.member(row, 'left');
        break;
      case RowKind.commitOk:
        this.commit(row, word);
        break;
      default:
    }
  }

  private reign(row: number, leader: number, isInitial: boolean): void {
    const { history } = this.trace;
    const partition = rowWord(history, row, 1);
    const reigns = this.reigns[partition];
    const before = reigns?.at(-1);
    if (reigns === undefined || before?.leader === leader) return;
    reigns.push({ fromMicros: rowTime(history, row), leader, leaderEpoch: rowWord(history, row, 3) });
    if (before !== undefined && !isInitial && !this.changed.includes(partition)) this.changed.push(partition);
  }

  private groupState(row: number): void {
    const { history } = this.trace;
    const group = rowWord(history, row, 1);
    const state = rowWord(history, row, 2);
    const facts = this.groups[group];
    if (facts === undefined) return;
    const open = this.openRebalance(group);
    const at = rowTime(history, row);
    if (state === GroupStateCode.PreparingRebalance) {
      // One that begins again before it was over goes on.
      if (open !== undefined) return;
      // The coordinator tells of the member first, and of what follows from it at the same moment.
      const because = this.news.splice(0).filter((it) => it.group === group && it.atMicros === at);
      facts.rebalances.push({
        fromMicros: at,
        reason: rowWord(history, row, 4),
        joined: because.filter(({ list }) => list === 'joined').map(({ actor }) => actor),
        left: because.filter(({ list }) => list === 'left').map(({ actor }) => actor),
        generationId: rowWord(history, row, 3),
      });
    } else if (open !== undefined && state !== GroupStateCode.CompletingRebalance) {
      open.toMicros = at;
      open.generationId = rowWord(history, row, 3);
    }
  }

  private member(row: number, list: 'joined' | 'left'): void {
    const { history } = this.trace;
    const [group, actor] = [rowWord(history, row, 1), rowWord(history, row, 2)];
    const open = this.openRebalance(group);
    if (open === undefined) this.news.push({ group, actor, list, atMicros: rowTime(history, row) });
    else open[list].push(actor);
  }

  private openRebalance(group: number): Rebalance | undefined {
    const last = this.groups[group]?.rebalances.at(-1);
    return last?.toMicros === undefined ? last : undefined;
  }

  private commit(row: number, word: number): void {
    const { history, facts } = this.trace;
    const member = facts.incarnations.actor[rowIncarnation(word)];
    const commits = this.groups[this.names.actorGroup[member]]?.commits;
    const at = rowTime(history, row);
    if (commits !== undefined && commits.at(-1) !== at) commits.push(at);
  }
}

/** The reign at a moment, by place in `reigns`; -1: before the first. */
export function reignAt(reigns: readonly Reign[], atMicros: number): number {
  return reigns.findLastIndex(({ fromMicros }) => fromMicros <= atMicros);
}
