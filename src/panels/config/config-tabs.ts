import type { ConfigMap, NormalisedScenario } from '../../../simulations/scenario';
import type { ConfigKind } from '../../editor';

/** One file of settings: a client's, a topic's, or the brokers'. */
export interface ConfigTab {
  id: string;
  label: string;
  /** What a `config` action aims at; absent for the brokers as a whole. */
  target: string;
  kind: ConfigKind;
  /** Where its settings stand in the scenario. */
  path: string;
}

/** The files of a scenario, in the order in which records pass them. */
export function configTabs(scenario: NormalisedScenario): ConfigTab[] {
  const tabs = (room: 'producers' | 'groups' | 'topics', prefix: string, kind: ConfigKind): ConfigTab[] =>
    Object.keys(scenario[room]).map((name) => ({
      id: `${prefix}:${name}`,
      label: name,
      target: `${prefix}:${name}`,
      kind,
      path: `${room}.${name}.config`,
    }));
  return [
    ...tabs('producers', 'producer', 'producer'),
    ...tabs('groups', 'group', 'consumer'),
    ...tabs('topics', 'topic', 'topic'),
    { id: 'brokers', label: 'brokers', target: 'brokers', kind: 'broker', path: 'brokers.config' },
  ];
}

/** The settings of a tab as they were written and as the actions up to a moment have changed them. */
export function configAt(scenario: NormalisedScenario, tab: ConfigTab, atMs: number): ConfigMap {
  const config: ConfigMap = { ...writtenConfig(scenario, tab) };
  const actions = scenario.actions.filter(
    (action) => action.do === 'config' && action.at !== undefined && action.at <= atMs && isAimedAt(tab, action.target),
  );
  for (const action of actions.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))) {
    for (const [key, value] of Object.entries(action.set as ConfigMap)) {
      if (value === null) delete config[key];
      else config[key] = value;
    }
  }
  return config;
}

/** What has to be set so that one configuration becomes the other; null takes a setting back to its default. */
export function difference(from: ConfigMap, to: Readonly<Record<string, unknown>>): ConfigMap {
  const set: ConfigMap = {};
  for (const [key, value] of Object.entries(to)) {
    if (printed(from[key]) !== printed(value)) set[key] = printed(value);
  }
  for (const key of Object.keys(from)) if (!Object.hasOwn(to, key)) set[key] = null;
  return set;
}

function writtenConfig(scenario: NormalisedScenario, { id, label }: ConfigTab): ConfigMap {
  if (id.startsWith('producer:')) return scenario.producers[label].config;
  if (id.startsWith('group:')) return scenario.groups[label].config;
  return id.startsWith('topic:') ? scenario.topics[label].config : scenario.brokers.config;
}

function isAimedAt({ id, label, target: own }: ConfigTab, target: string | undefined): boolean {
  if (target === own || (target === label && id !== 'brokers')) return true;
  // All brokers are changed together here; one that was changed alone stands for them.
  return id === 'brokers' && target === 'broker-1';
}

function printed(value: unknown): string {
  return value === null || value === undefined ? '' : Array.isArray(value) ? value.join(',') : String(value);
}
