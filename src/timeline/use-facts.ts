import { useEffect, useMemo, useReducer, useRef } from 'react';
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
  stamp: number;
}

/** Reads the history as it grows, in slices. */
export function useFacts(): Facts {
  const run = useView((view) => view.run);
  const computedMicros = useView((view) => view.progress.nowMicros);
  const isRunning = useView((view) => view.progress.state === 'running');
  const [slices, again] = useReducer((count: number) => count + 1, 0);
  const now = useMemo(() => (run === undefined ? undefined : new RunFacts(run.trace, run.trace.names)), [run]);
  const hasMore = now?.advance() ?? false;
  useEffect(() => {
    if (!hasMore) return undefined;
    const timer = setTimeout(again, 0);
    return () => clearTimeout(timer);
  }, [hasMore, slices, computedMicros]);
  const shown = useRef<{ run: RunView; facts: RunFacts; before?: RunFacts }>(undefined);
  if (run !== undefined && now !== undefined && shown.current?.facts !== now) {
    const isSame = shown.current !== undefined && isChangeOf(run, shown.current.run);
    shown.current = { run, facts: now, before: isSame ? (shown.current!.before ?? shown.current!.facts) : undefined };
  }
  if (!isRunning && shown.current !== undefined) shown.current.before = undefined;
  return { run, now, before: shown.current?.before, computedMicros, stamp: slices };
}

/** The same cluster with something done differently. */
function isChangeOf(run: RunView, before: RunView): boolean {
  return (
    run.scenario.name === before.scenario.name &&
    run.scenario.duration === before.scenario.duration &&
    run.trace.names.userPartitionCount === before.trace.names.userPartitionCount
  );
}
