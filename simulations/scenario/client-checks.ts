import { splitPartition } from './names';
import type { NormalisedGroup, NormalisedMember, NormalisedProducer, NormalisedScenario } from './normalised';
import type { Path, Problems } from './problem';
import { hasPartition } from './resolve-target';
import { notYet, suggest } from './wording';

/** Whether producers and groups fit the rest of the scenario. */
export function checkProducers(scenario: NormalisedScenario, problems: Problems): void {
  for (const [name, producer] of Object.entries(scenario.producers)) {
    const place = ['producers', name];
    checkOwnName(place, name, problems);
    if (producer.topic !== undefined) checkTopicExists(scenario, producer.topic, [...place, 'topic'], problems);
    else if (needsTopic(producer))
      problems.error([...place, 'topic'], 'missing', suggest('', Object.keys(scenario.topics)));
    checkWorkload(scenario, producer, [...place, 'workload'], problems);
    if (Object.hasOwn(producer.config, 'transactional.id')) {
      problems.error([...place, 'config', 'transactional.id'], notYet('transactions'));
    }
  }
}

function needsTopic({ workload }: NormalisedProducer): boolean {
  return workload.script === undefined || workload.script.some((op) => op.op === 'send' && op.topic === undefined);
}

function checkWorkload(
  scenario: NormalisedScenario,
  producer: NormalisedProducer,
  place: Path,
  problems: Problems,
): void {
  if (problems.covers(place)) return;
  const workload = producer.workload;
  if (workload.script !== undefined) {
    checkOrder(workload.script, [...place, 'script'], problems);
    workload.script.forEach((op, index) => {
      if (op.op !== 'send' || problems.touches([...place, 'script', index])) return;
      const here = [...place, 'script', index];
      if (op.topic !== undefined) checkTopicExists(scenario, op.topic, [...here, 'topic'], problems);
      const topic = op.topic ?? producer.topic;
      if (topic === undefined || op.partition === undefined || !Object.hasOwn(scenario.topics, topic)) return;
      const { partitions } = scenario.topics[topic];
      if (op.partition >= partitions) {
        problems.error(
          [...here, 'partition'],
          `expected 0 to ${partitions - 1} (${topic} has ${partitions}), got ${op.partition}`,
        );
      }
    });
    return;
  }
  if (workload.stop < workload.start) {
    problems.error([...place, 'stop'], `expected at least start (${workload.start} ms), got ${workload.stop} ms`);
  }
  if (workload.events !== undefined) return;
  if (workload.values.min > workload.values.max) {
    problems.error(
      [...place, 'values'],
      `expected min to be at most max, got ${workload.values.min} and ${workload.values.max}`,
    );
  }
  const moved = new Set<number>();
  workload.moves.forEach((move, index) => {
    if (moved.has(move.n)) problems.error([...place, 'moves', index, 'n'], `record ${move.n} is already moved above`);
    moved.add(move.n);
  });
}

export function checkGroups(scenario: NormalisedScenario, problems: Problems): void {
  for (const [name, group] of Object.entries(scenario.groups)) {
    const place = ['groups', name];
    if (problems.covers(place)) continue;
    checkOwnName(place, name, problems);
    if (!problems.covers([...place, 'kind'])) checkSubscription(scenario, group, place, problems);
    checkGroupProtocol(group.config, [...place, 'config'], problems);
    for (const [memberName, member] of Object.entries(group.members)) {
      checkOwnName([...place, 'members', memberName], memberName, problems);
      checkMember(scenario, { group, member }, [...place, 'members', memberName], problems);
    }
    if (group.sink.kind === 'upsert' && !group.sink.idempotent) {
      problems.error([...place, 'sink', 'idempotent'], 'an upsert is idempotent', 'take kind append, or external');
    }
  }
}

/** A subscribing group has topics and no partitions, a standalone consumer the other way round. */
function checkSubscription(
  scenario: NormalisedScenario,
  group: NormalisedGroup,
  place: Path,
  problems: Problems,
): void {
  const [own, other] =
    group.kind === 'assign' ? (['partitions', 'topics'] as const) : (['topics', 'partitions'] as const);
  if (group[other].length > 0) {
    problems.error([...place, other], `a group of kind ${group.kind} takes ${own}, not ${other}`);
  }
  const ownTopics = Object.values(group.members).every((member) => member.topics !== undefined);
  if (group[own].length === 0 && !problems.covers([...place, own]) && !(own === 'topics' && ownTopics)) {
    problems.error([...place, own], 'missing', suggest('', Object.keys(scenario.topics)));
  }
  group.topics.forEach((topic, index) => checkTopicExists(scenario, topic, [...place, 'topics', index], problems));
  group.partitions.forEach((partition, index) => {
    checkPartitionExists(scenario, partition, [...place, 'partitions', index], problems);
  });
}

function checkMember(
  scenario: NormalisedScenario,
  { group, member }: { group: NormalisedGroup; member: NormalisedMember },
  place: Path,
  problems: Problems,
): void {
  if (problems.covers(place)) return;
  if (member.leave !== undefined && member.leave <= member.join) {
    problems.error([...place, 'leave'], `expected later than join (${member.join} ms), got ${member.leave} ms`);
  }
  if (group.kind === 'assign' && member.topics !== undefined) {
    problems.error([...place, 'topics'], 'a member of a group of kind assign has no subscription of its own');
  }
  (member.topics ?? []).forEach((topic, index) =>
    checkTopicExists(scenario, topic, [...place, 'topics', index], problems),
  );
  checkGroupProtocol(member.config, [...place, 'config'], problems);
  checkOrder(member.script, [...place, 'script'], problems);
  member.script.forEach((op, index) => {
    const here = [...place, 'script', index];
    if ('offsets' in op)
      for (const partition of Object.keys(op.offsets ?? {}))
        checkPartitionExists(scenario, partition, [...here, 'offsets', partition], problems);
    if ('partitions' in op)
      (op.partitions ?? []).forEach((partition, at) =>
        checkPartitionExists(scenario, partition, [...here, 'partitions', at], problems),
      );
  });
}

function checkGroupProtocol(config: Readonly<Record<string, unknown>>, place: Path, problems: Problems): void {
  if (!Object.hasOwn(config, 'group.protocol')) return;
  const protocol = String(config['group.protocol']).trim().toLowerCase();
  if (protocol === 'consumer')
    problems.error([...place, 'group.protocol'], notYet('group.protocol=consumer'), 'this build runs classic');
}

/** Ops of a script stand in the order in which they happen; a file in another order is a slip worth saying. */
function checkOrder(ops: readonly { at: number }[], place: Path, problems: Problems): void {
  for (let index = 1; index < ops.length; index += 1) {
    if (ops[index].at >= ops[index - 1].at) continue;
    if (problems.touches([...place, index]) || problems.touches([...place, index - 1])) continue;
    problems.error(
      [...place, index, 'at'],
      `expected ${ops[index - 1].at} ms or later, as the op before it, got ${ops[index].at} ms`,
    );
    return;
  }
}

/** Targets such as `broker-2` and `controller` mean the cluster's own; a client of that name could not be named. */
function checkOwnName(place: Path, name: string, problems: Problems): void {
  if (!/^(controller|(broker|controller)-\d+)$/.test(name)) return;
  problems.error(place, `${name} is the name of a server`, 'take another name');
}

function checkTopicExists(scenario: NormalisedScenario, topic: string, place: Path, problems: Problems): void {
  if (Object.hasOwn(scenario.topics, topic) || problems.covers(place)) return;
  problems.error(place, `there is no topic ${topic} in this scenario`, suggest(topic, Object.keys(scenario.topics)));
}

function checkPartitionExists(scenario: NormalisedScenario, name: string, place: Path, problems: Problems): void {
  if (problems.covers(place)) return;
  const split = splitPartition(name);
  if (split !== undefined && hasPartition(scenario, split.topic, split.partition)) return;
  const known = Object.hasOwn(scenario.topics, split?.topic ?? '')
    ? scenario.topics[split!.topic].partitions
    : undefined;
  const mend =
    known === undefined ? suggest(split?.topic ?? '', Object.keys(scenario.topics)) : `${split!.topic} has ${known}`;
  problems.error(place, `there is no partition ${name} in this scenario`, mend);
}
