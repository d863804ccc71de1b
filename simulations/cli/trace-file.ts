import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expand, writeNdjson, writeTmtrace } from '../history';
import type { HistoryHeader } from '../history';
import type { Run } from '../index';
import { unreadable } from './terminal';

/** Text and bytes go to the file in pieces of about this length. */
const PIECE_LENGTH = 1 << 16;

/** Whether a file of that name holds the binary form, which has the messages too. */
export function isBinaryTrace(file: string): boolean {
  return file.endsWith('.tmtrace');
}

/**
 * Writes the history of a run: history/1 as NDJSON, or the binary chunks if the file ends in .tmtrace.
 *
 * @param isAudited heal, drain and audit are part of it
 * @throws InputError if the file cannot be written
 */
export async function writeTraceFile(file: string, run: Run, isAudited: boolean, isInternal: boolean): Promise<void> {
  const { scenario, settings, names, trace } = run;
  const header: HistoryHeader = {
    format: 'history/1',
    system: { name: scenario.platform, source: 'simulated' },
    scenario,
    settings: settings as HistoryHeader['settings'],
    simulatorDigest: await simulatorDigest(),
    audited: isAudited,
  };
  if (isBinaryTrace(file)) return writePieces(file, writeTmtrace({ header, names, trace }));
  return writePieces(file, inPieces(writeNdjson(header, expand({ scenario, names, trace, internal: isInternal }))));
}

async function writePieces(file: string, pieces: Iterable<string | Uint8Array>): Promise<void> {
  const stream = createWriteStream(file);
  const failed = once(stream, 'error').then(([error]) => Promise.reject(error as Error));
  const written = (async () => {
    for (const piece of pieces) if (!stream.write(piece)) await once(stream, 'drain');
    stream.end();
    await once(stream, 'close');
  })();
  try {
    await Promise.race([written, failed]);
  } catch (error) {
    throw unreadable(file, error);
  }
}

function* inPieces(lines: Iterable<string>): Generator<string> {
  let piece = '';
  for (const line of lines) {
    piece += line;
    if (piece.length < PIECE_LENGTH) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

/** Names the simulator that ran: this file's bundle names the chunks that it loads by their content. */
async function simulatorDigest(): Promise<string> {
  const program = await readFile(fileURLToPath(import.meta.url));
  return createHash('sha256').update(program).digest('hex').slice(0, 16);
}
