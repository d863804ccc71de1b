import { Arena, Trace, type TraceNames, type TraceView } from '../kernel';
import type { NormalisedScenario } from '../scenario';
import { bareScenario } from './bare-scenario';
import { isTraceKind, type HistoryEvent } from './event-kinds';
import { EventRows, type Silences } from './event-rows';
import { namesOfEvents } from './names-of-events';

/** A history in the columns that the judge folds over. */
export interface ImportedHistory {
  /** The one handed in, else what the events tell of one. */
  readonly scenario: NormalisedScenario;
  readonly names: TraceNames;
  readonly trace: TraceView;
  /** 'wire': it holds no replica's log, only what clients saw. */
  readonly witness: 'truth' | 'wire';
  /** Events by kind that no row stands for (transactions, windows, checkpoints). */
  readonly unread: Readonly<Record<string, number>>;
}

/**
 * Turns events into rows and fact tables: one row an event (`send.invoke`: one record), every record a batch of its own.
 *
 * A history that never speaks of a partition's leader or high watermark is read as if the first broker that appends led
 * it with all that ever append in sync, and as if every append of the leader were committed.
 */
export function traceOfEvents(events: readonly HistoryEvent[], scenario?: NormalisedScenario): ImportedHistory {
  const names = namesOfEvents(events, scenario);
  const trace = new Trace(new Arena(), 'history');
  const judged = scenario ?? bareScenario(events, names);
  const actionIds = judged.actions.map(({ id }) => id);
  const rows = new EventRows(trace, names, silences(events, names), actionIds);
  const unread: Record<string, number> = {};
  for (const event of events) {
    if (isTraceKind(event.kind)) rows.write(event);
    else unread[event.kind] = (unread[event.kind] ?? 0) + 1;
  }
  const isTruth = events.some((event) => event.kind === 'append');
  return { scenario: judged, names, trace, witness: isTruth ? 'truth' : 'wire', unread };
}

function silences(events: readonly HistoryEvent[], names: TraceNames): Silences {
  const index = new Map(names.partitions.map((name, at) => [name, at]));
  const leader = names.partitions.map(() => true);
  const highWatermark = names.partitions.map(() => true);
  for (const event of events) {
    const partition = index.get(event.partition as string);
    if (partition === undefined) continue;
    if (event.kind === 'leader.elected' || event.kind === 'leader.none') leader[partition] = false;
    if (event.kind === 'highWatermark') highWatermark[partition] = false;
  }
  return { leader, highWatermark };
}
