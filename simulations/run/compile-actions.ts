import { actionNamed, actions, resolveAction, type Acting, type AnyAction } from '../actions';
import type { ActorRef } from '../kernel';
import { namesOf, resolveTarget, type NormalisedAction, type NormalisedScenario, type Role } from '../scenario';

/**
 * What the actions of a scenario mean. It is compiled with the scenario, so that a run need not know the catalogue of
 * actions nor the grammar of targets.
 */
export interface CompiledActions {
  readonly definitionOf: (name: string) => AnyAction | undefined;
  /** The action as it would take effect now; `holdersOf` looks a role up. Or why it is skipped. */
  readonly resolve: (
    action: NormalisedAction,
    holdersOf: (role: Role) => readonly ActorRef[],
  ) => Acting | { skipped: string };
}

/** Compiles the actions of a scenario. */
export function compileActions(scenario: NormalisedScenario): CompiledActions {
  const named = namesOf(scenario, actions);
  return {
    definitionOf: actionNamed,
    resolve: (action, holdersOf) =>
      resolveAction(actionNamed(action.do)!, action, (target, of, isEach) => {
        if (target === undefined) return brokersOf(scenario, () => true);
        const resolved = resolveTarget(named, target, of);
        if (!resolved.ok) return [];
        if (resolved.kind === 'role') return holdersOf(resolved.role);
        if (resolved.kind === 'rack') return brokersOf(scenario, (rack) => `rack:${rack}` === resolved.actor);
        if (resolved.kind === 'group' && isEach) return membersOf(named.groups, resolved.actor);
        return [resolved.actor];
      }),
  };
}

function brokersOf({ brokers }: NormalisedScenario, isMeant: (rack: string | undefined) => boolean): ActorRef[] {
  return Array.from({ length: brokers.count }, (_, index) => index)
    .filter((index) => isMeant(brokers.racks[index]))
    .map((index) => `broker-${index + 1}`);
}

function membersOf(groups: Readonly<Record<string, { members: object }>>, group: ActorRef): ActorRef[] {
  const name = group.slice('group:'.length);
  return Object.keys(groups[name]!.members).map((member) => `member:${name}/${member}`);
}
