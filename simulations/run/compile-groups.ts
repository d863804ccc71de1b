import { FailureCode, type Arena } from '../kernel';
import {
  COMMIT_AFTER,
  COMMIT_AFTER_ASYNC,
  COMMIT_AFTER_EACH,
  COMMIT_AUTO,
  COMMIT_BEFORE,
  ConsumerGroups,
  type ClusterShape,
  type ConsumerGroupPlan,
  type ConsumerPlan,
  type Effective,
  type GroupSide,
  type KafkaSystem,
  type MemberOpPlan,
  type MemberPlan,
} from '../kafka';
import type { ConfigMap, MemberOp, NormalisedGroup, NormalisedMember, NormalisedScenario } from '../scenario';
import { OutsideSinks } from '../sinks';
import type { CompiledScenario, ValuesOf } from './compile-plan';

const micros = (ms: number): number => Math.round(ms * 1000);

const commitModes: Readonly<Record<NormalisedGroup['processing']['commit'], number>> = {
  before: COMMIT_BEFORE,
  after: COMMIT_AFTER,
  'after-async': COMMIT_AFTER_ASYNC,
  'after-each': COMMIT_AFTER_EACH,
  auto: COMMIT_AUTO,
};

/** The groups of a scenario: coordinators, members, sinks. */
export function makeGroups(
  system: KafkaSystem,
  arena: Arena,
  scenario: NormalisedScenario,
  compiled: CompiledScenario,
): GroupSide {
  const { shape } = compiled;
  const plan: ConsumerPlan = {
    groups: Object.entries(scenario.groups).map(([name, group]) => groupPlan(name, group, shape)),
    members: compiled.members.map(({ group, name }) =>
      memberPlan(compiled.valuesOf, scenario.groups[group]!, group, name, shape),
    ),
    racks: scenario.brokers.racks,
  };
  const sinks = new OutsideSinks(
    arena,
    system.cluster.kernel,
    Object.values(scenario.groups).map(({ sink }) =>
      sink.kind === 'none' || sink.kind === 'topic' ? null : { isIdempotent: sink.idempotent },
    ),
  );
  return new ConsumerGroups(arena, system, plan, compiled.kafka.brokers, sinks, (target, set) =>
    settingsFor(scenario, compiled, target, set),
  );
}

/** The settings that a change of `group:NAME` or `member:GROUP/NAME` gives to members. */
function settingsFor(
  scenario: NormalisedScenario,
  compiled: CompiledScenario,
  target: string,
  set: Readonly<Record<string, unknown>>,
): { member: number; settings: Effective }[] {
  return compiled.members.flatMap(({ group, name }, member) => {
    if (target !== `group:${group}` && target !== `member:${group}/${name}`) return [];
    const own = scenario.groups[group]!.members[name];
    const settings = consumerSettings(compiled.valuesOf, scenario.groups[group]!, group, own, set as ConfigMap);
    return [{ member, settings }];
  });
}

function consumerSettings(
  valuesOf: ValuesOf,
  group: NormalisedGroup,
  name: string,
  member: NormalisedMember | undefined,
  set: ConfigMap,
): Effective {
  const written = { 'group.id': name, ...group.config, ...member?.config, ...set };
  return valuesOf('consumer', written);
}

function groupPlan(name: string, group: NormalisedGroup, shape: ClusterShape): ConsumerGroupPlan {
  const { time, jitter, commit, threads, onRevoked, fail } = group.processing;
  return {
    name,
    hasMembership: group.kind === 'consumer',
    partitions: group.partitions.map((partition) => shape.names.partitions.indexOf(partition)),
    processing: {
      timeMicros: micros(time),
      jitterMicros: micros(jitter),
      commit: commitModes[commit],
      threads,
      commitsOnRevoked: onRevoked === 'commit',
      fail: fail === undefined ? null : { nth: fail.nth, then: FailureCode[fail.then] },
    },
  };
}

function memberPlan(
  valuesOf: ValuesOf,
  group: NormalisedGroup,
  groupName: string,
  name: string,
  shape: ClusterShape,
): MemberPlan {
  // A member that the scenario does not list joins by an action, with the group's settings.
  const member = group.members[name];
  return {
    name,
    settings: consumerSettings(valuesOf, group, groupName, member, {}),
    topics: member?.topics ?? group.topics,
    joinMicros: member === undefined ? Infinity : micros(member.join),
    leaveMicros: member?.leave === undefined ? Infinity : micros(member.leave),
    script: (member?.script ?? []).map((operation) => operationPlan(operation, shape)),
  };
}

function operationPlan(operation: MemberOp, shape: ClusterShape): MemberOpPlan {
  const atMicros = micros(operation.at);
  const partitionOf = (name: string): number => shape.names.partitions.indexOf(name);
  const offsetsOf = (offsets: Readonly<Record<string, number>>): ReadonlyMap<number, number> =>
    new Map(Object.entries(offsets).map(([name, offset]) => [partitionOf(name), offset]));
  switch (operation.op) {
    case 'poll':
    case 'close':
      return { atMicros, op: operation.op };
    case 'seek':
      return { atMicros, op: 'seek', offsets: offsetsOf(operation.offsets) };
    case 'pause':
    case 'resume':
      return { atMicros, op: operation.op, partitions: operation.partitions?.map(partitionOf) ?? null };
    case 'commitSync':
    case 'commitAsync':
      return { atMicros, op: operation.op, offsets: operation.offsets ? offsetsOf(operation.offsets) : null };
  }
}
