import type { Verdict } from '../simulations/checker';
import type { OpenedRun, Recorded, Refused, RunState, TraceRange } from './protocol';

/** What the page and the worker that reads recordings say to each other. Types only. */

/** How far a file has come: read from the disk, then read as a history. */
export interface RecordingProgress {
  doing: 'reading' | 'checking';
  /** 0 to 1 of the bytes. */
  share: number;
}

/** A file with a recorded history: .tmtrace, history/1 NDJSON, or compact text. */
export interface RecordingSource {
  recording: Blob;
  name: string;
  progress?: (progress: RecordingProgress) => void;
  /** Ends the reading. */
  signal?: AbortSignal;
}

/** A recording that was read and held to what every picture relies on. */
export type OpenedRecording = Omit<OpenedRun, 'handle' | 'recording'> & { recording: Recorded };

/** The next part of a recording, to be taken in like what a run has written. */
export interface RecordingSlice {
  state: RunState;
  /** Everything up to this virtual time has been handed over. */
  nowMicros: number;
  range: TraceRange;
}

/** The worker that reads one recording; it is started for a file and lives as long as that is on screen. */
export interface RecordingHost {
  open(file: Blob, name: string, progress: (progress: RecordingProgress) => void): Promise<OpenedRecording | Refused>;
  next(): RecordingSlice;
  verdict(): Verdict;
  traceHash(): string;
}
