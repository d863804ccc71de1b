import type {
  ClientKind,
  CommitMode,
  ConfigMap,
  EventFieldMap,
  Features,
  GuaranteesSpec,
  GroupKind,
  Json,
  MemberOpSpec,
  ProducerOpSpec,
} from './types';

/**
 * A scenario with every default filled in and every duration a number of milliseconds (whole microseconds, so a
 * fraction such as 0.5 is exact). It is what a run takes and what a result shows as `scenario`, and it is itself a
 * valid scenario: normalising it again changes nothing. What has no default is absent, never null.
 */
export interface NormalisedScenario {
  version: 1;
  name: string;
  description: string;
  seed: number;
  duration: number;
  /** Epoch milliseconds of virtual time 0. */
  clock: number;
  platform: 'kafka';
  brokers: NormalisedBrokers;
  controllers: { count: number; combined: boolean };
  network: { delay: number; jitter: number; links: NormalisedLink[] };
  topics: Record<string, NormalisedTopic>;
  quotas: Json[];
  producers: Record<string, NormalisedProducer>;
  groups: Record<string, NormalisedGroup>;
  jobs: Record<string, Json>;
  actions: NormalisedAction[];
  guarantees?: NormalisedGuarantees;
}

export interface NormalisedBrokers {
  count: number;
  /** As written; what a broker makes of it is `effectiveConfig`'s answer. */
  config: ConfigMap;
  /** Empty, or the rack of broker-1, broker-2, ... */
  racks: string[];
  restartTime: number;
  disk: { append: number; flush: number };
  features: Features;
}

export interface NormalisedLink {
  between: [string, string];
  delay: number;
  jitter: number;
}

export interface NormalisedTopic {
  partitions: number;
  replicationFactor: number;
  assignment?: number[][];
  config: ConfigMap;
}

export interface NormalisedProducer {
  /** Absent only if every scripted send names its own. */
  topic?: string;
  client: ClientKind;
  config: ConfigMap;
  resend: { times: number };
  workload: Workload;
}

export type Workload = GeneratedWorkload | EventsWorkload | ScriptWorkload;

export interface GeneratedWorkload {
  events?: undefined;
  script?: undefined;
  rate: number;
  start: number;
  stop: number;
  keys: { count: number; hotShare?: number };
  values: { min: number; max: number };
  valueSize: number;
  lateness: { p50: number; p99: number; max: number };
  moves: { n: number; by: number }[];
}

export interface EventsWorkload {
  events: { file: string; sha256?: string; count?: number; map: EventFieldMap };
  script?: undefined;
  /** Only for rows without `processingTime`. */
  rate: number;
  start: number;
  stop: number;
}

export interface ScriptWorkload {
  events?: undefined;
  script: ProducerOp[];
}

type Timed<Op> = Op extends { at: unknown } ? Omit<Op, 'at'> & { at: number } : never;

/** In order of `at`. */
export type ProducerOp = Timed<ProducerOpSpec>;
export type MemberOp = Timed<MemberOpSpec>;

export interface NormalisedGroup {
  kind: Exclude<GroupKind, 'share'>;
  /** Subscribed topics; empty for a standalone consumer. */
  topics: string[];
  /** Assigned partitions ("orders-0"); empty for a subscribing group. */
  partitions: string[];
  client: ClientKind;
  /** As written, `enable.auto.commit` false added where a commit mode demands it. */
  config: ConfigMap;
  groupConfig: ConfigMap;
  members: Record<string, NormalisedMember>;
  processing: NormalisedProcessing;
  sink: NormalisedSink;
}

export interface NormalisedMember {
  join: number;
  /** Absent: it stays. */
  leave?: number;
  /** Its own subscription in place of the group's. */
  topics?: string[];
  /** Over the group's. */
  config: ConfigMap;
  script: MemberOp[];
}

export interface NormalisedProcessing {
  time: number;
  jitter: number;
  commit: CommitMode;
  threads: number;
  onRevoked: 'none' | 'commit';
  fail?: { nth: number; then: 'close' | 'crash' | 'skip' | 'retry' };
}

export type NormalisedSink =
  { kind: 'none' } | { kind: 'external' | 'upsert' | 'append'; idempotent: boolean } | { kind: 'topic'; topic: string };

/**
 * An action with its durations in milliseconds, its fields checked against its definition and an id of its own
 * ("a3": the third). Exactly one of `at` and `after` is there, or neither for one that acts from the start.
 */
export interface NormalisedAction {
  id: string;
  do: string;
  at?: number;
  after?: Anchor;
  target?: string;
  /** Absent: until healed. */
  for?: number;
  [field: string]: Json | Anchor | undefined;
}

export interface Anchor {
  event: string;
  actor?: string;
  nth: number;
  plus: number;
}

export interface NormalisedGuarantees extends Omit<GuaranteesSpec, 'recoverWithin' | 'maxLag'> {
  recoverWithin?: number;
  maxLag?: number;
}
