import { clockOf } from '../../simulations/scenario';
import type { EventColumns, EventFieldMap, Scenario } from '../../simulations/scenario';
import type { EventFile } from '../../workers/protocol';

/** After the last event of a file the run goes on for a while, so that what it caused can be seen. */
const AFTERMATH_MS = 5000;

/** A longer run than this is the reader's own decision. */
const DURATION_MS_MAX = 600_000;

/** The scenario in which a producer sends the events of a file. */
export function withEvents(
  scenario: Scenario,
  producer: string,
  file: EventFile,
  map: EventFieldMap,
  durationMs: number,
): Scenario {
  const { name, sha256, columns } = file;
  const before = scenario.producers?.[producer];
  const start = before?.workload !== undefined && 'start' in before.workload ? before.workload.start : undefined;
  const rate = before?.workload !== undefined && 'rate' in before.workload ? before.workload.rate : undefined;
  const workload = {
    events: { file: name, sha256, count: columns.count, map },
    ...(rate === undefined ? {} : { rate }),
    ...(start === undefined ? {} : { start }),
  };
  const clock = clockOf(columns);
  const lasts = Math.min(DURATION_MS_MAX, Math.ceil(lastSendMs(columns, rate ?? 10) + AFTERMATH_MS));
  return {
    ...scenario,
    ...(clock === undefined ? {} : { clock: Math.floor(clock) }),
    duration: Math.max(durationMs, lasts),
    producers: { ...scenario.producers, [producer]: { ...before, workload } },
  };
}

function lastSendMs({ processingTime, count }: EventColumns, rate: number): number {
  if (count === 0) return 0;
  return processingTime === null ? (count * 1000) / rate : processingTime[count - 1] - processingTime[0];
}
