import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { once } from 'node:events';
import { InputError } from './input-error';

/** Where a command reads and writes. Tests hand in their own. */
export interface Terminal {
  readonly stdin: Readable & { isTTY?: boolean };
  readonly stdout: Writable;
  readonly stderr: Writable & { isTTY?: boolean };
}

/** Above this a file is not read as one text. */
const FILE_BYTES_MAX = 480 * 1024 * 1024;

const BUFFER_LENGTH = 1 << 16;

/** A command's standard output, or the file named by --out in its place, which is written once there is an answer. */
export class Output {
  private readonly terminal: Terminal;
  private readonly file: string | undefined;
  private stream: Writable | null = null;
  private buffer = '';
  private failure: Error | null = null;

  constructor(terminal: Terminal, file: string | undefined) {
    this.terminal = terminal;
    this.file = file;
  }

  /** True once nobody reads any more (a closed pipe): the command may stop. */
  get isClosed(): boolean {
    return this.failure !== null;
  }

  /** Adds text; it reaches the reader in larger pieces. */
  async print(text: string): Promise<void> {
    this.buffer += text;
    if (this.buffer.length >= BUFFER_LENGTH) await this.flush();
  }

  async printJson(value: unknown): Promise<void> {
    await this.print(`${JSON.stringify(value, null, 2)}\n`);
  }

  /** @throws InputError if the file cannot be written */
  async end(): Promise<void> {
    await this.flush();
    if (this.file === undefined) return;
    const stream = this.stream!;
    const closed = once(stream, 'close');
    stream.end();
    if (!this.failure) await closed.catch(() => undefined);
    if (this.failure) throw new InputError(`${this.file}: ${reasonOf(this.failure)}`);
  }

  private async flush(): Promise<void> {
    const text = this.buffer;
    this.buffer = '';
    const stream = (this.stream ??= this.open());
    if (this.failure || stream.write(text)) return;
    await drained(stream);
  }

  private open(): Writable {
    const stream = this.file === undefined ? this.terminal.stdout : createWriteStream(this.file);
    stream.on('error', (error: Error) => {
      this.failure ??= error;
    });
    return stream;
  }
}

/** Resolves once the stream takes more, or never will. */
function drained(stream: Writable): Promise<void> {
  const events = ['drain', 'error', 'close'];
  return new Promise((resolve) => {
    const done = (): void => {
      for (const event of events) stream.off(event, done);
      resolve();
    };
    for (const event of events) stream.on(event, done);
  });
}

/** The whole of a file, "-" being standard input. */
export async function readText(terminal: Terminal, path: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readBytes(terminal, path));
  } catch (error) {
    if (error instanceof TypeError) throw new InputError(`${placeOf(path)}: not UTF-8 text`);
    throw error;
  }
}

/**
 * The bytes of a file, "-" being standard input.
 *
 * @throws InputError if it cannot be read, or is too large to be read at once
 */
export async function readBytes(terminal: Terminal, path: string): Promise<Buffer> {
  if (path !== '-') return readFileBytes(path);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of standardInput(terminal)) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > FILE_BYTES_MAX) throw tooLarge('standard input');
  }
  return Buffer.concat(chunks);
}

/** The lines of a file one after another, without their ends, "-" being standard input. */
export async function* readLines(terminal: Terminal, path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const stream: AsyncIterable<Buffer> = path === '-' ? standardInput(terminal) : createReadStream(path);
  let rest = '';
  let count = 0;
  const place = placeOf(path);
  try {
    for await (const chunk of stream) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop()!;
      count += lines.length;
      for (const line of lines) yield withoutReturn(line);
    }
    rest += decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new InputError(`${place}:${count + 1}: not UTF-8 text`);
    throw unreadable(place, error);
  }
  if (rest !== '') yield withoutReturn(rest);
}

/** How a file is called in messages. */
export function placeOf(path: string): string {
  return path === '-' ? 'standard input' : path;
}

async function* standardInput(terminal: Terminal): AsyncGenerator<Buffer> {
  if (terminal.stdin.isTTY) throw new InputError('standard input is a keyboard: name a file, or pipe one in');
  for await (const chunk of terminal.stdin) yield Buffer.from(chunk as Uint8Array);
}

async function readFileBytes(path: string): Promise<Buffer> {
  try {
    if ((await stat(path)).size > FILE_BYTES_MAX) throw tooLarge(path);
    return await readFile(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function tooLarge(place: string): InputError {
  return new InputError(`${place}: more than ${FILE_BYTES_MAX / 1024 / 1024} MB; take a part of it`);
}

/** What a failed access to a file is in words; other errors stay what they are. */
export function unreadable(place: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof InputError || !('code' in error)) return error;
  return new InputError(`${place}: ${reasonOf(error)}`);
}

function reasonOf(error: Error): string {
  const code = 'code' in error ? String(error.code) : '';
  const known: Record<string, string> = {
    ENOENT: 'no such file or folder',
    EISDIR: 'is a folder, not a file',
    EACCES: 'may not be opened',
    ENOSPC: 'no space left',
  };
  return known[code] ?? error.message;
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
