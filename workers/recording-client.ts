import * as Comlink from 'comlink';
import type { Verdict } from '../simulations/checker';
import type { Refused } from './protocol';
import type { OpenedRecording, RecordingHost, RecordingProgress, RecordingSlice } from './recording-protocol';

/** The recording worker as the page calls it: one worker a file, ended with it. */
export interface RecordingReader {
  open(file: Blob, name: string, progress: (progress: RecordingProgress) => void): Promise<OpenedRecording | Refused>;
  next(): Promise<RecordingSlice>;
  verdict(): Promise<Verdict>;
  traceHash(): Promise<string>;
  stop(): void;
}

export function startRecordingReader(): RecordingReader {
  const worker = new Worker(new URL('./recording.worker.ts', import.meta.url), { type: 'module', name: 'recording' });
  const client = Comlink.wrap<RecordingHost>(worker);
  const broken = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) =>
      reject(new Error(event.message || 'The worker that reads recordings broke.')),
    );
  });
  // Whoever waits hears of it; while nobody does, it is no news.
  broken.catch(() => undefined);
  return {
    open: (file, name, progress) => Promise.race([client.open(file, name, Comlink.proxy(progress)), broken]),
    next: () => Promise.race([client.next(), broken]),
    verdict: () => Promise.race([client.verdict(), broken]),
    traceHash: () => Promise.race([client.traceHash(), broken]),
    stop: () => worker.terminate(),
  };
}
