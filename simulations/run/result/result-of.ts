import type { Run } from '../run';
import { deliveries } from './deliveries';
import { groupResults } from './groups';
import { logOf } from './logs';
import { partitionResult, shownPartitions } from './partitions';
import { producerResults } from './producers';
import { recordText } from './record-text';
import type { RunResult } from './run-result';
import { sinkResults } from './sinks';

/** What a result holds beside the summary. */
export interface ResultOptions {
  /** Logs, deliveries, processings and calls, record by record. */
  readonly logs: boolean;
  /** Internal topics too. */
  readonly internal: boolean;
}

/**
 * What a run came to by now, without a verdict: read off the trace, its fact tables and the state of the system.
 * Takes time in proportion to the trace, and with `logs` to the records.
 */
export function resultOf(run: Run, options: ResultOptions): RunResult {
  const { trace, names } = run;
  const text = recordText(trace.facts, names);
  const shown = shownPartitions(run, options.internal);
  const byName = <T>(of: (partition: number) => T): Record<string, T> =>
    Object.fromEntries(shown.map((partition) => [names.partitions[partition]!, of(partition)]));
  return {
    scenario: run.scenario,
    virtualTime: run.nowMicros / 1000,
    events: run.eventCount,
    traceHash: run.hash(),
    partitions: byName((partition) => partitionResult(run, partition)),
    producers: producerResults(run, options.logs),
    groups: groupResults(run),
    sinks: sinkResults(run, text),
    ...(options.logs && { logs: byName((partition) => logOf(run, partition, text)), ...deliveries(run, text) }),
  };
}
