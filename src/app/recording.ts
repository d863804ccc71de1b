import type { Json, Problem } from '../../simulations/scenario';
import type { Session } from './session';

/** The file that is being read; opening another one, or anything else, ends it. */
let reading: AbortController | undefined;

/**
 * Opens a recorded history: `.tmtrace`, history/1 NDJSON, or compact text. Until it has been read and checked the page
 * stays as it is; then it is on screen like a run, and nothing of it can be changed.
 */
export async function openRecording(session: Session, recording: Blob, name: string): Promise<readonly Problem[]> {
  reading?.abort();
  const mine = new AbortController();
  reading = mine;
  const { view } = session;
  const before = view.get().run;
  const stop = view.subscribe(() => {
    if (view.get().run !== before) mine.abort();
  });
  view.set({ reading: { name, doing: 'reading', share: 0 } });
  const problems = await session.open(
    {
      recording,
      name,
      signal: mine.signal,
      progress: (progress) => {
        if (reading === mine) view.set({ reading: { name, ...progress } });
      },
    },
    { what: name, atMicros: 0, play: false },
  );
  stop();
  if (reading === mine) {
    reading = undefined;
    view.set({ reading: undefined });
  }
  // Who ended it knows why it did not open.
  if (problems.length > 0 && mine.signal.aborted) session.dismissRefused();
  return problems;
}

/** Ends the reading of a recording; the page stays as it is. */
export function cancelReading(): void {
  reading?.abort();
}

/** Runs the scenario of the recording on screen: that one can be changed. */
export async function openRecordedScenario(session: Session): Promise<readonly Problem[]> {
  const { run } = session.view.get();
  if (run?.recording?.carriesScenario !== true) return [];
  const scenario = run.written as unknown as Json;
  return session.open(
    { scenario },
    { what: 'the scenario of the recording', play: false, atMicros: session.playhead.timeMicros },
  );
}
