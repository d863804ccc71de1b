import type { Action, ConfigMap, NormalisedScenario, Scenario } from '../../simulations/scenario';

/**
 * Changes of a scenario as pure functions. What acts "from now" becomes an action at that moment; what acts "from the
 * start" changes the scenario itself. They work on the scenario as it was written, because that is what links hold.
 */

/** An action as the page makes it; the worker checks it and fills in the rest. */
export type NewAction = Record<string, unknown> & { do: string };

/** Settings of one target, in the words of `window.tidemark.set`. */
export interface SettingChange {
  target?: string;
  config?: ConfigMap;
  workload?: Record<string, unknown>;
  processing?: Record<string, unknown>;
  network?: Record<string, unknown> & { between?: [string, string] };
}

/** A scenario with more actions, each at `atMicros` unless it says otherwise. */
export function withActions(scenario: Scenario, actions: readonly NewAction[], atMicros: number): Scenario {
  const before = scenario.actions ?? [];
  const taken = new Set(before.map(({ id }) => id));
  let number = 1;
  const freshId = (): string => {
    while (taken.has(`p${number}`)) number += 1;
    taken.add(`p${number}`);
    return `p${number}`;
  };
  const added = actions.map((action): Action => {
    const timed = 'at' in action || 'after' in action ? action : { at: atMicros / 1000, ...action };
    return { id: freshId(), ...timed } as Action;
  });
  return { ...scenario, actions: [...before, ...added] };
}

/** Actions without an id of their own are known by the one that the normalised scenario gives them. */
export function withoutActions(scenario: Scenario, normalised: NormalisedScenario, ids: readonly string[]): Scenario {
  const isGone = namedBy(normalised, ids);
  return { ...scenario, actions: (scenario.actions ?? []).filter((action, index) => !isGone(action, index)) };
}

/** The scenario with some of its actions changed in place; their order, and so their numbers, stay. */
export function withChanged(
  scenario: Scenario,
  normalised: NormalisedScenario,
  ids: readonly string[],
  change: (action: Action) => Action,
): Scenario {
  const isMeant = namedBy(normalised, ids);
  const actions = (scenario.actions ?? []).map((action, index) => (isMeant(action, index) ? change(action) : action));
  return { ...scenario, actions };
}

/** Copies of some actions, to begin at another moment. */
export function copiesOf(scenario: Scenario, normalised: NormalisedScenario, ids: readonly string[]): NewAction[] {
  const isMeant = namedBy(normalised, ids);
  return (scenario.actions ?? []).filter(isMeant).map((action) => {
    const { id: _id, at: _at, after: _after, ...rest } = action as NewAction;
    return rest as NewAction;
  });
}

/** At another moment; what waits for an event keeps waiting for it. */
export function movedTo(atMicros: number): (action: Action) => Action {
  return (action) => (action.after === undefined ? { ...action, at: atMicros / 1000 } : action);
}

/** For another time, or until it is healed. */
export function lasting(forMicros: number | undefined): (action: Action) => Action {
  return (action) => {
    const { for: _for, ...rest } = action;
    return (forMicros === undefined ? rest : { ...rest, for: forMicros / 1000 }) as Action;
  };
}

function namedBy(normalised: NormalisedScenario, ids: readonly string[]): (action: Action, index: number) => boolean {
  return ({ id }, index) => ids.includes(id ?? normalised.actions[index]?.id ?? '');
}

/** The actions that bring about a change at one moment. */
export function actionsOf(change: SettingChange): NewAction[] {
  const { target, config, workload, processing, network } = change;
  const actions: NewAction[] = [];
  const aimed = target === undefined ? {} : { target };
  if (config !== undefined) actions.push({ do: 'config', ...aimed, set: config });
  if (workload !== undefined) actions.push({ do: 'workload', ...aimed, set: workload });
  if (processing !== undefined) actions.push({ do: 'processing', ...aimed, set: processing });
  if (network !== undefined) {
    const { between, ...set } = network;
    actions.push({ do: 'network', ...(between === undefined ? {} : { between }), set });
  }
  return actions;
}

/** The scenario with the change made from its start. Throws with the path if the target is not there. */
export function fromStart(scenario: Scenario, change: SettingChange): Scenario {
  let changed = scenario;
  const { target, config, workload, processing, network } = change;
  if (config !== undefined) changed = configured(changed, target, config);
  if (workload !== undefined) changed = withWorkload(changed, target, workload);
  if (processing !== undefined) changed = withProcessing(changed, target, processing);
  if (network !== undefined) changed = withNetwork(changed, network);
  return changed;
}

type Room = 'producers' | 'groups' | 'topics';

/** Where a target's settings stand: its room in the scenario and its name there. */
export function placeOf(scenario: Scenario, target: string | undefined): { room: Room | 'brokers'; name: string } {
  const colon = target?.indexOf(':') ?? -1;
  const prefix = target?.slice(0, Math.max(0, colon)) ?? '';
  const name = target?.slice(colon + 1) ?? '';
  if (prefix === '' && (name === 'brokers' || /^broker-\d+$/.test(name))) return { room: 'brokers', name };
  const rooms: readonly Room[] = ['producers', 'groups', 'topics'];
  const room = rooms.find((it) => (prefix === '' || `${prefix}s` === it) && Object.hasOwn(scenario[it] ?? {}, name));
  if (room !== undefined) return { room, name };
  const known = rooms.flatMap((it) => Object.keys(scenario[it] ?? {}));
  throw new Error(`target: "${target ?? ''}" is not in this scenario; known here: ${[...known, 'brokers'].join(', ')}`);
}

function configured(scenario: Scenario, target: string | undefined, set: ConfigMap): Scenario {
  const { room, name } = placeOf(scenario, target);
  if (room === 'brokers') {
    return { ...scenario, brokers: { ...scenario.brokers, config: merged(scenario.brokers?.config, set) } };
  }
  const part = scenario[room]?.[name];
  return { ...scenario, [room]: { ...scenario[room], [name]: { ...part, config: merged(part?.config, set) } } };
}

/** Null takes a setting back to its default. */
function merged(config: ConfigMap | undefined, set: ConfigMap): ConfigMap {
  return Object.fromEntries(Object.entries({ ...config, ...set }).filter(([, value]) => value !== null));
}

function withWorkload(scenario: Scenario, target: string | undefined, set: Record<string, unknown>): Scenario {
  const { room, name } = placeOf(scenario, target);
  if (room !== 'producers') throw new Error(`target: "${target ?? ''}" is no producer`);
  const producer = scenario.producers?.[name];
  const { hotShare, ...rest } = set;
  const workload: Record<string, unknown> = { ...producer?.workload, ...rest };
  if (hotShare !== undefined) workload.keys = { ...(workload.keys as object | undefined), hotShare };
  return { ...scenario, producers: { ...scenario.producers, [name]: { ...producer, workload } } };
}

function withProcessing(scenario: Scenario, target: string | undefined, set: Record<string, unknown>): Scenario {
  const { room, name } = placeOf(scenario, target);
  if (room !== 'groups') throw new Error(`target: "${target ?? ''}" is no group`);
  const group = scenario.groups?.[name];
  return {
    ...scenario,
    groups: { ...scenario.groups, [name]: { ...group, processing: { ...group?.processing, ...set } } },
  };
}

function withNetwork(scenario: Scenario, { between, ...set }: NonNullable<SettingChange['network']>): Scenario {
  const { network } = scenario;
  if (between === undefined) return { ...scenario, network: { ...network, ...set } };
  const links = network?.links ?? [];
  const isSame = (link: { between: [string, string] }): boolean => between.every((end) => link.between.includes(end));
  const link = { ...links.find(isSame), between, ...set };
  return { ...scenario, network: { ...network, links: [...links.filter((it) => !isSame(it)), link] } };
}
