import type { ConfigMap } from './types';

/**
 * What the format must know of an action to check, complete and describe it. The catalogue of actions is handed in
 * as a list of these; this room names no action itself.
 */
export interface ActionSpec {
  /** The action's name as it stands under `do`. */
  do: string;
  title: string;
  /** 'optional': it may stand without `at` and `after`, and then acts from the start. */
  at: 'required' | 'optional';
  /** Of these fields exactly one must be there: `slow` takes a target or a link. */
  exactlyOne?: readonly string[];
  fields: Readonly<Record<string, FieldSpec>>;
}

/** What a target may resolve to. A `process` is a broker, controller, producer or member. */
export type TargetKind =
  'broker' | 'controller' | 'producer' | 'member' | 'group' | 'topic' | 'rack' | 'partition' | 'network';

interface FieldBase {
  /** Only fields that say so may be left out. */
  optional?: boolean;
  /** One phrase for forms, completion and the JSON Schema. */
  title?: string;
}

/** The kinds of field that actions are made of; a new kind is a line here and in `action-fields.ts`. */
export type FieldSpec = FieldBase &
  /** `each`: every process behind it, a group's members, a rack's brokers; all brokers where it is left out. */
  (
    | { kind: 'target'; of: readonly TargetKind[]; each?: true }
    /** A list of targets. */
    | { kind: 'targets'; of: readonly TargetKind[] }
    /** The two ends of a link. */
    | { kind: 'pair'; of: readonly TargetKind[] }
    | { kind: 'duration'; min?: number; max?: number; default?: number }
    | { kind: 'number'; min: number; max: number; integer?: boolean; default?: number }
    | { kind: 'choice'; values: readonly string[]; default?: string }
    /** "40ms" is added, "4x" multiplies. */
    | { kind: 'slowdown' }
    /** Settings by their real names. */
    | { kind: 'config' }
    /** The name of a member that joins the group in `target`; later actions may aim at it. */
    | { kind: 'member-name' }
    /** A replica list: broker numbers from 1, none twice. */
    | { kind: 'brokers' }
    /** How many partitions the topic in `target` has from then on; later actions may aim at the new ones. */
    | { kind: 'partition-count' }
    /** A map of some of these fields, at least one. */
    | { kind: 'set'; fields: Readonly<Record<string, FieldSpec>> }
    /** `{ p50, p99, max }` or one duration, as in a workload. */
    | { kind: 'lateness' }
  );

type Plain<F> = F extends { kind: 'target' | 'member-name' | 'slowdown' }
  ? string
  : F extends { kind: 'choice'; values: readonly (infer V)[] }
    ? V
    : F extends { kind: 'targets' }
      ? readonly string[]
      : F extends { kind: 'pair' }
        ? readonly [string, string]
        : F extends { kind: 'duration' | 'number' | 'partition-count' }
          ? number
          : F extends { kind: 'brokers' }
            ? readonly number[]
            : F extends { kind: 'config' }
              ? ConfigMap
              : F extends { kind: 'lateness' }
                ? { p50: number; p99: number; max: number }
                : F extends { kind: 'set'; fields: infer S }
                  ? { [K in keyof S]?: Plain<S[K]> }
                  : never;

type Optional<F> = F extends { default: string | number } ? false : F extends { optional: true } ? true : false;

/** The values of an action's fields after normalising, by its `fields`. */
export type FieldValues<S> = {
  [K in keyof S as Optional<S[K]> extends true ? never : K]: Plain<S[K]>;
} & { [K in keyof S as Optional<S[K]> extends true ? K : never]?: Plain<S[K]> };
