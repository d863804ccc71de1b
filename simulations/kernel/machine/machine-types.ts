/** Names of a machine as literal types, as far as XState infers them. */
import type { AnyStateMachine, ContextFrom, EventFrom, StateMachine, StateValueFrom } from 'xstate';

/** "Stable", or "Follower.Fetching" below another state; prefixes included. */
export type StatePath<M extends AnyStateMachine> = PathOf<StateValueFrom<M>>;

type PathOf<Value> = Value extends string
  ? Value
  : Value extends object
    ? { [Key in keyof Value & string]: Key | `${Key}.${PathOf<Value[Key]>}` }[keyof Value & string]
    : string;

/** The `type` of an event. */
export type EventName<M extends AnyStateMachine> = EventFrom<M>['type'];

/** The name of an action given to `setup`, assignments included. */
export type ActionName<M extends AnyStateMachine> =
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  M extends StateMachine<any, any, any, any, infer Action, any, any, any, any, any, any, any, any, any>
    ? Action['type']
    : string;

/** A key of the context. */
export type ContextKey<M extends AnyStateMachine> = keyof ContextFrom<M> & string;

/** The context of one actor. */
export type MachineContextOf<M extends AnyStateMachine> = ContextFrom<M>;

/** An event of the machine. */
export type MachineEventOf<M extends AnyStateMachine> = EventFrom<M>;
