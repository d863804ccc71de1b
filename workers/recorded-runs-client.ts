import type { Verdict } from '../simulations/checker';
import type { Json } from '../simulations/scenario';
import type { OpenAnswer, OpenRequest, RunHandle, Slice } from './protocol';
import type { RecordingReader } from './recording-client';
import type { RecordingSource } from './recording-protocol';
import type { SimulationClient } from './simulation-client';

/** Why nothing can be done to a recording. */
export const readOnly = 'A recording: nothing can be changed. Open its scenario to change it.';

interface RecordedRun {
  reader: RecordingReader;
  endMicros: number;
  /** Asked for once: the judge reads everything, and nothing will change. */
  verdict?: Promise<Verdict>;
}

/**
 * Recordings as runs: what a file holds is handed over in slices like what a simulation writes, and is judged by the
 * same judge. Their handles are negative. Nothing of one can be changed.
 */
export class RecordedRuns {
  private readonly runs = new Map<RunHandle, RecordedRun>();
  private count = 0;

  constructor(private readonly startReader: () => Promise<RecordingReader>) {}

  async open({ recording, name, progress, signal }: RecordingSource): Promise<OpenAnswer> {
    const reader = await this.startReader();
    try {
      const opening = reader.open(recording, name, progress ?? (() => undefined));
      const answer = await (signal === undefined ? opening : Promise.race([opening, ended(signal, name)]));
      if (!answer.ok) {
        reader.stop();
        return answer;
      }
      this.count += 1;
      this.runs.set(-this.count, { reader, endMicros: answer.endMicros });
      return { ...answer, handle: -this.count };
    } catch (error) {
      reader.stop();
      throw error;
    }
  }

  async advance(handle: RunHandle): Promise<Slice> {
    const slice = await this.runOf(handle).reader.next();
    return { handle, eventCount: 0, isUnjudged: slice.state === 'running', ...slice };
  }

  edit(): Promise<OpenAnswer> {
    return Promise.resolve({ ok: false, problems: [{ path: '', message: readOnly, keys: [] }] });
  }

  // Errors are answers too: whoever asks for a run that was closed meanwhile gets a promise that says so.
  async verdict(handle: RunHandle): Promise<Verdict> {
    const run = this.runOf(handle);
    return (run.verdict ??= run.reader.verdict());
  }

  /** What can be said of a recording as a whole; it has no result at a moment. */
  async result(handle: RunHandle): Promise<Json> {
    const { strip: _strip, untilMicros: _untilMicros, ...verdict } = await this.verdict(handle);
    return { traceHash: await this.runOf(handle).reader.traceHash(), verdict } as unknown as Json;
  }

  async traceHash(handle: RunHandle, atMicros: number): Promise<string> {
    const { reader, endMicros } = this.runOf(handle);
    if (Math.ceil(atMicros) < Math.floor(endMicros))
      throw new Error('A recording has a hash as a whole: seek to its end.');
    return reader.traceHash();
  }

  close(handle: RunHandle): void {
    this.runs.get(handle)?.reader.stop();
    this.runs.delete(handle);
  }

  private runOf(handle: RunHandle): RecordedRun {
    const run = this.runs.get(handle);
    if (run === undefined) throw new Error(`Recording ${-handle} is closed.`);
    return run;
  }
}

/** Settles when the reading is ended from outside. */
function ended(signal: AbortSignal, name: string): Promise<OpenAnswer & { ok: false }> {
  return new Promise((resolve) => {
    const end = (): void => resolve({ ok: false, problems: [{ path: '', message: `${name}: not opened`, keys: [] }] });
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

/** The simulation worker with recordings beside it, told apart by their handles. */
export function withRecordings(client: SimulationClient, recordings: RecordedRuns): SimulationClient {
  const isRecorded = (handle: RunHandle): boolean => handle < 0;
  return {
    catalogue: () => client.catalogue(),
    open: (request) =>
      'recording' in request.source ? recordings.open(request.source) : client.open(request as OpenRequest),
    advance: (handle, budget) => (isRecorded(handle) ? recordings.advance(handle) : client.advance(handle, budget)),
    edit: (handle, scenario, fromMicros, budget) =>
      isRecorded(handle) ? recordings.edit() : client.edit(handle, scenario, fromMicros, budget),
    rehearse: async (handle, wallMs) => (isRecorded(handle) ? undefined : client.rehearse(handle, wallMs)),
    verdict: (handle) => (isRecorded(handle) ? recordings.verdict(handle) : client.verdict(handle)),
    result: (handle, atMicros) => (isRecorded(handle) ? recordings.result(handle) : client.result(handle, atMicros)),
    traceHash: (handle, atMicros) =>
      isRecorded(handle) ? recordings.traceHash(handle, atMicros) : client.traceHash(handle, atMicros),
    link: (scenario, view) => client.link(scenario, view),
    close: async (handle) => (isRecorded(handle) ? recordings.close(handle) : client.close(handle)),
  };
}
