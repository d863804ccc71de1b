/**
 * The scenario as a person writes it (version 1): everything but `version` may be left out, a duration is a number of
 * milliseconds or text with a unit ("250ms", "5s"). What a run works with is the NormalisedScenario beside this file.
 */

/** Any JSON value. Settings, events and links are held to it before they are read. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A number of milliseconds, or text with one of the units us, ms, s, m, h, d. */
export type Duration = number | string;

/** Settings by their real names: `{ "min.insync.replicas": 2 }`. */
export type ConfigMap = Record<string, string | number | boolean | null>;

export type ClientKind = 'java' | 'librdkafka';

export interface Scenario {
  version: 1;
  name?: string;
  description?: string;
  /** 0 to 2^32 - 1. */
  seed?: number;
  duration?: Duration;
  /** Epoch milliseconds of virtual time 0. */
  clock?: number;
  platform?: 'kafka' | 'redpanda' | 'pulsar';
  brokers?: BrokersSpec;
  controllers?: { count?: number; combined?: boolean };
  network?: { delay?: Duration; jitter?: Duration; links?: LinkSpec[] };
  topics?: Record<string, TopicSpec>;
  quotas?: Json[];
  producers?: Record<string, ProducerSpec>;
  groups?: Record<string, GroupSpec>;
  jobs?: Record<string, Json>;
  actions?: Action[];
  guarantees?: GuaranteesSpec;
}

export interface BrokersSpec {
  count?: number;
  config?: ConfigMap;
  /** The rack of broker-1, broker-2, ... */
  racks?: string[];
  /** From the restart action until the process answers. */
  restartTime?: Duration;
  disk?: { append?: Duration; flush?: Duration };
  features?: Partial<Features>;
}

export interface Features {
  'eligible.leader.replicas.version': number;
  'transaction.version': number;
  'share.version': number;
}

/** One link's own delay; what is absent is the network's. */
export interface LinkSpec {
  between: [string, string];
  delay?: Duration;
  jitter?: Duration;
}

export interface TopicSpec {
  partitions?: number;
  replicationFactor?: number;
  /** Broker numbers of each partition; the first is the preferred leader. */
  assignment?: number[][];
  config?: ConfigMap;
}

export interface ProducerSpec {
  topic?: string;
  client?: ClientKind;
  config?: ConfigMap;
  /** How often the application sends a failed record again. */
  resend?: { times?: number };
  workload?: GeneratedWorkloadSpec | EventsWorkloadSpec | ScriptWorkloadSpec;
}

export interface GeneratedWorkloadSpec {
  /** Records a second, evenly spaced. */
  rate?: number;
  start?: Duration;
  stop?: Duration;
  keys?: { count?: number; hotShare?: number };
  values?: { min?: number; max?: number };
  /** Bytes of a value, padding included. */
  valueSize?: number;
  /** How far event time lags send time; one duration: always that. */
  lateness?: Duration | { p50?: Duration; p99?: Duration; max?: Duration };
  /** The n-th record is sent that much later, its event time kept. */
  moves?: { n: number; by: Duration }[];
}

/** One's own events: the file itself travels beside the scenario (`--events`), never inside it. */
export interface EventsWorkloadSpec {
  events: { file: string; sha256?: string; count?: number; map?: EventFieldMap };
  rate?: number;
  start?: Duration;
  stop?: Duration;
}

/** Where in a row a field stands: a JSON path ("user.id") or the name of a CSV column. */
export interface EventFieldMap {
  key?: string;
  value?: string;
  eventTime?: string;
  processingTime?: string;
}

export interface ScriptWorkloadSpec {
  script: ProducerOpSpec[];
}

export type ProducerOpSpec =
  | { at: Duration; op: 'init' | 'begin' | 'flush' | 'commit' | 'abort' | 'close' | 'crash' }
  | ({ at: Duration; op: 'send' } & SendFields)
  | { at: Duration; op: 'sendOffsets'; group: string; offsets: Record<string, number>; groupMetadata?: boolean };

export interface SendFields {
  key?: string | null;
  value?: string | null;
  topic?: string;
  partition?: number;
  /** Epoch milliseconds. */
  timestamp?: number;
  headers?: Record<string, string>;
  valueSize?: number;
}

export type GroupKind = 'consumer' | 'assign' | 'share';

export interface GroupSpec {
  kind?: GroupKind;
  topics?: string[];
  /** Of a standalone consumer (`kind` assign): "orders-0". */
  partitions?: string[];
  client?: ClientKind;
  config?: ConfigMap;
  groupConfig?: ConfigMap;
  members?: Record<string, MemberSpec>;
  processing?: ProcessingSpec;
  sink?: SinkSpec;
}

export interface MemberSpec {
  join?: Duration;
  leave?: Duration;
  topics?: string[];
  config?: ConfigMap;
  script?: MemberOpSpec[];
}

export type MemberOpSpec =
  | { at: Duration; op: 'poll' | 'close' }
  | { at: Duration; op: 'seek'; offsets: Record<string, number> }
  | { at: Duration; op: 'pause' | 'resume'; partitions?: string[] }
  | { at: Duration; op: 'commitSync' | 'commitAsync'; offsets?: Record<string, number> };

export type CommitMode = 'before' | 'after' | 'after-async' | 'after-each' | 'auto';

export interface ProcessingSpec {
  /** Of one record. */
  time?: Duration;
  jitter?: Duration;
  commit?: CommitMode | 'transactional';
  /** Records are handed to that many threads; 0: processed in the poll loop. */
  threads?: number;
  onRevoked?: 'none' | 'commit';
  fail?: { nth: number; then: 'close' | 'crash' | 'skip' | 'retry' };
}

export type SinkSpec =
  | { kind: 'none' }
  | { kind: 'external' | 'upsert' | 'append'; idempotent?: boolean }
  | { kind: 'topic'; topic: string };

/**
 * One action as written. `do` names its definition in the catalogue of actions, which says what other fields it takes
 * and what they mean; this room knows none of them.
 */
export interface Action {
  id?: string;
  at?: Duration;
  do: string;
  target?: string;
  for?: Duration;
  after?: AnchorSpec;
  [field: string]: Json | AnchorSpec | undefined;
}

/** The moment of the n-th event of a kind (of one actor), and `plus` later. */
export interface AnchorSpec {
  event: string;
  actor?: string;
  nth?: number;
  plus?: Duration;
}

export type DeliveryLevel = 'at-most-once' | 'at-least-once' | 'effectively-once' | 'exactly-once';

/** What is asked for; absent keys are filled from what the settings promise (spec/checker.md, C-GU-2). */
export interface GuaranteesSpec {
  delivery?: DeliveryLevel;
  order?: 'none' | 'per-partition' | 'per-key';
  isolation?: 'read_committed' | 'read_uncommitted';
  recoverWithin?: Duration;
  maxLag?: Duration;
  /** 0 to 1. */
  maxLateShare?: number;
  /** By action: how many of it must be survived. */
  survives?: Record<string, number | 'any'>;
}

/** A scenario with what must come out of it and, for a preset, what to look for. */
export interface WrappedScenario {
  scenario: Scenario;
  /** Paths of the result to values or matchers. */
  expect?: Record<string, Json>;
  /** Rules of the specification that it shows. */
  rules?: string[];
  /** One sentence: what to watch for. */
  watch?: string;
}
