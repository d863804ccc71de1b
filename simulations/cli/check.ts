import { HistoryError, readHistory } from '../history';
import type { ReadHistory } from '../history';
import { check } from '../index';
import type { NormalisedScenario } from '../scenario';
import { DONE, NO } from './command';
import type { Command, Invocation } from './command';
import { onePositional } from './flags';
import { InputError } from './input-error';
import { printLarge } from './print-json';
import { printedVerdict } from './printed-verdict';
import { findScenario } from './scenario-file';
import { placeOf, readBytes } from './terminal';

/** Judges a recorded history, simulated or real; the answer is no only for a violation. */
export const command: Command = {
  flags: {
    scenario: { kind: 'value', value: 'FILE', says: 'what it is judged by, in place of what the history says' },
  },

  async run({ args, terminal, output, warn }: Invocation): Promise<number> {
    const file = onePositional(args, 'HISTORY');
    if (file === undefined) throw new InputError('no history: name a file, or "-" for standard input');
    const source = args.value('scenario');
    const scenario = source === undefined ? undefined : (await findScenario(terminal, source, warn)).scenario;
    const history = read(await readBytes(terminal, file), placeOf(file), scenario);
    for (const [kind, count] of Object.entries(history.unread))
      warn(`${placeOf(file)}: ${count} events ${kind} are not judged`);
    const { header, names, trace, witness } = history;
    const { settings, audited = false } = header;
    const verdict = check({ scenario: scenario ?? header.scenario, settings, names, audited, witness }, trace);
    await printLarge(output, printedVerdict(verdict));
    return verdict.anomalies.some((anomaly) => anomaly.judgement === 'violation') ? NO : DONE;
  },
};

function read(bytes: Uint8Array, place: string, scenario: NormalisedScenario | undefined): ReadHistory {
  try {
    return readHistory(bytes, scenario);
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error;
    const { line, column } = error.problem;
    const where = [place, line === 0 ? undefined : line, column].filter((part) => part !== undefined).join(':');
    throw new InputError(`${where}: ${error.problem.message}`);
  }
}
