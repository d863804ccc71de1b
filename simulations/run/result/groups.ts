import { ErrorCode, GroupStateCode, RowKind } from '../../kernel';
import { exceptionOf } from '../../kafka';
import type { NormalisedGroup } from '../../scenario';
import type { Run } from '../run';
import { groupStories, type GroupStory } from './rebalances';
import { canonicalReplica } from './partitions';
import { forEachRow } from './row-cursor';
import type { GroupResult, MemberResult } from './run-result';

/** Groups, their members, what they committed and how they came to it, by the groups' names. */
export function groupResults(run: Run): Record<string, GroupResult> {
  const stories = groupStories(run);
  const errors = lastErrors(run);
  const results: Record<string, GroupResult> = {};
  run.names.groups.forEach((name, index) => {
    const group = run.scenario.groups[name]!;
    const view = run.system.groups.viewOf(index);
    const story = stories[index]!;
    const committed = run.system.groups.committedOf(index);
    results[name] = {
      kind: group.kind,
      protocol: 'classic',
      state: view?.state ?? stateNames[story.state]!,
      generation: view?.generationId ?? story.generationId,
      members: memberResults(run, index, group, story, errors),
      committed: named(run, committed),
      lag: lagOf(run, group, committed),
      rebalances: story.rebalances,
    };
  });
  return results;
}

const stateNames: Readonly<Record<number, string>> = Object.fromEntries(
  Object.entries(GroupStateCode).map(([name, code]) => [code, name]),
);

function memberResults(
  run: Run,
  index: number,
  group: NormalisedGroup,
  story: GroupStory,
  errors: ReadonlyMap<number, number>,
): Record<string, MemberResult> {
  const { shape, members } = run.compiled;
  const view = run.system.groups.viewOf(index);
  const results: Record<string, MemberResult> = {};
  members.forEach((member, number) => {
    if (shape.memberGroup[number] !== index) return;
    const actor = shape.firstMember + number;
    const error = errors.get(actor);
    const assignment = view?.assignments.get(number);
    const isRunning = run.kernel.alive[actor] === 1;
    const isStandalone = group.kind === 'assign';
    // Who left in peace is nobody's member any more, as in the answer to an administrator who asks.
    if (!isRunning && assignment === undefined && error === undefined) return;
    results[member.name] = {
      assignment: isStandalone
        ? [...group.partitions]
        : (assignment ?? []).map((partition) => run.names.partitions[partition]!).sort(byPartition),
      memberEpoch: assignment === undefined ? -1 : (view?.generationId ?? story.generationId),
      state: isStandalone && isRunning ? 'STABLE' : memberState(assignment !== undefined, view?.state, isRunning),
      error: error === undefined ? null : memberExceptionOf(error),
    };
  });
  return results;
}

/** What a member is to its group: in it, on its way into it, or out of it. */
function memberState(isInGroup: boolean, groupState: string | undefined, isRunning: boolean): string {
  if (!isInGroup) return isRunning ? 'UNSUBSCRIBED' : 'LEFT';
  return groupState === 'Stable' ? 'STABLE' : 'JOINING';
}

function byPartition(a: string, b: string): number {
  const [cutA, cutB] = [a.lastIndexOf('-'), b.lastIndexOf('-')];
  const [topicA, topicB] = [a.slice(0, cutA), b.slice(0, cutB)];
  if (topicA !== topicB) return topicA < topicB ? -1 : 1;
  return Number(a.slice(cutA + 1)) - Number(b.slice(cutB + 1));
}

function named(run: Run, offsets: ReadonlyMap<number, number>): Record<string, number> {
  const results: Record<string, number> = {};
  for (const [partition, offset] of [...offsets].sort(([a], [b]) => a - b)) {
    results[run.names.partitions[partition]!] = offset;
  }
  return results;
}

/** Of each partition that the group reads. */
function lagOf(run: Run, group: NormalisedGroup, committed: ReadonlyMap<number, number>): Record<string, number> {
  const { shape } = run.compiled;
  const { replicas } = run.system.cluster;
  const topics = new Set(group.topics);
  for (const member of Object.values(group.members)) for (const topic of member.topics ?? []) topics.add(topic);
  const lags: Record<string, number> = {};
  for (let partition = 0; partition < run.names.userPartitionCount; partition++) {
    const name = run.names.partitions[partition]!;
    const isRead = topics.has(run.names.topics[shape.partitionTopic[partition]!]!) || group.partitions.includes(name);
    if (!isRead && !committed.has(partition)) continue;
    const replica = canonicalReplica(run, partition);
    const from = committed.get(partition) ?? replicas.logStartOffset[replica]!;
    lags[name] = replicas.highWatermark[replica]! - from;
  }
  return lags;
}

/** The last error that each member's present process met, by actor. */
function lastErrors(run: Run): Map<number, number> {
  const errors = new Map<number, number>();
  forEachRow(run.trace, (row) => {
    if (row.kind === RowKind.clientError) errors.set(row.actor, row.a);
    else if (row.kind === RowKind.actorStarted) errors.delete(row.actor);
  });
  return errors;
}

/** The Java class that a consumer's application sees. */
function memberExceptionOf(error: number): string {
  return consumerClasses[error] ?? exceptionOf(error);
}

const consumerClasses: Readonly<Record<number, string>> = {
  [ErrorCode.COMMIT_FAILED]: 'CommitFailedException',
  [ErrorCode.RETRIABLE_COMMIT_FAILED]: 'RetriableCommitFailedException',
  [ErrorCode.REBALANCE_IN_PROGRESS]: 'RebalanceInProgressException',
  [ErrorCode.NO_OFFSET_FOR_PARTITION]: 'NoOffsetForPartitionException',
  [ErrorCode.OFFSET_OUT_OF_RANGE]: 'OffsetOutOfRangeException',
  [ErrorCode.FENCED_INSTANCE_ID]: 'FencedInstanceIdException',
  [ErrorCode.INVALID_SESSION_TIMEOUT]: 'InvalidSessionTimeoutException',
  [ErrorCode.INCONSISTENT_GROUP_PROTOCOL]: 'InconsistentGroupProtocolException',
  [ErrorCode.GROUP_MAX_SIZE_REACHED]: 'GroupMaxSizeReachedException',
  [ErrorCode.ILLEGAL_GENERATION]: 'IllegalGenerationException',
  [ErrorCode.UNKNOWN_MEMBER_ID]: 'UnknownMemberIdException',
};
