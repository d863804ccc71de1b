import { initialTransition, transition, type AnyStateMachine } from 'xstate';
import { compileMachine } from '../../../../simulations/kernel/machine/compiled-machine';
import { MachineInstances } from '../../../../simulations/kernel/machine/machine-instances';
import { plainColumns } from './plain-columns';

/** What an observer sees of one step. */
export interface Step {
  readonly value: unknown;
  readonly context: Readonly<Record<string, unknown>>;
  readonly effects: readonly { readonly type: string; readonly params: unknown }[];
}

/** An event with whatever it carries. */
export interface AnyEvent {
  readonly type: string;
  readonly [fact: string]: unknown;
}

function named(actions: readonly { type: string; params?: unknown }[]): Step['effects'] {
  return actions.map(({ type, params }) => ({ type, params }));
}

/** The initial step and one step an event, by XState's pure functions. */
export function pureSteps(machine: AnyStateMachine, events: readonly AnyEvent[]): Step[] {
  let [snapshot, actions] = initialTransition(machine);
  const steps: Step[] = [{ value: snapshot.value, context: snapshot.context, effects: named(actions) }];
  for (const event of events) {
    [snapshot, actions] = transition(machine, snapshot, event);
    steps.push({ value: snapshot.value, context: snapshot.context, effects: named(actions) });
  }
  return steps;
}

/** The same through the compiled tables, in the middle one of three rows; the others must stay untouched. */
export function compiledSteps(
  machine: AnyStateMachine,
  events: readonly AnyEvent[],
  { float64 = [] as string[], known = [...new Set(events.map((event) => event.type))] } = {},
): Step[] {
  const compiled = compileMachine(machine, { events: known, float64 });
  const columns = (): [string, Int32Array | Float64Array][] => Object.entries(instances.columns);
  let effects: { type: string; params: unknown }[] = [];
  const instances = new MachineInstances(compiled, 3, plainColumns, (effect) => {
    effects.push({ ...compiled.effects[effect]! });
  });
  const step = (): Step => {
    const row = columns().map(([key, column], index) => {
      return [key, compiled.contextKinds[index] === 'boolean' ? column[1] === 1 : column[1]];
    });
    const seen = { value: compiled.stateValue(instances.stateColumn[1]!), context: Object.fromEntries(row), effects };
    effects = [];
    return seen;
  };
  instances.reset(1);
  const steps = [step()];
  for (const event of events) {
    instances.send(1, compiled.eventId(event.type), event);
    steps.push(step());
  }
  for (const [key, column] of columns()) {
    if (column[0] !== 0 || column[2] !== 0) throw new Error(`a neighbour's ${key} was written`);
  }
  return steps;
}
