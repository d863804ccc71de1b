import type { NormalisedScenario } from '../../scenario';

/**
 * What a run came to, in the shape that scripts depend on: times in milliseconds of virtual time, event times in epoch
 * milliseconds, names as the scenario has them. The judge's verdict is added by who asks for it.
 */
export interface RunResult {
  /** Normalised, every default filled in. */
  readonly scenario: NormalisedScenario;
  readonly virtualTime: number;
  readonly events: number;
  /** Equal on every machine and at every recording level. */
  readonly traceHash: string;
  readonly partitions: Readonly<Record<string, PartitionResult>>;
  readonly producers: Readonly<Record<string, ProducerResult>>;
  readonly groups: Readonly<Record<string, GroupResult>>;
  /** By group: what its effects left in the world outside. */
  readonly sinks: Readonly<Record<string, SinkResult>>;
  /** With logs. */
  readonly logs?: Readonly<Record<string, readonly LogEntry[]>>;
  readonly delivered?: Readonly<Record<string, readonly Delivery[]>>;
  readonly processed?: Readonly<Record<string, readonly Processing[]>>;
}

export interface PartitionResult {
  /** Broker number; null: nobody leads. */
  readonly leader: number | null;
  readonly leaderEpoch: number;
  readonly isr: readonly number[];
  readonly elr: readonly number[];
  readonly lastKnownLeader: number | null;
  readonly logStartOffset: number;
  readonly lastStableOffset: number;
  readonly highWatermark: number;
  readonly logEndOffset: number;
  /** By broker number. `offline`: the process does not run, or is not up yet. */
  readonly replicas: Readonly<Record<string, { readonly logEndOffset: number; readonly state: 'online' | 'offline' }>>;
  /** While the partition is reassigned: what comes and what goes, by broker number. */
  readonly addingReplicas?: readonly number[];
  readonly removingReplicas?: readonly number[];
}

export interface ProducerResult {
  /** Calls of send(). */
  readonly sent: number;
  readonly acked: number;
  readonly failed: number;
  /** Failed records by the Java class that their callbacks got. */
  readonly errors: Readonly<Record<string, number>>;
  readonly throttledMs: number;
  /** With logs: what a script called. */
  readonly calls?: readonly ProducerCall[];
}

export interface ProducerCall {
  readonly at: number;
  readonly op: string;
  readonly outcome: 'ok' | 'error' | 'unknown';
  readonly error: string | null;
}

export interface GroupResult {
  readonly kind: string;
  readonly protocol: string;
  readonly state: string;
  readonly generation: number;
  readonly members: Readonly<Record<string, MemberResult>>;
  readonly committed: Readonly<Record<string, number>>;
  /** highWatermark - committed; with nothing committed, highWatermark - logStartOffset. */
  readonly lag: Readonly<Record<string, number>>;
  readonly rebalances: readonly Rebalance[];
}

export interface MemberResult {
  /** In the coordinator's book; of a standalone consumer what it was given. */
  readonly assignment: readonly string[];
  readonly memberEpoch: number;
  readonly state: string;
  readonly error: string | null;
}

export interface Rebalance {
  readonly at: number;
  readonly reason: string;
  /** The generation that it led to; null while it goes on. */
  readonly generation: number | null;
  /** By member: what its callbacks took and gave. */
  readonly revoked: Readonly<Record<string, readonly string[]>>;
  readonly assigned: Readonly<Record<string, readonly string[]>>;
  /** By member: how long it had nothing to read, in ms. */
  readonly stoppedFor: Readonly<Record<string, number>>;
  readonly members: Readonly<Record<string, readonly MemberCallback[]>>;
}

export interface MemberCallback {
  readonly at: number;
  readonly callback: 'revoked' | 'assigned' | 'lost';
  readonly partitions: readonly string[];
}

export interface SinkResult {
  readonly rows: readonly SinkRow[];
  /** Of all applied effects; of an upsert sink, of the values that stand. */
  readonly sum: number;
}

export interface SinkRow {
  readonly key: string | null;
  readonly value: number | string | null;
  /** Effects that took place. */
  readonly applied: number;
}

export interface LogEntry {
  readonly offset: number;
  readonly kind: 'data' | 'commit' | 'abort';
  readonly key: string | null;
  readonly value: string | null;
  readonly timestamp: number;
  readonly producer: string | null;
  readonly leaderEpoch: number;
}

export interface Delivery {
  readonly member: string;
  readonly partition: string;
  readonly offset: number;
  readonly at: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly deliveryCount: number;
}

export interface Processing {
  readonly member: string;
  readonly partition: string;
  readonly offset: number;
  readonly at: number;
}
