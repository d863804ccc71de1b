import { actionNamed, actions, resolveAction, type Acting, type AnyAction } from '../actions';
import type { ActorRef } from '../kernel';
import {
  namesOf,
  parseTarget,
  resolveTarget,
  type NormalisedAction,
  type NormalisedScenario,
  type Role,
} from '../scenario';

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
      resolveAction(actionNamed(action.do)!, action, (target, of) => {
        const resolved = resolveTarget(named, target, of);
        if (!resolved.ok) return [];
        if (resolved.kind === 'role') return holdersOf(resolved.role);
        if (resolved.kind === 'rack') return brokersOf(scenario, resolved.actor);
        return [resolved.actor];
      }),
  };
}

function brokersOf({ brokers }: NormalisedScenario, rack: ActorRef): readonly ActorRef[] {
  const parsed = parseTarget(rack);
  const wanted = parsed.ok && parsed.target.kind === 'rack' ? parsed.target.name : '';
  return brokers.racks.flatMap((name, broker) => (name === wanted ? [`broker-${broker + 1}`] : []));
}
