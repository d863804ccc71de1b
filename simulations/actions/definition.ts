import type { ActionOutcome, ActionPort, ActorRef } from '../kernel';
import type { ActionSpec, FieldSpec, FieldValues, NormalisedAction } from '../scenario';

/**
 * An action is defined once: what it takes, what it does through the port, how it becomes gentler and how it tells
 * itself. Menu, timeline, schema, command line and search all read the same definition (C-FLT-1).
 */
export interface ActionDefinition<S extends Fields = Fields> extends ActionSpec {
  fields: S;
  /** The rules of the specification that say what it means. */
  rules: readonly string[];
  /** One past or present-tense sentence without its time: "broker-2 is killed". */
  say(action: Acting<S>): string;
  /** Milder forms of the same action, the mildest step first; none: it can only be left out (C-FLT-5). */
  gentler(action: NormalisedAction): readonly NormalisedAction[];
  begin(port: ActionPort, action: Acting<S>): ActionOutcome;
  /** Where it goes on for a while: moments after the beginning, in ms, at which `step` is called, from 0 on. */
  steps?(action: Acting<S>): readonly number[];
  step?(port: ActionPort, action: Acting<S>, index: number): void;
  /** After `for`; absent: what it did stays done. */
  end?(port: ActionPort, action: Acting<S>): ActionOutcome;
}

type Fields = Readonly<Record<string, FieldSpec>>;

/** An action that takes effect: its fields, and its roles and names resolved to actors. */
export type Acting<S extends Fields = Fields> = {
  /** Of the action; what it began is ended under the same id. */
  id: string;
  /** What `target` resolved to: one actor, several for a rack, none for an action without target. */
  targets: readonly ActorRef[];
} & Omit<FieldValues<S>, 'target'>;

/** Any action, where the list of all is walked. */
export type AnyAction = ActionDefinition;

export function defineAction<const S extends Fields>(definition: ActionDefinition<S>): ActionDefinition<S> {
  return definition;
}

/** The same for each target; skipped only if there was nothing to do at any of them. */
export function forEachTarget(action: Acting, act: (actor: ActorRef) => ActionOutcome): ActionOutcome {
  const outcomes = action.targets.map(act);
  const skipped = outcomes.find((outcome) => outcome !== true);
  return skipped === undefined || outcomes.includes(true) ? true : skipped;
}
