import type { TraceView } from '../../../simulations/kernel';
import { StepSeries } from './step-series';

/** Percentiles are told over so much virtual time before the moment. */
const WINDOW_MICROS = 1_000_000;
/** So much virtual time lies between two tellings at least. */
const EVERY_MICROS = 100_000;

/**
 * End-to-end latency: from the call of send() to the effect outside. The median and the 99th percentile of the effects
 * of the last second, told when an effect happens.
 */
export class LatencyFold {
  readonly p50 = new StepSeries();
  readonly p99 = new StepSeries();
  most = 0;
  private times: number[] = [];
  private latencies: number[] = [];
  private first = 0;
  private toldMicros = -Infinity;

  constructor(private readonly trace: TraceView) {}

  /** An effect of a record. */
  push(atMicros: number, record: number): void {
    if (record < 0) return;
    this.times.push(atMicros);
    this.latencies.push(atMicros - this.trace.facts.records.sentAtMicros[record]);
    if (atMicros - this.toldMicros < EVERY_MICROS) return;
    this.toldMicros = atMicros;
    while (this.times[this.first] <= atMicros - WINDOW_MICROS) this.first += 1;
    // What is too old is dropped now and then.
    if (this.first > 10_000) {
      this.times = this.times.slice(this.first);
      this.latencies = this.latencies.slice(this.first);
      this.first = 0;
    }
    const recent = Float64Array.from(this.latencies.slice(this.first)).toSorted();
    this.p50.push(atMicros, percentile(recent, 0.5));
    this.p99.push(atMicros, percentile(recent, 0.99));
    this.most = Math.max(this.most, this.p99.values[this.p99.length - 1]);
  }
}

/** The nearest rank of sorted values. */
export function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}
