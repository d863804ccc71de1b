import { advance, check, createRun, healedScenario, isDrained, resultOf } from '../index';
import type { Run } from '../index';
import { formatDuration } from '../scenario';
import { DONE } from './command';
import type { Command, Invocation } from './command';
import { readEventFiles } from './event-files';
import { onePositional } from './flags';
import { InputError } from './input-error';
import { printLarge } from './print-json';
import { Progress } from './progress';
import { findScenario } from './scenario-file';
import { printedVerdict } from './printed-verdict';
import type { PrintedVerdict } from './printed-verdict';
import { isBinaryTrace, writeTraceFile } from './trace-file';
import { timeOf } from './time-flag';

/** What a run may record before it is stopped: some gigabytes. */
export interface RecordingLimits {
  readonly rows: number;
  readonly records: number;
}

const LIMITS: RecordingLimits = { rows: 40_000_000, records: 20_000_000 };

/** Some tens of milliseconds of work. */
const EVENTS_A_SLICE = 100_000;

/** More than any cluster has to do at one instant; a scenario that does more never gets on. */
const SLICES_AT_ONE_INSTANT = 20;

/** Virtual time between two looks at whether everything is drained. */
const DRAIN_STEP_MICROS = 1_000_000;

const SEED_MAX = 2 ** 32 - 1;

/** Runs one scenario and prints the result; the exit code is 0 whatever the verdict. */
export const command: Command = {
  flags: {
    seed: { kind: 'value', value: 'N', says: 'another seed than the scenario has' },
    until: { kind: 'value', value: 'TIME', says: 'stop at that virtual time, e.g. 14.2s' },
    logs: { kind: 'switch', says: 'with every record of every log, what was delivered, processed and called' },
    internal: { kind: 'switch', says: 'internal topics too' },
    audit: { kind: 'switch', says: 'then heal every fault, let the groups finish, and judge what is left' },
    trace: {
      kind: 'value',
      value: 'FILE',
      says: 'write the history: NDJSON, or binary chunks if FILE ends in .tmtrace',
    },
    events: {
      kind: 'list',
      value: 'FILE',
      says: 'NDJSON or CSV of own events; NAME=FILE where several producers send some',
    },
  },

  async run(invocation: Invocation): Promise<number> {
    const { args, terminal, output, warn } = invocation;
    const source = onePositional(args, 'SCENARIO');
    if (source === undefined) throw new InputError('no scenario: name a file, "-" or one of the gallery');
    const seed = args.wholeNumber('seed', 0, SEED_MAX);
    const untilMs = timeOf(args, 'until');
    const found = await findScenario(terminal, source, warn);
    const scenario = seed === undefined ? found.scenario : { ...found.scenario, seed };
    const events = await readEventFiles(terminal, scenario, args.values('events'));
    const traceFile = args.value('trace');
    const isAudited = args.has('audit');
    if (isAudited && untilMs !== undefined) throw new InputError('--audit goes on from the end: leave --until out');
    const level = traceFile !== undefined && isBinaryTrace(traceFile) ? 'full' : 'history';
    const progress = new Progress(terminal, 'running');
    const plain = createRun(scenario, { events, level });
    const until = untilMs === undefined ? plain.endMicros : Math.min(plain.endMicros, Math.round(untilMs * 1000));
    runWithin(plain, until, LIMITS, progress);
    const run = isAudited ? auditedRun(plain, progress) : plain;
    if (traceFile !== undefined) await writeTraceFile(traceFile, run, isAudited, args.has('internal'));
    const result = resultOf(run, { logs: args.has('logs'), internal: args.has('internal') });
    await printLarge(output, { ...result, scenario, verdict: verdictOf(run, isAudited) });
    return DONE;
  },
};

/**
 * Moves a run to a moment.
 *
 * @throws InputError once it records more than the limits allow, or time stands still
 */
export function runWithin(run: Run, untilMicros: number, limits: RecordingLimits, progress: Progress): void {
  let standing = 0;
  for (let before = run.nowMicros; !advance(run, untilMicros, EVENTS_A_SLICE); before = run.nowMicros) {
    progress.show(run.nowMicros / untilMicros);
    standing = run.nowMicros === before ? standing + 1 : 0;
    if (standing === SLICES_AT_ONE_INSTANT) {
      progress.end();
      throw new InputError(
        `stopped at ${formatDuration(run.nowMicros / 1000)}: there is no end of events at this instant`,
      );
    }
    const { history, facts } = run.trace;
    if (history.length > limits.rows || facts.records.length > limits.records) {
      progress.end();
      const at = formatDuration(run.nowMicros / 1000);
      const passed = history.length > limits.rows ? `${limits.rows} entries of history` : `${limits.records} records`;
      throw new InputError(
        `stopped at ${at} with more than ${passed}; lower the rates or the duration, or use --until`,
      );
    }
  }
  progress.end();
}

/** The same run with heal, drain and audit behind it (C-PH-1 to C-PH-3). The audit is a look at the logs: it is free. */
function auditedRun(ended: Run, progress: Progress): Run {
  const run = createRun(healedScenario(ended), ended.options);
  runWithin(run, ended.endMicros, LIMITS, progress);
  while (run.nowMicros < run.endMicros && !isDrained(run)) {
    runWithin(run, Math.min(run.endMicros, run.nowMicros + DRAIN_STEP_MICROS), LIMITS, progress);
  }
  return run;
}

function verdictOf(run: Run, audited: boolean): PrintedVerdict {
  const { scenario, settings, names, trace, nowMicros } = run;
  return printedVerdict(check({ scenario, settings, names, audited }, trace, { untilMicros: nowMicros }));
}
