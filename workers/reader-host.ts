import { createEventReader } from '../simulations/scenario';
import { previewEvents } from './event-preview';
import type { EventFile, EventPreview, ReaderHost } from './protocol';

/** Enough of a file to see its fields. */
const PREVIEW_BYTES = 65_536;

/** Read at once; progress is told after each. */
const PIECE_BYTES = 1_048_576;

/** Above this the digest, which needs the whole file at once, would not fit beside the page. */
const FILE_BYTES_MAX = 512_000_000;

/** Reads event files for the page, piece by piece. Nothing of them leaves the machine. */
export const readerHost: ReaderHost = {
  async preview(file, name): Promise<EventPreview> {
    return previewEvents(await file.slice(0, PREVIEW_BYTES).text(), name);
  },

  async read(file, { name, format, map }, progress): Promise<EventFile> {
    if (file.size > FILE_BYTES_MAX) {
      const mb = Math.round(file.size / 1_000_000);
      throw new Error(
        `${name}: ${mb} MB; the page reads files of at most ${FILE_BYTES_MAX / 1_000_000} MB. Take a part of it, or use the command line.`,
      );
    }
    const reader = createEventReader({ format, map });
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    for (let at = 0; at < file.size; at += PIECE_BYTES) {
      const piece = await file.slice(at, at + PIECE_BYTES).arrayBuffer();
      reader.push(decoded(decoder, piece, name, reader.count));
      progress({ readBytes: Math.min(file.size, at + PIECE_BYTES), totalBytes: file.size, rows: reader.count });
    }
    const { columns, problems, problemCount } = reader.finish();
    return { name, sha256: await sha256Of(file), columns, problems, problemCount };
  },
};

function decoded(decoder: TextDecoder, piece: ArrayBuffer, name: string, rows: number): string {
  try {
    return decoder.decode(piece, { stream: true });
  } catch {
    throw new Error(`${name}: not UTF-8 text, near row ${rows + 1}`);
  }
}

async function sha256Of(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
