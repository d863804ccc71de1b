import { useEffect, useReducer, useState } from 'react';
import { useView } from '../app';
import type { RunView } from '../app';
import { RunFacts } from './run-facts';

/** What the lanes draw: the run on screen, and behind it the one before, until the new one has been computed. */
export interface Facts {
  run: RunView | undefined;
  now: RunFacts | undefined;
  /** Shown beyond what has been computed, so that nothing flickers while a change is followed. */
  before: RunFacts | undefined;
  computedMicros: number;
  /** Changes whenever more has been read. */
  stamp: string;
}

/** Reads the history as it grows, in slices. */
export function useFacts(): Facts {
  const run = useView((view) => view.run);
  const computedMicros = useView((view) => view.progress.nowMicros);
  const isRunning = useView((view) => view.progress.state === 'running');
  const [slice, again] = useReducer((count: number) => count + 1, 0);
  const [keeper] = useState(() => new FactsKeeper());
  const { now, before, hasMore } = keeper.of(run, isRunning);
  useEffect(() => {
    if (!hasMore) return undefined;
    const timer = setTimeout(again, 0);
    return () => clearTimeout(timer);
  }, [hasMore, slice, computedMicros]);
  return { run, now, before, computedMicros, stamp: `${slice} ${computedMicros}` };
}

/** The facts of the run on screen, and of the one that it replaced. */
class FactsKeeper {
  private run: RunView | undefined;
  private now: RunFacts | undefined;
  private before: RunFacts | undefined;

  of(
    run: RunView | undefined,
    isRunning: boolean,
  ): { now: RunFacts | undefined; before: RunFacts | undefined; hasMore: boolean } {
    if (run !== this.run) {
      const isSame = run !== undefined && this.run !== undefined && isChangeOf(run, this.run);
      this.before = isSame ? (this.before ?? this.now) : undefined;
      this.now = run === undefined ? undefined : new RunFacts(run.trace, run.trace.names);
      this.run = run;
    }
    if (!isRunning) this.before = undefined;
    return { hasMore: this.now?.advance() ?? false, now: this.now, before: this.before };
  }
}

/** The same cluster with something done differently. */
function isChangeOf(run: RunView, before: RunView): boolean {
  return (
    run.scenario.name === before.scenario.name &&
    run.scenario.duration === before.scenario.duration &&
    run.trace.names.userPartitionCount === before.trace.names.userPartitionCount
  );
}
