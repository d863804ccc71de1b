import type { Steps } from '../history';
import type { TraceNames } from '../kernel';
import type { DeliveryLevel, Json, NormalisedScenario } from '../scenario';
import type { AnomalyClass, AnomalyKind } from './anomaly-kinds';

/** What the judge is told beside the trace (the header of a history, spec/checker.md 2.1). */
export interface JudgeHeader {
  readonly scenario: NormalisedScenario;
  /** Effective settings by scenario path ("producers.checkout"): defaults and what a client derives included. */
  readonly settings: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly names: TraceNames;
  /** Heal, drain and audit were appended (C-PH-1 to C-PH-3): what only the drain can decide is decided. */
  readonly audited: boolean;
  /** 'wire': no replica logs in it, as in a history recorded from a real cluster. Absent: 'truth'. */
  readonly witness?: Witness;
}

export type Witness = 'truth' | 'wire';

/** Sorted by the contract: broken, legal under these settings, or caused by what nobody promised to survive. */
export type Judgement = 'violation' | 'allowed' | 'outside-budget';

/** One cause in a chain. Times are milliseconds of virtual time. */
export interface WhyStep {
  at: number;
  /** One sentence, at most 110 characters, with names of actors. */
  say: string;
  /** What was true then, in a second sentence. */
  detail?: string;
  /** The history row it stands for, -1: none. */
  row: number;
  /** Where to look: base names. */
  actor?: string;
  partition?: string;
  offsets?: number[];
}

/** An entry of `verdict.anomalies`; times in milliseconds of virtual time. */
export interface Anomaly {
  kind: AnomalyKind;
  class: AnomalyClass;
  judgement: Judgement;
  /** Why it is judged so: the sentence of the contract. */
  because: string;
  witness: Witness;
  /** The guilty event. */
  at: number;
  /** When it became certain. */
  decidedAt: number;
  /** When it began to be counted; differs from `decidedAt` only where an unclean election could still undo it. */
  countedFrom: number;
  /** An unclean election brought all of it back then. */
  withdrawnAt?: number;
  partition?: string;
  group?: string;
  key?: string;
  /** At most the first 1,000; `count` is exact. */
  offsets?: number[];
  count: number;
  detail: Record<string, Json>;
  /** Rows of the trace that prove it, at most 8. */
  rows: number[];
  /** Cause by cause, first to last; empty behind the worst 1,000. */
  why: WhyStep[];
}

/** A promise of the contract and what the run made of it (three verdicts, C-ALG-2). */
export interface Clause {
  clause: string;
  /** The scenario asked for it. */
  asked: boolean;
  /** The settings promise it. */
  promised: boolean;
  verdict: 'held' | 'violated' | 'not-exercised';
  /** Milliseconds; of the first violation. */
  violatedAt?: number;
  /** What never happened, or what put it under pressure. */
  sentence: string;
  /** How often each pressure mark was reached. */
  marks: Record<string, number>;
}

/** Distinct records by fate, over time (contracts.md: the verdict strip). */
export interface Strip {
  acknowledged: Steps;
  lost: Steps;
  lostToGroup: Steps;
  duplicated: Steps;
  outOfOrder: Steps;
  late: Steps;
}

export type StripColumn = keyof Strip;
export type StripCounts = Record<StripColumn, number>;

/** For every intent, how often it was applied against how often it should have been (6.1). */
export interface LedgerSummary {
  sink: string;
  /** Intents with an acknowledged send. */
  owed: number;
  applied: number;
  /** Owed and not applied (yet). */
  missing: number;
  repeated: number;
  ghosts: number;
}

/** One row of the contract table that applies to a stage, and what it adds. */
export interface PromiseRow {
  rule: string;
  /** What a reader is told. */
  sentence: string;
  level?: DeliveryLevel | 'none';
  order?: StagePromise['order'];
  survives?: Partial<Record<FaultFamily, number>>;
  /** Kinds that this setting allows, or forbids, whatever the level says. */
  allows?: readonly string[];
  forbids?: readonly string[];
}

/** What C-GU-3 derives from the settings of one stage. */
export interface StagePromise {
  /** "producers.checkout", "groups.invoice". */
  stage: string;
  level: DeliveryLevel | 'none';
  order: 'none' | 'per-partition' | 'per-key';
  /** Faults that the promise outlasts, by family; absent family: any number. */
  survives: Partial<Record<FaultFamily, number>>;
  rows: PromiseRow[];
}

/** What a budget counts. */
export type FaultFamily =
  | 'kill'
  | 'stop'
  | 'pause'
  | 'isolate'
  | 'powerOff'
  | 'loseDisk'
  | 'leaderChange'
  | 'uncleanElection'
  | 'lastInSyncPowerLoss'
  | 'resend';

export interface Contract {
  stages: StagePromise[];
  /** The weakest stage's. */
  level: DeliveryLevel | 'none';
  order: 'none' | 'per-partition' | 'per-key';
  isolation: 'read_committed' | 'read_uncommitted';
  /** What the scenario asked for in place of what the settings promise. */
  asked: { delivery?: DeliveryLevel; order?: StagePromise['order']; recoverWithin?: number; maxLag?: number };
  survives: Partial<Record<FaultFamily, number>>;
}

/** Where everything stands at the moment of the verdict. */
export interface Standing {
  sent: number;
  failed: number;
  unknown: number;
  retries: number;
  /** Acknowledged records that some in-sync replica does not hold yet. */
  notEverywhere: number;
  groups: { group: string; delivered: number; done: number; again: number }[];
}

/** Everything the judge says about a history up to a moment; plain data, it crosses threads as it is. */
export interface Verdict {
  untilMicros: number;
  audited: boolean;
  acknowledged: number;
  /** The sum of `count` by kind, what was withdrawn left out. */
  counts: Partial<Record<AnomalyKind, number>>;
  /** What only the drain can decide. */
  pending: Partial<Record<AnomalyKind, number>>;
  /** Worst first (C-REP-2). */
  anomalies: Anomaly[];
  clauses: Clause[];
  contract: Contract;
  ledger: LedgerSummary[];
  strip: Strip;
  standing: Standing;
  /** Checkers that failed: what they would have found is not known (C-ALG-1). */
  notExercised: { kinds: AnomalyKind[]; error: string }[];
}
