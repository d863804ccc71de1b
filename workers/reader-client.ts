import * as Comlink from 'comlink';
import type { EventFieldMap, EventFormat } from '../simulations/scenario';
import type { EventFile, EventPreview, EventProgress, ReaderHost } from './protocol';

/** The reader worker as the page calls it; it is started for one file and ended with it. */
export interface EventFileReader {
  preview(): Promise<EventPreview>;
  read(
    request: { format: EventFormat; map: EventFieldMap },
    progress: (progress: EventProgress) => void,
  ): Promise<EventFile>;
  stop(): void;
}

export function startReader(file: Blob, name: string): EventFileReader {
  const worker = new Worker(new URL('./reader.worker.ts', import.meta.url), { type: 'module', name: 'reader' });
  const client = Comlink.wrap<ReaderHost>(worker);
  return {
    preview: () => client.preview(file, name),
    read: (request, progress) => client.read(file, { name, ...request }, Comlink.proxy(progress)),
    stop: () => worker.terminate(),
  };
}
