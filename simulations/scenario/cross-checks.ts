import type { ActionSpec, TargetKind } from './action-spec';
import { CLIENTS_MAX, MEMBERS_MAX } from './client-shapes';
import { PARTITIONS_MAX } from './cluster-shapes';
import { checkGroups, checkProducers } from './client-checks';
import type { NormalisedAction, NormalisedScenario } from './normalised';
import type { Path, Problems } from './problem';
import { namesOf, resolveTarget } from './resolve-target';
import type { Named } from './resolve-target';
import { suggest } from './wording';

/** What a scenario is held against, handed in: this room knows none of it. */
export interface Catalogues {
  actions: readonly ActionSpec[];
  eventKinds?: readonly string[];
}

/**
 * What no single field shows: names that must exist, numbers that must fit together, totals. A place that is
 * already wrong is left alone.
 */
export function crossCheck(scenario: NormalisedScenario, catalogues: Catalogues, problems: Problems): void {
  checkBrokers(scenario, problems);
  checkTopics(scenario, problems);
  checkProducers(scenario, problems);
  checkGroups(scenario, problems);
  checkTotals(scenario, problems);
  checkLinks(scenario, problems);
  checkActions(scenario, catalogues, problems);
}

function checkBrokers({ brokers, controllers }: NormalisedScenario, problems: Problems): void {
  const { count, racks } = brokers;
  if (racks.length > 0 && racks.length !== count && !problems.covers(['brokers', 'racks'])) {
    problems.error(['brokers', 'racks'], `expected one rack for each of ${count} brokers, got ${racks.length}`);
  }
  if (controllers.combined && controllers.count > count) {
    problems.error(
      ['controllers', 'count'],
      `expected at most ${count}: combined controllers run on the first brokers, got ${controllers.count}`,
    );
  }
}

function checkTopics({ topics, brokers }: NormalisedScenario, problems: Problems): void {
  const byCollisionName = new Map<string, string>();
  for (const [name, topic] of Object.entries(topics)) {
    const place = ['topics', name];
    if (problems.covers(place)) continue;
    if (name === '.' || name === '..') problems.error(place, 'expected a topic name other than "." and ".."');
    const collisionName = name.replaceAll('.', '_');
    const other = byCollisionName.get(collisionName);
    // Kafka's metrics know "a.b" and "a_b" by one name, so it refuses to have both.
    if (other !== undefined)
      problems.error(place, `collides with the topic ${other}: Kafka takes "." and "_" for the same`);
    byCollisionName.set(collisionName, name);
    if (topic.replicationFactor > brokers.count && !problems.covers([...place, 'replicationFactor'])) {
      problems.error(
        [...place, 'replicationFactor'],
        `expected at most ${brokers.count} (brokers.count), got ${topic.replicationFactor}`,
      );
    }
    if (topic.assignment !== undefined) checkAssignment([...place, 'assignment'], topic, brokers.count, problems);
  }
}

function checkAssignment(
  place: Path,
  topic: { partitions: number; replicationFactor: number; assignment?: number[][] },
  brokerCount: number,
  problems: Problems,
): void {
  const assignment = topic.assignment ?? [];
  if (problems.covers(place)) return;
  if (assignment.length !== topic.partitions) {
    problems.error(place, `expected a list for each of ${topic.partitions} partitions, got ${assignment.length}`);
  }
  assignment.forEach((replicas, partition) => {
    const here = [...place, partition];
    if (problems.covers(here)) return;
    if (replicas.length !== topic.replicationFactor) {
      problems.error(here, `expected ${topic.replicationFactor} brokers (replicationFactor), got ${replicas.length}`);
    }
    if (new Set(replicas).size !== replicas.length) problems.error(here, 'expected each broker once');
    replicas.forEach((broker, index) => {
      if (broker > brokerCount)
        problems.error([...here, index], `there is no broker-${broker}: brokers.count is ${brokerCount}`);
    });
  });
}

function checkTotals(scenario: NormalisedScenario, problems: Problems): void {
  const partitions = Object.values(scenario.topics).reduce((sum, topic) => sum + topic.partitions, 0);
  if (partitions > PARTITIONS_MAX)
    problems.error(['topics'], `expected at most ${PARTITIONS_MAX} partitions in all, got ${partitions}`);
  const members = Object.values(scenario.groups).reduce((sum, group) => sum + Object.keys(group.members).length, 0);
  if (members > MEMBERS_MAX)
    problems.error(['groups'], `expected at most ${MEMBERS_MAX} members in all, got ${members}`);
  const clients = Object.keys(scenario.producers).length + Object.keys(scenario.groups).length;
  if (clients > CLIENTS_MAX) problems.error([], `expected at most ${CLIENTS_MAX} producers and groups, got ${clients}`);
}

const LINK_ENDS: readonly TargetKind[] = ['broker', 'controller', 'producer', 'member'];

function checkLinks(scenario: NormalisedScenario, problems: Problems): void {
  const seen = new Set<string>();
  scenario.network.links.forEach((link, index) => {
    const place = ['network', 'links', index, 'between'];
    const ends = link.between.map((end, side) =>
      checkTarget(scenario, { text: end, of: LINK_ENDS }, [...place, side], problems),
    );
    const key = ends
      .map(String)
      .toSorted((a, b) => (a < b ? -1 : 1))
      .join(' ');
    if (ends.every((end) => end !== undefined) && seen.has(key))
      problems.error(place, 'this link is already described above');
    seen.add(key);
  });
}

function checkActions(
  scenario: NormalisedScenario,
  { actions: specs, eventKinds }: Catalogues,
  problems: Problems,
): void {
  const ids = new Set<string>();
  const names = namesOf(scenario, specs);
  scenario.actions.forEach((action, index) => {
    const place = ['actions', index];
    if (problems.touches(place)) return;
    if (ids.has(action.id)) problems.error([...place, 'id'], `${action.id} is already the id of another action`);
    ids.add(action.id);
    const spec = specs.find((candidate) => candidate.do === action.do);
    if (spec !== undefined) checkActionTargets(names, { action, spec, place }, problems);
    if (action.at !== undefined && action.at > scenario.duration) {
      problems.warn([...place, 'at'], `after the end of the run (duration ${scenario.duration} ms): it never happens`);
    }
    const { event, actor } = action.after ?? {};
    if (event !== undefined && eventKinds !== undefined && !eventKinds.includes(event)) {
      problems.error([...place, 'after', 'event'], `there is no event ${event}`, suggest(event, eventKinds));
    }
    if (actor !== undefined) {
      checkTarget(names, { text: actor, of: [...LINK_ENDS, 'group'] }, [...place, 'after', 'actor'], problems);
    }
  });
}

function checkActionTargets(
  scenario: Named,
  of: { action: NormalisedAction; spec: ActionSpec; place: Path },
  problems: Problems,
): void {
  for (const [name, field] of Object.entries(of.spec.fields)) {
    const value = of.action[name];
    if (field.kind === 'brokers')
      checkBrokerNumbers(scenario, (value ?? []) as number[], [...of.place, name], problems);
    if (value === undefined || !(field.kind === 'target' || field.kind === 'targets' || field.kind === 'pair'))
      continue;
    const place = [...of.place, name];
    if (field.kind === 'target') checkTarget(scenario, { text: String(value), of: field.of }, place, problems);
    else
      (value as string[]).forEach((text, index) =>
        checkTarget(scenario, { text, of: field.of }, [...place, index], problems),
      );
  }
}

function checkBrokerNumbers({ brokers }: Named, numbers: readonly number[], place: Path, problems: Problems): void {
  numbers.forEach((broker, index) => {
    if (broker > brokers.count)
      problems.error([...place, index], `there is no broker-${broker}: brokers.count is ${brokers.count}`);
  });
}

/** The actor's full name, a role's own text, or nothing where the target is wrong. */
function checkTarget(
  scenario: Named,
  target: { text: string; of: readonly TargetKind[] },
  place: Path,
  problems: Problems,
): string | undefined {
  if (problems.covers(place)) return undefined;
  const resolved = resolveTarget(scenario, target.text, target.of);
  if (!resolved.ok) {
    problems.error(place, resolved.message, resolved.mend);
    return undefined;
  }
  return resolved.kind === 'role' ? target.text : resolved.actor;
}
