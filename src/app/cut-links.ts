import type { TraceNames } from '../../simulations/kernel';
import type { NormalisedAction } from '../../simulations/scenario';
import type { DiagramCutSpan } from '../diagram';

/** The links between clients and brokers that the scenario cuts, with both their ends and their times. */
export function cutsOf(actions: readonly NormalisedAction[], names: TraceNames): DiagramCutSpan[] {
  const { actors, actorKinds } = names;
  const ofKind = (isBroker: boolean): string[] =>
    actors.filter((_, actor) =>
      isBroker ? actorKinds[actor] === 'broker' : actorKinds[actor] === 'producer' || actorKinds[actor] === 'member',
    );
  return actions.flatMap((action): DiagramCutSpan[] => {
    if (action.do !== 'isolate' || action.at === undefined || action.target === undefined) return [];
    const target = action.target.replace(/^[a-z]+:/, '');
    const isBroker = actorKinds[actors.indexOf(target)] === 'broker';
    const others = Array.isArray(action.from) ? action.from.map(String) : ofKind(!isBroker);
    const fromMicros = action.at * 1000;
    const toMicros = action.for === undefined ? Infinity : fromMicros + action.for * 1000;
    return others.map((other) => ({
      client: isBroker ? other : target,
      broker: isBroker ? target : other,
      fromMicros,
      toMicros,
    }));
  });
}
