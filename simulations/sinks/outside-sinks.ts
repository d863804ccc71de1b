import { growInt32, RowKind, type Arena, type Growable, type Kernel } from '../kernel';

/** What stands outside the cluster and takes effects: one sink a group. */
export interface SinkPlan {
  /** It knows the intents that it has applied, and ignores their repetitions. */
  readonly isIdempotent: boolean;
}

/**
 * Databases and services outside: the other half of "exactly once" (spec/checker.md 6.1). An effect takes place when a
 * record's processing ends; committing the offset is another matter, and that gap is what sinks are here to show.
 */
export class OutsideSinks {
  /** Of each sink one bit an intent; an intent is the number of the record that had it first. */
  private readonly applied: readonly Growable<Int32Array>[];

  constructor(
    arena: Arena,
    private readonly kernel: Kernel,
    private readonly plans: readonly (SinkPlan | null)[],
  ) {
    this.applied = plans.map((plan) => arena.growableInt32(plan?.isIdempotent ? 64 : 1));
  }

  /** True if `sink` (the number of its group) takes effects. */
  exists(sink: number): boolean {
    return (this.plans[sink] ?? null) !== null;
  }

  /** `actor` has the effect of `record` (at `offset` of `partition`) applied; the row tells whether the sink ignored it. */
  apply(sink: number, actor: number, partition: number, offset: number, record: number): void {
    const isKnown = this.plans[sink]!.isIdempotent && this.knows(sink, this.kernel.trace.facts.records.intent[record]!);
    const kind = isKnown ? RowKind.effectIgnored : RowKind.effectApplied;
    this.kernel.row(kind, actor, 0, partition, offset, record, sink, -1);
  }

  /** True if the sink has seen the intent; from now on it has. */
  private knows(sink: number, intent: number): boolean {
    const column = this.applied[sink]!;
    const word = intent >> 5;
    const bit = 1 << (intent & 31);
    growInt32(column, word + 1);
    if ((column.array[word]! & bit) !== 0) return true;
    column.array[word]! |= bit;
    return false;
  }
}
