/** Names of a machine as literal types, as far as XState infers them. */
import type { AnyStateMachine, ContextFrom, EventFrom, StateMachine, StateValueFrom } from 'xstate';

/** "Stable", or "Follower.Fetching" below another state; prefixes included. */
export type StatePath<M extends AnyStateMachine> = PathOf<StateValueFrom<M>>;

type PathOf<Value> = Value extends string
  ? Value
  : Value extends object
    ? { [Key in keyof Value & string]-?: Key | `${Key}.${PathOf<NonNullable<Value[Key]>>}` }[keyof Value & string]
    : string;

/** The `type` of an event. */
export type EventName<M extends AnyStateMachine> = EventFrom<M>['type'];

/** The name of an action given to `setup`, assignments included. */
export type ActionName<M extends AnyStateMachine> =
  // XState has no narrower way to name the action parameter of a machine than to leave the others open.
  // oxlint-disable-next-line typescript/no-explicit-any
  M extends StateMachine<any, any, any, any, infer Action, any, any, any, any, any, any, any, any, any>
    ? Action['type']
    : string;

/** A key of the context. */
export type ContextKey<M extends AnyStateMachine> = keyof ContextFrom<M> & string;

/** An event of the machine. */
export type MachineEventOf<M extends AnyStateMachine> = EventFrom<M>;
