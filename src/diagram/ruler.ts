import type { ClusterView } from '../../simulations/history';

/**
 * The one offset axis of diagrams that stand side by side. Every diagram of a ruler fits its axis to what the logs of
 * all of them hold, so that equal offsets have equal places.
 */
export class Ruler {
  private readonly horizons = new Map<ClusterView, () => number>();

  /** A view joins; `horizon` says how far its run has been computed, in µs. Returns the way to leave. */
  join(view: ClusterView, horizon: () => number): () => void {
    this.horizons.set(view, horizon);
    return () => this.horizons.delete(view);
  }

  /** The other views, at the moment of `view`. */
  beside(view: ClusterView): ClusterView[] {
    const others: ClusterView[] = [];
    for (const [other, horizon] of this.horizons) {
      if (other === view) continue;
      other.advanceTo(Math.min(view.timeMicros, horizon()));
      others.push(other);
    }
    return others;
  }
}
