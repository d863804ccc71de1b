import * as Comlink from 'comlink';
import { Recordings } from './recording-host';
import type { RecordingHost } from './recording-protocol';
import { buffersOf } from './trace-ranges';

const recordings = new Recordings();

/** Slices are handed over, not copied: the page owns what it gets. */
const exposed: RecordingHost = {
  open: (file, name, progress) => recordings.open(file, name, progress),
  next: () => {
    const slice = recordings.next();
    return Comlink.transfer(slice, buffersOf(slice.range));
  },
  verdict: () => recordings.verdict(),
  traceHash: () => recordings.traceHash(),
};

Comlink.expose(exposed);
