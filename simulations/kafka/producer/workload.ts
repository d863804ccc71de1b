import { draw, exactExp, exactLog, fraction, normalQuantile, Purpose, scale, type Arena } from '../../kernel';
import type { Cluster } from '../cluster/cluster';
import type { GeneratedPlan, ProducerPlan } from './producer-plan';

/** What the sliders and the actions change of a generated workload; absent: as it is. */
export interface WorkloadChange {
  readonly recordsPerSecond?: number;
  readonly hotShare?: number;
  readonly valueBytes?: number;
  readonly latenessP50Ms?: number;
  readonly latenessP99Ms?: number;
  readonly latenessMaxMs?: number;
}

/** The record that is to be sent next; filled by {@link Workloads}, read by the producer. */
export interface NextRecord {
  topic: number;
  partition: number;
  key: number;
  value: number;
  valueBytes: number;
  eventTimeMs: number;
}

const QUANTILE_99 = 2.3263478740408408;

/** When each producer's application calls send() next, and with what. Records are numbered per producer. */
export class Workloads {
  readonly next: NextRecord = { topic: 0, partition: -1, key: -1, value: 0, valueBytes: 0, eventTimeMs: 0 };
  private readonly rate: Float64Array;
  private readonly burst: Float64Array;
  private readonly hotShare: Float64Array;
  private readonly hotKeyShare: Float64Array;
  private readonly valueBytes: Int32Array;
  private readonly p50: Float64Array;
  private readonly p99: Float64Array;
  private readonly max: Float64Array;
  /** The n-th record from `baseNumber` on is due at `baseAt` + n / rate. */
  private readonly baseAt: Float64Array;
  private readonly baseNumber: Int32Array;
  private readonly number: Int32Array;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly plans: readonly ProducerPlan[],
  ) {
    const count = plans.length;
    this.rate = arena.float64(count);
    this.burst = arena.float64(count, 1);
    this.hotShare = arena.float64(count, -1);
    this.hotKeyShare = arena.float64(count, -1);
    this.valueBytes = arena.int32(count);
    this.p50 = arena.float64(count);
    this.p99 = arena.float64(count);
    this.max = arena.float64(count);
    this.baseAt = arena.float64(count);
    this.baseNumber = arena.int32(count);
    this.number = arena.int32(count);
    plans.forEach((plan, producer) => {
      if (plan.workload.kind !== 'generated') return;
      const generated = plan.workload;
      this.rate[producer] = generated.recordsPerSecond;
      this.hotShare[producer] = generated.hotShare;
      this.valueBytes[producer] = generated.valueBytes;
      this.p50[producer] = generated.latenessP50Ms;
      this.p99[producer] = generated.latenessP99Ms;
      this.max[producer] = generated.latenessMaxMs;
      this.baseAt[producer] = generated.startMicros;
    });
  }

  /** Time at which the next step of `producer` is due, in µs; Infinity: none is left. */
  dueAt(producer: number): number {
    const { workload } = this.plans[producer]!;
    const number = this.number[producer]!;
    if (workload.kind === 'script') return number < workload.ops.length ? workload.ops[number]!.atMicros : Infinity;
    if (workload.kind === 'events') return number < workload.key.length ? workload.atMicros[number]! : Infinity;
    const rate = this.rate[producer]! * this.burst[producer]!;
    if (rate <= 0) return Infinity;
    const at = this.baseAt[producer]! + Math.floor(((number - this.baseNumber[producer]!) * 1_000_000) / rate);
    return at >= workload.stopMicros ? Infinity : at;
  }

  /** Number of the step that is due, 0 … */
  stepOf(producer: number): number {
    return this.number[producer]!;
  }

  /** The step that was due is taken. */
  advance(producer: number): void {
    this.number[producer]!++;
  }

  /** By how much the n-th record (0 …) is sent later than it was due, in µs; 0: in its turn. */
  moveOf(producer: number, step: number): number {
    const { workload } = this.plans[producer]!;
    if (workload.kind !== 'generated' || workload.moves.length === 0) return 0;
    return workload.moves.find((move) => move.n === step + 1)?.byMicros ?? 0;
  }

  /** Fills {@link next} with the `step`-th record, whose event time lags behind `dueMicros`. */
  fill(producer: number, step: number, dueMicros: number): void {
    const plan = this.plans[producer]!;
    const { next } = this;
    next.topic = plan.topic;
    next.partition = -1;
    const { workload } = plan;
    if (workload.kind === 'generated') {
      this.generate(producer, step, dueMicros, workload);
    } else if (workload.kind === 'events') {
      next.key = workload.key[step]!;
      next.value = workload.value[step]!;
      next.valueBytes = workload.valueBytes[step]!;
      next.eventTimeMs = this.timeOr(workload.eventTimeMs[step]!);
    } else {
      const op = workload.ops[step]!;
      next.topic = op.topic;
      next.partition = op.partition;
      next.key = op.key;
      next.value = op.value;
      next.valueBytes = op.valueBytes;
      next.eventTimeMs = this.timeOr(op.timestampMs);
    }
  }

  /** A slider or an action changes the workload from now on. */
  change(producer: number, change: WorkloadChange): void {
    this.rebase(producer);
    if (change.recordsPerSecond !== undefined) this.rate[producer] = change.recordsPerSecond;
    if (change.hotShare !== undefined) this.hotShare[producer] = change.hotShare;
    if (change.valueBytes !== undefined) this.valueBytes[producer] = change.valueBytes;
    if (change.latenessP50Ms !== undefined) this.p50[producer] = change.latenessP50Ms;
    if (change.latenessP99Ms !== undefined) this.p99[producer] = change.latenessP99Ms;
    if (change.latenessMaxMs !== undefined) this.max[producer] = change.latenessMaxMs;
  }

  /** Multiplies the rate; the opposite factor takes it back. */
  multiply(producer: number, factor: number): void {
    this.rebase(producer);
    this.burst[producer]! *= factor;
  }

  /** Gives the first key this share; -1: what the workload says. */
  setHotKey(producer: number, share: number): void {
    this.hotKeyShare[producer] = share;
  }

  /** The process was down: what was due meanwhile is not sent, the schedule goes on from now. */
  skipToNow(producer: number): void {
    this.rebase(producer);
  }

  isGenerated(producer: number): boolean {
    return this.plans[producer]!.workload.kind === 'generated';
  }

  private rebase(producer: number): void {
    const { kernel } = this.cluster;
    const { workload } = this.plans[producer]!;
    if (workload.kind !== 'generated') return;
    // The record that was due next stays due at its time, unless that has passed.
    const due = this.dueAt(producer);
    const at = due === Infinity ? Math.max(kernel.now, workload.startMicros) : Math.max(due, kernel.now);
    this.baseAt[producer] = at;
    this.baseNumber[producer] = this.number[producer]!;
  }

  private generate(producer: number, step: number, dueMicros: number, plan: GeneratedPlan): void {
    const { kernel, shape } = this.cluster;
    const { seed } = kernel;
    const { next } = this;
    const keys = plan.keys.length;
    const share = this.hotKeyShare[producer]! >= 0 ? this.hotKeyShare[producer]! : this.hotShare[producer]!;
    const uniform = draw(seed, Purpose.workloadKey, producer, step);
    if (share < 0 || keys < 2) next.key = plan.keys[scale(uniform, keys)]!;
    else if (fraction(uniform) < share) next.key = plan.keys[0]!;
    else next.key = plan.keys[1 + scale(draw(seed, Purpose.workloadKey, producer, step ^ 0x40000000), keys - 1)]!;
    const range = plan.valueMax - plan.valueMin + 1;
    next.value = plan.valueMin + scale(draw(seed, Purpose.workloadValue, producer, step), range);
    next.valueBytes = this.valueBytes[producer]!;
    next.eventTimeMs = shape.names.clockMs + Math.floor(dueMicros / 1000) - this.lateness(producer, step);
  }

  /** Lateness of a record in ms: log-normal through its quantiles, cut at its maximum. */
  private lateness(producer: number, step: number): number {
    const p99 = this.p99[producer]!;
    const max = this.max[producer]!;
    if (p99 <= 0 || max <= 0) return 0;
    const p50 = this.p50[producer]! > 0 ? this.p50[producer]! : 1;
    if (p99 <= p50) return Math.min(max, Math.round(p50));
    const uniform = (draw(this.cluster.kernel.seed, Purpose.workloadLateness, producer, step) + 0.5) * 2 ** -32;
    const sigma = exactLog(p99 / p50) / QUANTILE_99;
    return Math.min(max, Math.round(p50 * exactExp(sigma * normalQuantile(uniform))));
  }

  private timeOr(timestampMs: number): number {
    const { kernel, shape } = this.cluster;
    return Number.isNaN(timestampMs) ? shape.names.clockMs + Math.floor(kernel.now / 1000) : timestampMs;
  }
}
