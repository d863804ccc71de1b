import { actions, check, contractOf, laterActions } from '../simulations';
import type { Verdict } from '../simulations';
import { HistoryError, bareScenario, readHistory } from '../simulations/history';
import type { ReadHistory } from '../simulations/history';
import { traceHash } from '../simulations/kernel';
import { normalise } from '../simulations/scenario';
import type { NormalisedScenario, Problem, Scenario } from '../simulations/scenario';
import type { Refused } from './protocol';
import type { OpenedRecording, RecordingHost, RecordingProgress, RecordingSlice } from './recording-protocol';
import { endOfTrace, slicesOf } from './recording-slices';
import { nothing } from './trace-ranges';

/** Read at once; progress is told after each. */
const PIECE_BYTES = 4_194_304;

/** More does not fit into a page beside its own copy. */
const FILE_BYTES_MAX = 512_000_000;
const ENTRIES_MAX = 8_000_000;
const RECORDS_MAX = 4_000_000;

/** Reads a recording for the page, hands it over piece by piece, and judges it. Nothing of it leaves the machine. */
export class Recordings implements RecordingHost {
  private history: ReadHistory | undefined;
  private slices: Iterator<RecordingSlice, undefined> | undefined;

  async open(
    file: Blob,
    name: string,
    progress: (progress: RecordingProgress) => void,
  ): Promise<OpenedRecording | Refused> {
    if (file.size > FILE_BYTES_MAX) {
      const most = `${FILE_BYTES_MAX / 1_000_000} MB`;
      return refused(
        `${name}: ${Math.round(file.size / 1_000_000)} MB; the page opens recordings of at most ${most}`,
        'record a shorter stretch with --until, or let "tidemark check" judge it',
      );
    }
    try {
      const bytes = await readWhole(file, (share) => progress({ doing: 'reading', share }));
      progress({ doing: 'checking', share: 1 });
      return this.opened(readHistory(bytes), name);
    } catch (error) {
      if (error instanceof HistoryError) return refused(`${name}: ${error.message}`);
      if (error instanceof RangeError) return refused(`${name}: it is too large for the memory of this page`);
      throw error;
    }
  }

  next(): RecordingSlice {
    const { value } = this.slices?.next() ?? { value: undefined };
    if (value === undefined) throw new Error('Everything was handed over.');
    return value;
  }

  verdict(): Verdict {
    const { header, names, trace, witness } = this.read();
    const { scenario, settings, audited = false } = header;
    return check({ scenario, settings, names, audited, witness }, trace);
  }

  traceHash(): string {
    return traceHash(this.read().trace);
  }

  private opened(history: ReadHistory, name: string): OpenedRecording | Refused {
    const { header, names, trace, carriesScenario, unread } = history;
    const { length } = trace.facts.records;
    if (trace.history.length + trace.messages.length > ENTRIES_MAX || length > RECORDS_MAX) {
      return refused(
        `${name}: more than ${ENTRIES_MAX.toLocaleString('en-US')} entries or ${RECORDS_MAX.toLocaleString('en-US')} records`,
        'record a shorter stretch with --until',
      );
    }
    const shown = carriesScenario ? normalise(header.scenario, { actions, laterActions }) : undefined;
    if (shown?.ok === false) return { ok: false, problems: shown.errors };
    const endMicros = endOfTrace(trace);
    const scenario = completed(shown?.scenario ?? header.scenario, bareScenario([], names));
    this.history = history;
    this.slices = slicesOf(trace, names);
    return {
      ok: true,
      written: header.scenario as unknown as Scenario,
      scenario: { ...scenario, duration: Math.max(1, Math.ceil(endMicros / 1000)) },
      names: { ...names, keys: [], texts: [] },
      settings: header.settings,
      warnings: [],
      view: {},
      contract: contractOf(header.scenario, header.settings),
      endMicros,
      kept: nothing,
      recording: { name, source: header.system.source, carriesScenario, unread },
    };
  }

  private read(): ReadHistory {
    if (this.history === undefined) throw new Error('No recording is open.');
    return this.history;
  }
}

async function readWhole(file: Blob, progress: (share: number) => void): Promise<Uint8Array> {
  const bytes = new Uint8Array(file.size);
  for (let at = 0; at < file.size; at += PIECE_BYTES) {
    bytes.set(new Uint8Array(await file.slice(at, at + PIECE_BYTES).arrayBuffer()), at);
    progress(Math.min(1, (at + PIECE_BYTES) / file.size));
  }
  return bytes;
}

/** The scenario with whatever the rows name beside it: a picture looks up every name that it meets. */
function completed(scenario: NormalisedScenario, named: NormalisedScenario): NormalisedScenario {
  const groups = Object.entries(scenario.groups).map(([name, group]) => {
    const members = Object.hasOwn(named.groups, name) ? named.groups[name].members : {};
    return [name, { ...group, members: { ...members, ...group.members } }] as const;
  });
  return {
    ...scenario,
    topics: { ...named.topics, ...scenario.topics },
    producers: { ...named.producers, ...scenario.producers },
    groups: { ...named.groups, ...Object.fromEntries(groups) },
  };
}

function refused(message: string, mend?: string): Refused {
  const problem: Problem = { path: '', message, keys: [], ...(mend === undefined ? {} : { mend }) };
  return { ok: false, problems: [problem] };
}
