import { BAD_INPUT, DONE } from './command';
import type { Command } from './command';
import { commands, laterCommands } from './commands';
import type { CommandEntry } from './commands';
import { readArguments } from './flags';
import type { FlagSpecs } from './flags';
import { InputError } from './input-error';
import { didYouMean } from './nearest';
import { Output } from './terminal';
import type { Terminal } from './terminal';

/** Flags that every command takes. */
const EVERYWHERE: FlagSpecs = {
  out: { kind: 'value', value: 'FILE', says: 'write the answer to FILE instead of standard output' },
  help: { kind: 'switch', says: 'print this' },
};

/**
 * Runs one command.
 *
 * @param argv the words after `tidemark`
 * @returns the exit code: 0 done, 1 the answer is "no", 2 bad input
 */
export async function main(argv: readonly string[], terminal: Terminal = process): Promise<number> {
  const warn = (line: string): void => void terminal.stderr.write(`tidemark: ${line}\n`);
  try {
    return await dispatch(argv, terminal, warn);
  } catch (error) {
    const lines = error instanceof InputError ? error.lines : [`a fault of this program: ${stackOf(error)}`];
    for (const line of lines) warn(line);
    return BAD_INPUT;
  }
}

async function dispatch(argv: readonly string[], terminal: Terminal, warn: (line: string) => void): Promise<number> {
  const [name, ...words] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    await say(terminal, usage());
    return name === undefined ? BAD_INPUT : DONE;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!entry) throw new InputError(unknownCommand(name));
  const { command } = await entry.load();
  const flags = { ...command.flags, ...EVERYWHERE };
  const args = readArguments(words, flags);
  if (args.has('help')) {
    await say(terminal, commandUsage(entry, command));
    return DONE;
  }
  const output = new Output(terminal, args.value('out'));
  const exit = await command.run({ args, terminal, output, warn });
  await output.end();
  return exit;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function unknownCommand(name: string): string {
  if (laterCommands.includes(name)) return `${name}: not in this build; it has ${Object.keys(commands).join(', ')}`;
  const hint = didYouMean(name, Object.keys(commands)) || `; it has ${Object.keys(commands).join(', ')}`;
  return `unknown command ${JSON.stringify(name)}${hint}`;
}

async function say(terminal: Terminal, text: string): Promise<void> {
  const output = new Output(terminal, undefined);
  await output.print(text);
  await output.end();
}

function usage(): string {
  const lines = Object.values(commands).map((entry) => `  ${entry.usage}\n      ${entry.says}\n`);
  return [
    'usage: tidemark COMMAND …\n\n',
    ...lines,
    '\nEvery command takes --out FILE and --help; - as a file is standard input.\n',
    'Answers go to standard output, errors to standard error.\n',
    'Exit codes: 0 done, 1 the answer is "no", 2 bad input.\n',
  ].join('');
}

function commandUsage(entry: CommandEntry, command: Command): string {
  const flags = Object.entries({ ...command.flags, ...EVERYWHERE }).map(([name, spec]) => {
    const written = spec.value === undefined ? `--${name}` : `--${name} ${spec.value}`;
    return `  ${written.padEnd(22)} ${spec.says}\n`;
  });
  return [`usage: tidemark ${entry.usage}\n`, `${entry.says}\n\n`, ...flags].join('');
}
