import { checkConfig } from '../config';
import type { ConfigKind, Finding } from '../config';
import type { NormalisedScenario } from './normalised';
import type { Path, Problems } from './problem';
import type { ConfigMap } from './types';
import { notYet, printValue } from './wording';

/** What Kafka itself would refuse or warn of in each `config` of a scenario (K-CFG), placed in the scenario. */

export function checkConfigs(scenario: NormalisedScenario, problems: Problems): void {
  // Bounds of groups, and what a topic may ask for, are the brokers' settings.
  const surroundings = { broker: scenario.brokers.config };
  const check = (kind: ConfigKind, config: ConfigMap) => checkConfig(kind, config, surroundings);
  const place = (kind: ConfigKind, config: ConfigMap, path: Path) => {
    if (!problems.covers(path)) report(check(kind, config), { config, path }, problems);
  };
  place('broker', scenario.brokers.config, ['brokers', 'config']);
  for (const [name, topic] of Object.entries(scenario.topics)) {
    place('topic', topic.config, ['topics', name, 'config']);
    refuseCompaction(topic.config, ['topics', name, 'config', 'cleanup.policy'], problems);
  }
  for (const [name, producer] of Object.entries(scenario.producers)) {
    place('producer', producer.config, ['producers', name, 'config']);
  }
  for (const [name, group] of Object.entries(scenario.groups)) {
    checkGroupId(name, group.config, ['groups', name, 'config', 'group.id'], problems);
    const withId = { ...group.config, 'group.id': name };
    place('consumer', withId, ['groups', name, 'config']);
    place('group', group.groupConfig, ['groups', name, 'groupConfig']);
    for (const [memberName, member] of Object.entries(group.members)) {
      if (Object.keys(member.config).length === 0) continue;
      const path = ['groups', name, 'members', memberName, 'config'];
      checkGroupId(name, member.config, [...path, 'group.id'], problems);
      const merged = { ...withId, ...member.config };
      const own = check('consumer', merged).filter((finding) =>
        finding.keys.some((key) => Object.hasOwn(member.config, key)),
      );
      if (!problems.covers(path)) report(own, { config: merged, path }, problems);
    }
  }
}

function report(findings: readonly Finding[], at: { config: ConfigMap; path: Path }, problems: Problems): void {
  for (const finding of findings) {
    const key = finding.keys.find((candidate) => Object.hasOwn(at.config, candidate)) ?? finding.keys[0];
    const path = key === undefined ? at.path : [...at.path, key];
    // One key may be refused by a more telling rule of this room already.
    if (finding.severity === 'error' && !problems.covers(path)) problems.error(path, wordingOf(finding, at.config));
    else if (finding.severity === 'warning') problems.warn(path, finding.message);
  }
}

const ONE_OF = /^Invalid value .* for configuration [\w.]+: String must be one of(?: \(case insensitive\))?: (.*)$/s;

/** A refused word is told as everywhere in the format, "expected 0, 1 or all, got 2"; the rest keeps its own words. */
function wordingOf(finding: Finding, config: ConfigMap): string {
  const choices = ONE_OF.exec(finding.reason ?? '')?.[1].split(', ');
  const [key] = finding.keys;
  if (choices === undefined || !Object.hasOwn(config, key)) return finding.message;
  // acks knows -1 as another spelling of all, which nobody needs to be told.
  const told = key === 'acks' ? ['0', '1', 'all'] : choices;
  const got = typeof config[key] === 'string' ? String(config[key]) : printValue(config[key]);
  return `expected ${told.slice(0, -1).join(', ')} or ${told[told.length - 1]}, got ${got}`;
}

/** The group's name is its id. A pasted file may repeat it, but not say another. */
function checkGroupId(name: string, config: ConfigMap, path: Path, problems: Problems): void {
  const id = Object.hasOwn(config, 'group.id') ? config['group.id'] : name;
  if (id !== name) problems.error(path, `expected ${name}, the name of the group, got ${printValue(id)}`);
}

function refuseCompaction(config: ConfigMap, path: Path, problems: Problems): void {
  const policy = Object.hasOwn(config, 'cleanup.policy') ? String(config['cleanup.policy']) : '';
  if (policy.split(',').some((part) => part.trim() === 'compact')) problems.error(path, notYet('compaction'));
}
