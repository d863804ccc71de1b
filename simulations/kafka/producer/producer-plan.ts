import type { Effective } from '../cluster/settings';

/** What one producer is and does, as the run compiles it from the scenario. Times in µs of virtual time. */
export interface ProducerPlan {
  readonly name: string;
  /** Topic number that records go to unless they name another, -1: each names its own. */
  readonly topic: number;
  readonly client: 'java' | 'librdkafka';
  readonly settings: Effective;
  /** How often the application sends a failed record again. */
  readonly resendTimes: number;
  readonly workload: GeneratedPlan | ScriptPlan | EventsPlan;
}

export interface GeneratedPlan {
  readonly kind: 'generated';
  readonly recordsPerSecond: number;
  readonly startMicros: number;
  readonly stopMicros: number;
  /** Key numbers of key-0, key-1, ... */
  readonly keys: Int32Array;
  /** Share of the first key; -1: all alike. */
  readonly hotShare: number;
  readonly valueMin: number;
  readonly valueMax: number;
  readonly valueBytes: number;
  readonly latenessP50Ms: number;
  readonly latenessP99Ms: number;
  readonly latenessMaxMs: number;
  readonly moves: readonly { readonly n: number; readonly byMicros: number }[];
}

export interface ScriptPlan {
  readonly kind: 'script';
  readonly ops: readonly ScriptOp[];
}

export interface ScriptOp {
  readonly atMicros: number;
  readonly op: 'send' | 'flush' | 'close' | 'crash' | 'init';
  readonly topic: number;
  /** Number within the topic, -1: the partitioner decides. */
  readonly partition: number;
  readonly key: number;
  readonly value: number;
  readonly valueBytes: number;
  /** NaN: the producer's clock at send(). */
  readonly timestampMs: number;
}

/** One's own events, in order of sending. */
export interface EventsPlan {
  readonly kind: 'events';
  readonly atMicros: Float64Array;
  readonly key: Int32Array;
  readonly value: Int32Array;
  readonly valueBytes: Int32Array;
  /** NaN: the producer's clock. */
  readonly eventTimeMs: Float64Array;
}
