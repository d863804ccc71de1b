import type { Arguments, FlagSpecs } from './flags';
import type { Output, Terminal } from './terminal';

/** Exit codes: done, the answer is "no", bad input. */
export const DONE = 0;
export const NO = 1;
export const BAD_INPUT = 2;

/** What a command works with. */
export interface Invocation {
  readonly args: Arguments;
  readonly terminal: Terminal;
  readonly output: Output;
  /** Says a line on standard error. */
  warn(line: string): void;
}

/** One command: `run` resolves to the exit code, and throws InputError for input that it refuses. */
export interface Command {
  readonly flags: FlagSpecs;
  run(invocation: Invocation): Promise<number>;
}
