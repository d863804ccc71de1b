import type { Arena, CutDirection, Kernel, Slowdown } from '../kernel';
import type { Links } from '../network';

interface LinkChange {
  readonly actionId: string;
  readonly from: number;
  readonly to: number;
  /** Absent: a cut. */
  readonly addMicros?: number;
  readonly factor?: number;
}

/** Cuts and slowdowns by the action that began them, so that each action heals exactly its own. */
export class LinkChanges {
  private readonly changes: { value: readonly LinkChange[] };

  constructor(
    arena: Arena,
    private readonly kernel: Kernel,
    private readonly links: Links,
  ) {
    this.changes = arena.cell<readonly LinkChange[]>([]);
  }

  /** Cuts the link between `actor` and `other`; `in`: what the actor would receive. */
  cut(actionId: string, actor: number, other: number, direction: CutDirection): void {
    if (direction !== 'in') this.apply({ actionId, from: actor, to: other });
    if (direction !== 'out') this.apply({ actionId, from: other, to: actor });
  }

  /** Slows both directions between `a` and `b`. */
  slow(actionId: string, a: number, b: number, by: Slowdown): void {
    const change = 'factor' in by ? { addMicros: 0, factor: by.factor } : { addMicros: by.addMicros, factor: 1 };
    this.apply({ actionId, from: a, to: b, ...change });
    this.apply({ actionId, from: b, to: a, ...change });
  }

  /** Ends what `actionId` began; false if that was nothing. */
  heal(actionId: string): boolean {
    const own = this.changes.value.filter((change) => change.actionId === actionId);
    for (const change of own) {
      if (change.factor === undefined) this.links.mend(change.from, change.to);
      else this.links.slow(change.from, change.to, -change.addMicros!, 1 / change.factor);
    }
    this.changes.value = this.changes.value.filter((change) => change.actionId !== actionId);
    return own.length > 0;
  }

  private apply(change: LinkChange): void {
    if (change.from < 0 || change.to < 0 || change.from >= this.kernel.actorCount) return;
    if (change.factor === undefined) this.links.cut(change.from, change.to);
    else this.links.slow(change.from, change.to, change.addMicros!, change.factor);
    this.changes.value = [...this.changes.value, change];
  }
}
