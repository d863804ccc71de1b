import type { Effective } from '../cluster/settings';

/** When the loop commits, as the scenario's `processing.commit` says. */
export const COMMIT_BEFORE = 0;
export const COMMIT_AFTER = 1;
export const COMMIT_AFTER_ASYNC = 2;
export const COMMIT_AFTER_EACH = 3;
export const COMMIT_AUTO = 4;

/** One operation of a member's script, at its time; partitions are numbers. */
export type MemberOpPlan =
  | { readonly atMicros: number; readonly op: 'poll' | 'close' }
  | { readonly atMicros: number; readonly op: 'seek'; readonly offsets: ReadonlyMap<number, number> }
  | { readonly atMicros: number; readonly op: 'pause' | 'resume'; readonly partitions: readonly number[] | null }
  | {
      readonly atMicros: number;
      readonly op: 'commitSync' | 'commitAsync';
      readonly offsets: ReadonlyMap<number, number> | null;
    };

export interface MemberPlan {
  readonly name: string;
  /** Effective settings of the consumer, by their real names. */
  readonly settings: Effective;
  /** Subscribed topics, by name. */
  readonly topics: readonly string[];
  /** Infinity: only an action lets it join. */
  readonly joinMicros: number;
  /** Infinity: it stays. */
  readonly leaveMicros: number;
  readonly script: readonly MemberOpPlan[];
}

export interface ConsumerGroupPlan {
  readonly name: string;
  /** False: standalone consumers (`kind` assign) of `partitions`. */
  readonly hasMembership: boolean;
  readonly partitions: readonly number[];
  readonly processing: {
    readonly timeMicros: number;
    readonly jitterMicros: number;
    /** COMMIT_*. */
    readonly commit: number;
    readonly threads: number;
    readonly commitsOnRevoked: boolean;
    /** `then`: {@link FailureCode}. */
    readonly fail: { readonly nth: number; readonly then: number } | null;
  };
}

/** What consumers need of a scenario; groups and members in the order of the cluster's layout. */
export interface ConsumerPlan {
  readonly groups: readonly ConsumerGroupPlan[];
  readonly members: readonly MemberPlan[];
  /** Rack of each broker; empty: none. */
  readonly racks: readonly string[];
}

/** The outside, as far as consumers act on it: the sink of each group. */
export interface EffectPort {
  exists(group: number): boolean;
  /** `actor` has the effect of `record` applied; the port writes the row. */
  apply(group: number, actor: number, partition: number, offset: number, record: number): void;
}
