import { initialTransition, transition, type AnyStateMachine, type ContextFrom, type EventFrom } from 'xstate';

/** Where a machine stands after some events, and what the last of them brought about. */
export interface Stand<M extends AnyStateMachine> {
  readonly state: unknown;
  readonly context: ContextFrom<M>;
  readonly effects: readonly string[];
}

/** Sends events to a fresh machine, whose context may start differently, through XState's pure `transition()`. */
export function walk<M extends AnyStateMachine>(
  machine: M,
  events: readonly EventFrom<M>[],
  context: Partial<ContextFrom<M>> = {},
): Stand<M> {
  // XState's own types follow a machine only where it is known which; here it may be any.
  const any: AnyStateMachine = machine;
  let [snapshot, actions] = initialTransition(any);
  if (Object.keys(context).length > 0) {
    snapshot = any.resolveState({ value: snapshot.value, context: { ...snapshot.context, ...context } });
  }
  for (const event of events) [snapshot, actions] = transition(any, snapshot, event);
  return { state: snapshot.value, context: snapshot.context, effects: actions.map((action) => action.type) };
}
