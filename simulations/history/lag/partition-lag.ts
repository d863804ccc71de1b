import { logBatchHolding, recordAt, type TraceNames } from '../../kernel/index';
import type { NormalisedScenario } from '../../scenario/index';
import { ProcessState, type ClusterView } from '../cluster-view/index';
import type { StoredCommits } from './stored-commits';

/** One partition as one group reads it, at one moment. Offsets of -1 are unknown; ends are exclusive. */
export interface PartitionLag {
  readonly partition: number;
  /** The member that the coordinator gave it to, -1: nobody. */
  readonly member: number;
  /** The end of the leader's log, -1 while nobody leads. */
  readonly logEndOffset: number;
  readonly highWatermark: number;
  readonly position: number;
  /** -1: never committed, which is not the same as 0. */
  readonly committedOffset: number;
  /** highWatermark - committedOffset (K-MET-3); with nothing committed, - the log start. In records. */
  readonly lag: number;
  /** How long ago the next record to read was stamped, µs (K-MET-3); 0 without lag, -1 if its log is not to be had. */
  readonly lagMicros: number;
  readonly hasLeader: boolean;
}

/** The partitions that a group reads: of its topics, of its members' own topics, and those assigned by hand. */
export function partitionsOfGroup(scenario: NormalisedScenario, names: TraceNames, group: number): number[] {
  const read = scenario.groups[names.groups[group]!];
  if (read === undefined) return [];
  const topics = new Set(read.topics);
  for (const { topics: own } of Object.values(read.members)) for (const topic of own ?? []) topics.add(topic);
  const numbers = Array.from({ length: names.userPartitionCount }, (_, partition) => partition);
  return numbers.filter(
    (partition) =>
      topics.has(names.topics[names.partitionTopic[partition]!]!) ||
      read.partitions.includes(names.partitions[partition]!),
  );
}

/**
 * The broker that coordinates a group: who leads the partition of `__consumer_offsets` that its name falls on (K-ERR-1),
 * -1 while nobody does or its process is not up.
 */
export function coordinatorOf({ columns, names }: ClusterView, group: number, offsetsPartitionCount: number): number {
  let hash = 0;
  const name = names.groups[group]!;
  for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) | 0;
  const number = (hash === -2147483648 ? 0 : Math.abs(hash)) % offsetsPartitionCount;
  const partition = names.partitions.indexOf(`__consumer_offsets-${number}`);
  const broker = partition < 0 ? -1 : columns.leader[partition]!;
  const isUp = broker >= 0 && columns.processState[broker] === ProcessState.running;
  return isUp ? broker : -1;
}

/** How far a group is behind in one partition, at the view's moment. */
export function partitionLag(
  view: ClusterView,
  commits: StoredCommits,
  group: number,
  partition: number,
): PartitionLag {
  const { columns } = view;
  const reader = columns.readerAt(group, partition);
  const leader = columns.leader[partition]!;
  const committedOffset = commits.committedOffset(group, partition, view.timeMicros);
  const logEndOffset = leader < 0 ? -1 : columns.logEndOffset[columns.replicaAt(partition, leader)]!;
  const told = columns.highWatermark[partition]!;
  // Until a new leader tells its own, the last one's is known, which its log may not reach.
  const highWatermark = leader < 0 ? told : Math.min(told, logEndOffset);
  const from = committedOffset < 0 ? view.logStartOffset(partition) : committedOffset;
  const lag = Math.max(0, highWatermark - from);
  return {
    partition,
    member: columns.owner[reader]!,
    logEndOffset,
    highWatermark,
    position: columns.position[reader]!,
    committedOffset,
    lag,
    lagMicros: lag === 0 ? 0 : lagMicros(view, partition, from),
    hasLeader: leader >= 0,
  };
}

/** Now minus the timestamp of the record at an offset; -1 if no log at hand holds it. */
function lagMicros({ columns, names, trace, timeMicros }: ClusterView, partition: number, offset: number): number {
  const broker = columns.leader[partition]! >= 0 ? columns.leader[partition]! : columns.previousLeader[partition]!;
  if (broker < 0) return -1;
  const { facts } = trace;
  const node = logBatchHolding(facts.logBatches, columns.tip[columns.replicaAt(partition, broker)]!, offset);
  if (node < 0) return -1;
  const record = recordAt(facts, node, offset);
  const isAppendTime = facts.logBatches.logAppendTime[node] === 1;
  const stampMs =
    isAppendTime || record < 0 ? facts.logBatches.maxTimestampMs[node]! : facts.records.eventTimeMs[record]!;
  return Math.max(0, timeMicros - (stampMs - names.clockMs) * 1000);
}

export type LagTrend = 'growing' | 'falling' | 'steady';

/** Which way a lag goes, and when it is gone at this pace, µs; -1: never, at this pace. */
export function lagTrend(lag: number, before: number, overMicros: number): { trend: LagTrend; clearsInMicros: number } {
  if (lag === before || overMicros <= 0) return { trend: 'steady', clearsInMicros: lag === 0 ? 0 : -1 };
  if (lag > before) return { trend: 'growing', clearsInMicros: -1 };
  return { trend: 'falling', clearsInMicros: Math.round((lag * overMicros) / (before - lag)) };
}
