import { coordinatorOf, lagTrend, partitionLag, partitionsOfGroup } from '../../../simulations/history';
import type { ClusterView, LagTrend, PartitionLag, StoredCommits } from '../../../simulations/history';
import { GroupStateCode } from '../../../simulations/kernel';
import { wordsOf } from '../../app';
import type { RunView } from '../../app';

/** The trend compares with so much virtual time ago. */
export const TREND_MICROS = 2_000_000;

/** One line of the table. */
export interface LagRow extends PartitionLag {
  name: string;
  memberName: string;
  trend: LagTrend;
  /** -1: never, at this pace. */
  clearsInMicros: number;
}

/** One group as a whole. */
export interface GroupLag {
  group: number;
  name: string;
  state: string;
  protocol: string;
  coordinator: string;
  generationId: number;
  memberCount: number;
  /** Sum over its partitions; the largest of them. */
  lag: number;
  largest: number;
  trend: LagTrend;
  clearsInMicros: number;
}

/** What the folds read: the cluster now and a little earlier, and what coordinators hold as committed. */
export interface LagSource {
  run: RunView;
  now: ClusterView;
  before: ClusterView;
  commits: StoredCommits;
}

/** A group's partitions at the moment, in the order of their numbers. */
export function lagRows({ run, now, before, commits }: LagSource, group: number): LagRow[] {
  const { names } = run.trace;
  const overMicros = now.timeMicros - before.timeMicros;
  return partitionsOfGroup(run.scenario, names, group).map((partition) => {
    const row = partitionLag(now, commits, group, partition);
    const earlier = partitionLag(before, commits, group, partition);
    return {
      ...row,
      ...lagTrend(row.lag, earlier.lag, overMicros),
      name: names.partitions[partition],
      memberName: row.member < 0 ? 'nobody' : names.actors[row.member],
    };
  });
}

const stateNames: readonly string[] = Object.entries(GroupStateCode)
  .toSorted(([, a], [, b]) => a - b)
  .map(([name]) => name);

/** A group as the consoles list it. */
export function groupLag(source: LagSource, group: number): GroupLag {
  const { run, now, before } = source;
  const { columns, names } = now;
  const rows = lagRows(source, group);
  const lag = sum(rows.map((row) => row.lag));
  const earlier = sum(rows.map(({ partition }) => partitionLag(before, source.commits, group, partition).lag));
  const isByHand = run.scenario.groups[names.groups[group]]?.kind === 'assign';
  const coordinator = coordinatorOf(now, group, offsetsPartitions(run));
  return {
    group,
    name: names.groups[group],
    state: isByHand
      ? 'no membership'
      : coordinator < 0
        ? 'unknown: no coordinator'
        : stateNames[columns.groupState[group]],
    protocol: isByHand ? 'assigned by hand' : `classic, ${assignorOf(run, names.groups[group])}`,
    coordinator: coordinator < 0 ? 'none' : wordsOf(names.actors[coordinator]),
    generationId: columns.generationId[group],
    memberCount: names.actors.filter((_, it) => names.actorGroup[it] === group && columns.isMember[it] === 1).length,
    lag,
    largest: Math.max(0, ...rows.map((row) => row.lag)),
    ...lagTrend(lag, earlier, now.timeMicros - before.timeMicros),
  };
}

function offsetsPartitions({ settings }: RunView): number {
  const count = settings.brokers?.['offsets.topic.num.partitions'];
  return typeof count === 'number' ? count : 50;
}

/** "range", "cooperative-sticky": the first of its assignors, by the name that members send. */
function assignorOf({ settings }: RunView, group: string): string {
  const listed = settings[`groups.${group}`]?.['partition.assignment.strategy'];
  const first = String(Array.isArray(listed) ? listed[0] : (listed ?? '')).split(',')[0];
  const bare = (first.split('.').at(-1) ?? '').replace(/Assignor$/, '');
  return bare.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase() || 'range';
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export type LagColumn =
  | 'name'
  | 'memberName'
  | 'committedOffset'
  | 'highWatermark'
  | 'logEndOffset'
  | 'lag'
  | 'lagMicros'
  | 'trend'
  | 'clearsInMicros';

export interface LagOrder {
  column: LagColumn;
  isDescending: boolean;
}

/** Sorted by a column; equal ones by partition. What is not known stands last either way. */
export function sortedRows(rows: readonly LagRow[], { column, isDescending }: LagOrder): LagRow[] {
  const trends = ['falling', 'steady', 'growing'];
  const keyOf = (row: LagRow): number | string => {
    if (column === 'trend') return trends.indexOf(row.trend);
    return column === 'name' ? row.partition : row[column];
  };
  return rows.toSorted((left, right) => {
    const [a, b] = [keyOf(left), keyOf(right)];
    if (typeof a === 'string' || typeof b === 'string') {
      return String(a).localeCompare(String(b), 'en', { numeric: true }) * (isDescending ? -1 : 1);
    }
    const [isUnknown, isOtherUnknown] = [a === -1, b === -1];
    if (isUnknown !== isOtherUnknown) return isUnknown ? 1 : -1;
    return (a - b) * (isDescending ? -1 : 1) || left.partition - right.partition;
  });
}

/** "1.204 s", "3 m 12 s", "never": how long until a lag is gone. */
export function spanWords(micros: number, unknown: string): string {
  if (micros < 0) return unknown;
  const seconds = micros / 1e6;
  if (seconds < 100) return `${seconds.toFixed(2)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 120 ? `${minutes} m ${Math.floor(seconds % 60)} s` : `${Math.floor(minutes / 60)} h`;
}
