import type { ActionSpec, TargetKind } from './action-spec';
import type { NormalisedScenario } from './normalised';
import { splitPartition } from './names';
import { formatTarget, parseTarget } from './target';
import type { Role, Target } from './target';
import { suggest } from './wording';

/** Looks targets up in a scenario. Roles stay roles: who leads is known only when the action fires. */

/** What of a scenario names are looked up in. */
export interface Named {
  brokers: { count: number; racks: readonly string[] };
  controllers: { count: number };
  topics: Record<string, { partitions: number }>;
  producers: Record<string, unknown>;
  groups: Record<string, { members: Record<string, unknown> }>;
}

export type ResolvedTarget =
  /** `actor` is the full name: "producer:checkout", "member:invoice/invoice-0", "broker-2", "rack:a". */
  | { ok: true; kind: TargetKind; actor: string }
  | { ok: true; kind: 'role'; role: Role }
  | { ok: false; message: string; mend?: string };

interface Thing {
  kind: TargetKind;
  actor: string;
}

/**
 * The names of a scenario together with those of members that join, and of partitions that are added, by an action: a
 * later action may aim at them, and whether they are there yet is known when it fires.
 */
export function namesOf(scenario: NormalisedScenario, actions: readonly ActionSpec[]): Named {
  const joined: Record<string, Record<string, unknown>> = {};
  const topics: Record<string, { partitions: number }> = { ...scenario.topics };
  for (const action of scenario.actions) {
    const fields = actions.find((spec) => spec.do === action.do)?.fields ?? {};
    for (const [field, { kind }] of Object.entries(fields)) {
      const name = action[field];
      if (kind === 'partition-count') grow(topics, action.target, Number(name));
      if (kind !== 'member-name' || typeof name !== 'string' || action.target === undefined) continue;
      const group = resolveTarget(scenario, action.target, ['group']);
      if (!group.ok || group.kind === 'role') continue;
      const groupName = group.actor.slice('group:'.length);
      joined[groupName] = { ...joined[groupName], [name]: {} };
    }
  }
  const groups = Object.entries(scenario.groups).map(([name, { members }]) => {
    return [name, { members: { ...members, ...joined[name] } }] as const;
  });
  return { ...scenario, topics, groups: Object.fromEntries(groups) };
}

function grow(topics: Record<string, { partitions: number }>, target: string | undefined, count: number): void {
  const name = target?.replace(/^topic:/, '') ?? '';
  if (Object.hasOwn(topics, name)) topics[name] = { partitions: Math.max(topics[name].partitions, count) };
}

/**
 * What a target means in a scenario, among the kinds that the action can act on. A plain name must mean exactly one
 * thing of those kinds; a qualified one says itself which.
 */
export function resolveTarget(scenario: Named, text: string, of: readonly TargetKind[]): ResolvedTarget {
  const parsed = parseTarget(text);
  if (!parsed.ok) return parsed;
  const target = parsed.target;
  if (target.kind === 'role') return resolveRole(scenario, target, of);
  const things = target.kind === 'name' ? thingsNamed(scenario, target.name) : thingsOf(scenario, target);
  const fitting = things.filter((thing) => of.includes(thing.kind));
  if (fitting.length === 1) return { ok: true, ...fitting[0] };
  if (fitting.length > 1) {
    return {
      ok: false,
      message: `${text} means several things`,
      mend: `write ${fitting.map((thing) => thing.actor).join(' or ')}`,
    };
  }
  if (things.length > 0) {
    return { ok: false, message: `expected ${printKinds(of)}, got the ${things[0].kind} ${text}` };
  }
  return { ok: false, message: `there is no ${text} in this scenario`, mend: suggest(text, knownNames(scenario, of)) };
}

/** Every full name that an action on these kinds can be aimed at, in order, for menus and completion. */
export function targetsOf(scenario: Named, of: readonly TargetKind[]): string[] {
  return allThings(scenario)
    .filter((thing) => of.includes(thing.kind))
    .map((thing) => thing.actor.replace(/^partition:/, ''));
}

function resolveRole(scenario: Named, role: Role, of: readonly TargetKind[]): ResolvedTarget {
  if ('topic' in role) {
    const place = `${role.topic}-${role.partition}`;
    if (!hasPartition(scenario, role.topic, role.partition)) {
      return {
        ok: false,
        message: `there is no partition ${place} in this scenario`,
        mend: suggest(role.topic, Object.keys(scenario.topics)),
      };
    }
  }
  const group =
    role.role === 'owner' ? role.group : role.role === 'coordinator' && role.of === 'group' ? role.id : undefined;
  if (group !== undefined && !Object.hasOwn(scenario.groups, group)) {
    return {
      ok: false,
      message: `there is no group ${group} in this scenario`,
      mend: suggest(group, Object.keys(scenario.groups)),
    };
  }
  if (role.role === 'coordinator' && role.of === 'transaction') {
    return { ok: false, message: `${formatTarget(role)} (transactions): not in this build yet` };
  }
  const kind: TargetKind = role.role === 'controller' ? 'controller' : role.role === 'owner' ? 'member' : 'broker';
  if (of.includes(kind)) return { ok: true, kind: 'role', role };
  return { ok: false, message: `expected ${printKinds(of)}, got ${formatTarget(role)}, a ${kind}` };
}

export function hasPartition(scenario: Named, topic: string, partition: number): boolean {
  return Object.hasOwn(scenario.topics, topic) && partition < scenario.topics[topic].partitions;
}

function thingsNamed(scenario: Named, name: string): Thing[] {
  const things: Thing[] = [];
  if (Object.hasOwn(scenario.producers, name)) things.push({ kind: 'producer', actor: `producer:${name}` });
  if (Object.hasOwn(scenario.groups, name)) things.push({ kind: 'group', actor: `group:${name}` });
  if (Object.hasOwn(scenario.topics, name)) things.push({ kind: 'topic', actor: `topic:${name}` });
  for (const [group, { members }] of Object.entries(scenario.groups)) {
    if (Object.hasOwn(members, name)) things.push({ kind: 'member', actor: `member:${group}/${name}` });
  }
  const place = splitPartition(name);
  if (place !== undefined && hasPartition(scenario, place.topic, place.partition)) {
    things.push({ kind: 'partition', actor: `partition:${name}` });
  }
  return things;
}

function thingsOf(scenario: Named, target: Exclude<Target, Role | { kind: 'name' }>): Thing[] {
  switch (target.kind) {
    case 'broker':
      return target.number <= scenario.brokers.count ? [{ kind: 'broker', actor: formatTarget(target) }] : [];
    case 'controller':
      return target.number <= scenario.controllers.count ? [{ kind: 'controller', actor: formatTarget(target) }] : [];
    case 'rack':
      return scenario.brokers.racks.includes(target.name) ? [{ kind: 'rack', actor: formatTarget(target) }] : [];
    case 'member': {
      const group = Object.hasOwn(scenario.groups, target.group) ? scenario.groups[target.group] : undefined;
      const isThere = group !== undefined && Object.hasOwn(group.members, target.member);
      return isThere ? [{ kind: 'member', actor: formatTarget(target) }] : [];
    }
    case 'part':
      return [];
    default:
      return thingsNamed(scenario, target.name).filter((thing) => thing.kind === target.kind);
  }
}

function allThings(scenario: Named): Thing[] {
  const things: Thing[] = [];
  for (let number = 1; number <= scenario.brokers.count; number += 1)
    things.push({ kind: 'broker', actor: `broker-${number}` });
  for (let number = 1; number <= scenario.controllers.count; number += 1) {
    things.push({ kind: 'controller', actor: `controller-${number}` });
  }
  for (const rack of new Set(scenario.brokers.racks)) things.push({ kind: 'rack', actor: `rack:${rack}` });
  for (const [name, { partitions }] of Object.entries(scenario.topics)) {
    things.push({ kind: 'topic', actor: `topic:${name}` });
    for (let number = 0; number < partitions; number += 1)
      things.push({ kind: 'partition', actor: `partition:${name}-${number}` });
  }
  for (const name of Object.keys(scenario.producers)) things.push({ kind: 'producer', actor: `producer:${name}` });
  for (const [group, { members }] of Object.entries(scenario.groups)) {
    things.push({ kind: 'group', actor: `group:${group}` });
    for (const member of Object.keys(members)) things.push({ kind: 'member', actor: `member:${group}/${member}` });
  }
  return things;
}

/** Plain names, for suggestions: nobody mistypes "producer:". */
function knownNames(scenario: Named, of: readonly TargetKind[]): string[] {
  return targetsOf(scenario, of).map((actor) =>
    actor.replace(/^(producer|group|topic|partition):|^member:[^/]*\//, ''),
  );
}

function printKinds(of: readonly TargetKind[]): string {
  const named = of.map((kind) => `a ${kind}`);
  return named.length <= 1 ? named.join('') : `${named.slice(0, -1).join(', ')} or ${named[named.length - 1]}`;
}
