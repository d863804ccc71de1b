import { lintFile } from '../config/catalogue';
import type { ConfigKind } from '../config';
import { BAD_INPUT, DONE, NO } from './command';
import type { Command, Invocation } from './command';
import { onePositional } from './flags';
import { InputError } from './input-error';
import { didYouMean } from './nearest';
import { placeOf, readText } from './terminal';

const KINDS: readonly ConfigKind[] = ['producer', 'consumer', 'share-consumer', 'admin', 'topic', 'group', 'broker'];

/** Clients whose settings the format knows and this build cannot judge. */
const LATER_CLIENTS = ['librdkafka', 'spring'];

/** Prints what is the matter with a real configuration file; the exit code says whether the real client refuses it. */
export const command: Command = {
  flags: {
    client: { kind: 'value', value: 'NAME,…', says: 'clients that read it: java' },
    as: { kind: 'value', value: 'KIND', says: `${KINDS.join(', ')}; absent: read off the file` },
  },

  async run({ args, terminal, output, warn }: Invocation): Promise<number> {
    const file = onePositional(args, 'FILE');
    if (file === undefined) throw new InputError('no file: name one, or "-" for standard input');
    checkClients(args.value('client') ?? 'java');
    const as = kindOf(args.value('as'));
    const text = await readText(terminal, file);
    const report = lintFile(text, { as, fileName: file === '-' ? undefined : file });
    await output.printJson({ kind: report.kind, format: report.format, findings: report.findings });
    const unreadable = report.findings.filter((finding) => finding.rule === 'syntax');
    for (const { line, column, message } of unreadable) {
      warn(`${placeOf(file)}:${line}:${column}: ${message.replace(/^line \d+, column \d+: /, '')}`);
    }
    if (unreadable.length > 0) return BAD_INPUT;
    return report.findings.some((finding) => finding.severity === 'error') ? NO : DONE;
  },
};

function kindOf(name: string | undefined): ConfigKind | undefined {
  const kind = KINDS.find((it) => it === name);
  if (name === undefined || kind) return kind;
  const hint = didYouMean(name, KINDS) || `; known here: ${KINDS.join(', ')}`;
  throw new InputError(`--as: unknown kind ${JSON.stringify(name)}${hint}`);
}

function checkClients(list: string): void {
  for (const client of list.split(',')) {
    if (client === 'java') continue;
    if (LATER_CLIENTS.includes(client)) throw new InputError(`--client: ${client} is not in this build; it has java`);
    throw new InputError(`--client: unknown client ${JSON.stringify(client)}; known here: java`);
  }
}
