import { Readable, Writable } from 'node:stream';
import { main } from '../../../simulations/cli/main';

export interface Answer {
  exit: number;
  stdout: string;
  stderr: string;
}

/** Runs a command as a function, with `stdin` as its standard input. */
export async function tidemark(argv: readonly string[], stdin = ''): Promise<Answer> {
  const stdout = new Collected();
  const stderr = new Collected();
  const exit = await main(argv, { stdin: Readable.from([Buffer.from(stdin)]), stdout, stderr });
  return { exit, stdout: stdout.text, stderr: stderr.text };
}

class Collected extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
