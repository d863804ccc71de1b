import { assign, clientAssignorOf, clientAssignors } from '../kafka';
import type { Assignment, ClientAssignor } from '../kafka';
import { readAssignmentInput } from './assignment-input';
import { BAD_INPUT, DONE } from './command';
import type { Command, Invocation } from './command';
import { InputError } from './input-error';
import { JsonError, parseJson } from './json-text';
import type { JsonValue } from './json-text';
import { didYouMean } from './nearest';
import { placeOf, readLines, readText } from './terminal';

const SERVER_ASSIGNORS = ['server-range', 'server-uniform'];

/** Prints who gets which partitions in one round of an assignor (K-ASG-2 to K-ASG-7). */
export const command: Command = {
  flags: {
    assignor: { kind: 'value', value: 'NAME', says: `one of ${clientAssignors.join(', ')}` },
    batch: { kind: 'value', value: 'FILE', says: 'one {"assignor":…,"input":…} a line; one answer a line' },
  },

  async run(invocation: Invocation): Promise<number> {
    const { args, terminal, output } = invocation;
    const batch = args.value('batch');
    if (batch !== undefined) {
      const odd = args.has('assignor') ? '--assignor' : args.positionals[0];
      if (odd !== undefined) throw new InputError(`--batch names the assignors itself: leave ${odd} out`);
      return assignBatch(invocation, batch);
    }
    if (args.positionals.length > 1) throw new InputError(`one file at a time: leave ${args.positionals[1]} out`);
    const assignor = namedAssignor(args.required('assignor', command.flags.assignor), '--assignor');
    const file = args.positionals[0] ?? '-';
    const input = parseAt(await readText(terminal, file), placeOf(file));
    await output.print(`${JSON.stringify(assign(assignor, readAssignmentInput(input)))}\n`);
    return DONE;
  },
};

/** One answer a line; a line that is refused answers `{"error":…}`, and the exit code is that of bad input. */
async function assignBatch({ terminal, output, warn }: Invocation, file: string): Promise<number> {
  let exit = DONE;
  let line = 0;
  for await (const text of readLines(terminal, file)) {
    line++;
    if (text.trim() === '') continue;
    try {
      await output.print(`${JSON.stringify(answerLine(text))}\n`);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      exit = BAD_INPUT;
      warn(`${placeOf(file)}:${line}: ${error.message}`);
      await output.print(`${JSON.stringify({ error: error.message })}\n`);
    }
    if (output.isClosed) return BAD_INPUT;
  }
  return exit;
}

/** Other fields of a line, such as a recorded answer, are left alone. */
function answerLine(text: string): Assignment {
  const line = parseAt(text, '');
  if (!(line instanceof Map)) throw new InputError('expected {"assignor":…,"input":…}');
  const assignor = line.get('assignor');
  if (typeof assignor !== 'string') throw new InputError('assignor: expected a name');
  return assign(namedAssignor(assignor, 'assignor'), readAssignmentInput(line.get('input') ?? null, 'input'));
}

function namedAssignor(name: string, nameAt: string): ClientAssignor {
  const assignor = clientAssignorOf(name);
  if (assignor) return assignor;
  if (SERVER_ASSIGNORS.includes(name)) throw new InputError(`${nameAt}: ${name} is not in this build`);
  const hint = didYouMean(name, clientAssignors) || `; known here: ${clientAssignors.join(', ')}`;
  throw new InputError(`${nameAt}: unknown assignor ${JSON.stringify(name)}${hint}`);
}

function parseAt(text: string, place: string): JsonValue {
  try {
    return parseJson(text, 'map');
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const where = place === '' ? `column ${error.column}` : `${place}:${error.line}:${error.column}`;
    throw new InputError(`${where}: ${error.message}`);
  }
}
