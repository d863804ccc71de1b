import type { Verdict } from '../simulations/checker';
import type { EventColumns, Json, NormalisedScenario, Problem, Scenario, View } from '../simulations/scenario';
import type { Engine, EngineRun, ReadScenario } from './engine';
import type {
  NeededFile,
  OpenAnswer,
  OpenedRun,
  OpenRequest,
  RunHandle,
  RunState,
  SimulationHost,
  Slice,
  SliceBudget,
  TraceExtent,
} from './protocol';
import { commonExtent, cutRange, nothing, sentExtent } from './trace-ranges';

/** What one run may use before it is stopped. */
export interface RunLimits {
  events: number;
  rows: number;
  records: number;
  bytes: number;
}

const usualLimits: RunLimits = { events: 40_000_000, rows: 4_000_000, records: 2_000_000, bytes: 400_000_000 };

/** Events between two looks at the clock: some milliseconds of work. */
const EVENTS_A_LOOK = 2_000;

/** Virtual time between two looks, so that a slice of an empty stretch ends as well. */
const MICROS_A_LOOK = 250_000;

const BYTES_A_ROW = 40;
const BYTES_A_RECORD = 56;

interface OpenRun<R> {
  run: R;
  events?: Readonly<Record<string, EventColumns>>;
  level: 'history' | 'full';
  sent: TraceExtent;
  state: RunState;
  reason?: string;
}

/**
 * Runs simulations for the page: opens, advances in slices, edits, judges. It holds several runs side by side and
 * never works longer than the budget of the call, so that cancelling is just not calling again.
 */
export class Host<R extends EngineRun> implements SimulationHost {
  private readonly runs = new Map<RunHandle, OpenRun<R>>();
  private nextHandle = 1;

  constructor(
    private readonly engine: Engine<R>,
    private readonly clock: () => number,
    private readonly limits: RunLimits = usualLimits,
  ) {}

  catalogue(): ReturnType<SimulationHost['catalogue']> {
    return this.engine.catalogue();
  }

  async open(request: OpenRequest): Promise<OpenAnswer> {
    const read = await this.engine.read(request.source);
    if (!read.ok) return read;
    const missing = missingEvents(read.scenario, request.events ?? {});
    if (missing.length > 0) return { ok: false, problems: missing };
    const level = request.level === 'history' ? 'history' : 'full';
    const run = await this.engine.create(read.scenario, { events: request.events, level });
    return this.opened({ run, events: request.events, level, sent: nothing, state: 'running' }, read);
  }

  async edit(handle: RunHandle, scenario: Json, fromMicros: number, budget?: SliceBudget): Promise<OpenAnswer> {
    const before = this.runOf(handle);
    const read = await this.engine.read({ scenario });
    if (!read.ok) return read;
    const run = await this.engine.fork(before.run, fromMicros, read.scenario);
    const kept = commonExtent(
      { trace: before.run.trace, names: before.run.names, sent: before.sent },
      { trace: run.trace, names: run.names },
    );
    const opened = await this.opened(
      { run, events: before.events, level: before.level, sent: kept, state: 'running' },
      read,
    );
    return budget === undefined ? opened : { ...opened, first: this.advance(opened.handle, budget) };
  }

  advance(handle: RunHandle, budget: SliceBudget): Slice {
    const open = this.runOf(handle);
    if (open.state === 'running') this.runSlice(open, budget);
    const { run } = open;
    const range = cutRange(run.trace, run.names, open.sent);
    open.sent = sentExtent(run.trace, run.names, open.sent);
    return {
      handle,
      state: open.state,
      ...(open.reason === undefined ? {} : { reason: open.reason }),
      nowMicros: run.nowMicros,
      eventCount: run.eventCount,
      range,
    };
  }

  async rehearse(handle: RunHandle, wallMs: number): Promise<void> {
    const { run } = this.runOf(handle);
    const deadline = this.clock() + wallMs;
    const fork = await this.engine.fork(run, run.nowMicros / 2, run.scenario);
    while (!this.engine.advance(fork, run.nowMicros, EVENTS_A_LOOK) && this.clock() < deadline);
  }

  verdict(handle: RunHandle): Promise<Verdict> {
    return this.engine.verdict(this.runOf(handle).run);
  }

  async result(handle: RunHandle, atMicros: number): Promise<Json> {
    return this.engine.result(await this.replayed(handle, atMicros));
  }

  async traceHash(handle: RunHandle, atMicros: number): Promise<string> {
    return this.engine.hash(await this.replayed(handle, atMicros));
  }

  link(scenario: Scenario, view: View): Promise<string> {
    return this.engine.link(scenario, view);
  }

  close(handle: RunHandle): void {
    this.runs.delete(handle);
  }

  private async opened(open: OpenRun<R>, read: Extract<ReadScenario, { ok: true }>): Promise<OpenedRun> {
    const handle = this.nextHandle++;
    this.runs.set(handle, open);
    const { run } = open;
    return {
      ...read,
      handle,
      scenario: run.scenario,
      names: run.names,
      settings: run.settings,
      contract: await this.engine.contract(run),
      endMicros: run.endMicros,
      kept: open.sent,
    };
  }

  private runSlice(open: OpenRun<R>, budget: SliceBudget): void {
    const { run } = open;
    const deadline = this.clock() + budget.wallMs;
    const until = Math.min(budget.untilMicros ?? run.endMicros, run.endMicros);
    do {
      const next = Math.min(until, run.nowMicros + MICROS_A_LOOK);
      const reached = this.engine.advance(run, next, EVENTS_A_LOOK);
      const reason = this.exceeded(run);
      if (reason !== undefined) {
        open.state = 'stopped';
        open.reason = reason;
        return;
      }
      if (reached && next >= until) {
        if (until >= run.endMicros) open.state = 'done';
        return;
      }
    } while (this.clock() < deadline);
  }

  /** The sentence that says which limit was passed, and what would make the scenario smaller. */
  private exceeded(run: R): string | undefined {
    const { limits } = this;
    const rows = run.trace.history.length + run.trace.messages.length;
    const { records } = run.trace.facts;
    const at = `${(run.nowMicros / 1e6).toFixed(3)} s`;
    const mend = 'Lower the rates or the duration, or run it on the command line.';
    const stopped = (passed: string): string => `Stopped at ${at}: ${passed}. What ran until then is here. ${mend}`;
    if (run.eventCount > limits.events) return stopped(`${count(limits.events)} events is the limit of the page`);
    if (rows > limits.rows) return stopped(`${count(limits.rows)} entries of history is the limit of the page`);
    if (records.length > limits.records) return stopped(`${count(limits.records)} records is the limit of the page`);
    const bytes = rows * BYTES_A_ROW + records.length * BYTES_A_RECORD;
    if (bytes > limits.bytes)
      return stopped(`${count(limits.bytes / 1_000_000)} MB of history is the limit of the page`);
    return undefined;
  }

  /** A run of its own at an earlier moment: the open one has gone on, and a run goes only forwards. */
  private async replayed(handle: RunHandle, atMicros: number): Promise<R> {
    const open = this.runOf(handle);
    if (atMicros === open.run.nowMicros) return open.run;
    const until = Math.min(atMicros, open.run.endMicros);
    const run = await this.engine.create(open.run.scenario, { events: open.events, level: 'history' });
    while (!this.engine.advance(run, until, EVENTS_A_LOOK)) {
      const reason = this.exceeded(run);
      if (reason !== undefined) throw new Error(reason);
    }
    return run;
  }

  private runOf(handle: RunHandle): OpenRun<R> {
    const open = this.runs.get(handle);
    if (open === undefined) throw new Error(`Run ${handle} is closed.`);
    return open;
  }
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** A scenario names the files of events that it sends; the files themselves never travel with it. */
function missingEvents(
  { producers }: NormalisedScenario,
  events: Readonly<Record<string, EventColumns>>,
): (Problem & { needs: NeededFile })[] {
  return Object.entries(producers).flatMap(([producer, { workload }]) => {
    if (workload.events === undefined || Object.hasOwn(events, producer)) return [];
    const keys = ['producers', producer, 'workload', 'events', 'file'];
    const { file, map, sha256 } = workload.events;
    const needs = { producer, file, map, ...(sha256 === undefined ? {} : { sha256 }) };
    return [
      { path: keys.join('.'), message: `${file} is needed`, mend: 'drop it on this page, or open it', keys, needs },
    ];
  });
}
