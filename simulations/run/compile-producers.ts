import { effectiveValues } from '../kafka';
import type { EventsPlan, GeneratedPlan, ProducerPlan, ScriptOp, ScriptPlan } from '../kafka';
import {
  sendTimes,
  type EventColumns,
  type NormalisedProducer,
  type NormalisedScenario,
  type ProducerOp,
} from '../scenario';
import { textBytes, type Interner } from './interner';

const micros = (ms: number): number => Math.round(ms * 1000);

/** The producers of a scenario as plans; `events` holds the columns of event files by producer name. */
export function compileProducers(
  scenario: NormalisedScenario,
  interner: Interner,
  events: Readonly<Record<string, EventColumns>>,
): ProducerPlan[] {
  const topics = Object.keys(scenario.topics);
  return Object.entries(scenario.producers).map(([name, producer]) => ({
    name,
    topic: producer.topic === undefined ? -1 : topics.indexOf(producer.topic),
    client: producer.client,
    settings: effectiveValues('producer', producer.config),
    resendTimes: producer.resend.times,
    workload: compileWorkload(name, producer, topics, interner, events),
  }));
}

function compileWorkload(
  name: string,
  producer: NormalisedProducer,
  topics: readonly string[],
  interner: Interner,
  events: Readonly<Record<string, EventColumns>>,
): ProducerPlan['workload'] {
  const { workload } = producer;
  if (workload.script !== undefined) return compileScript(workload.script, producer, topics, interner);
  if (workload.events !== undefined) {
    const columns = events[name];
    return columns === undefined ? { kind: 'script', ops: [] } : compileEvents(columns, workload, interner);
  }
  const generated: GeneratedPlan = {
    kind: 'generated',
    recordsPerSecond: workload.rate,
    startMicros: micros(workload.start),
    stopMicros: micros(workload.stop),
    keys: Int32Array.from({ length: workload.keys.count }, (_, i) => interner.key(`key-${i}`)),
    hotShare: workload.keys.hotShare ?? -1,
    valueMin: workload.values.min,
    valueMax: workload.values.max,
    valueBytes: workload.valueSize,
    latenessP50Ms: workload.lateness.p50,
    latenessP99Ms: workload.lateness.p99,
    latenessMaxMs: workload.lateness.max,
    moves: workload.moves.map((move) => ({ n: move.n, byMicros: micros(move.by) })),
  };
  return generated;
}

function compileEvents(
  columns: EventColumns,
  workload: { rate: number; start: number },
  interner: Interner,
): EventsPlan {
  const times = sendTimes(columns, workload);
  const { count } = columns;
  return {
    kind: 'events',
    atMicros: Float64Array.from(times, micros),
    key: Int32Array.from({ length: count }, (_, row) => interner.key(columns.keys[row]!)),
    value: Int32Array.from({ length: count }, (_, row) => interner.value(columns.values[row]!)),
    valueBytes: Int32Array.from({ length: count }, (_, row) => textBytes(columns.values[row]!)),
    eventTimeMs: columns.eventTime,
  };
}

function compileScript(
  ops: readonly ProducerOp[],
  producer: NormalisedProducer,
  topics: readonly string[],
  interner: Interner,
): ScriptPlan {
  return { kind: 'script', ops: ops.map((op) => compileOp(op, producer, topics, interner)) };
}

function compileOp(
  op: ProducerOp,
  producer: NormalisedProducer,
  topics: readonly string[],
  interner: Interner,
): ScriptOp {
  const nothing = { topic: -1, partition: -1, key: -1, value: 0, valueBytes: 0, timestampMs: Number.NaN };
  if (op.op !== 'send') return { atMicros: micros(op.at), op: op.op as ScriptOp['op'], ...nothing };
  const value = op.value === undefined ? null : op.value;
  const size = value === null ? -1 : textBytes(value);
  return {
    atMicros: micros(op.at),
    op: 'send',
    topic: topics.indexOf(op.topic ?? producer.topic ?? ''),
    partition: op.partition ?? -1,
    key: interner.key(op.key ?? null),
    value: interner.value(value),
    valueBytes: op.valueSize ?? size,
    timestampMs: op.timestamp ?? Number.NaN,
  };
}
