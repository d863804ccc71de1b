import { scenarios } from '../index';
import { decodeLink, encodeLink, formatProblem } from '../scenario';
import type { View } from '../scenario';
import { DONE } from './command';
import type { Command, Invocation } from './command';
import type { Arguments } from './flags';
import { noPositionals, onePositional } from './flags';
import { InputError } from './input-error';
import { checkScenario, findScenario } from './scenario-file';
import { timeOf } from './time-flag';

/** What an embedded diagram offers unless its author says otherwise. */
const EMBED_CONTROLS = ['play', 'scrub'];

/** Prints the share link of a scenario, or the scenario of a share link. */
export const command: Command = {
  flags: {
    at: { kind: 'value', value: 'TIME', says: 'opens paused at that virtual time, e.g. 14.2s' },
    embed: { kind: 'switch', says: `for embed.html: with the controls ${EMBED_CONTROLS.join(' and ')}` },
    open: { kind: 'value', value: 'FRAGMENT', says: 'print the scenario that a link holds' },
  },

  async run(invocation: Invocation): Promise<number> {
    const { args, output, terminal, warn } = invocation;
    const fragment = args.value('open');
    if (fragment !== undefined) return openLink(invocation, fragment);
    const source = onePositional(args, 'SCENARIO');
    if (source === undefined) throw new InputError('no scenario: name a file, "-" or one of the gallery');
    const { written } = await findScenario(terminal, source, warn);
    await output.print(`${encodeLink(written, scenarios, viewOf(args))}\n`);
    return DONE;
  },
};

async function openLink({ args, output, warn }: Invocation, fragment: string): Promise<number> {
  noPositionals(args);
  const odd = ['at', 'embed'].find((flag) => args.has(flag));
  if (odd !== undefined) throw new InputError(`--open reads a link: leave --${odd} out`);
  const reading = decodeLink(fragment, scenarios);
  if (!reading.ok) throw new InputError(reading.errors.map((problem) => `--open: ${formatProblem(problem)}`));
  for (const warning of reading.warnings) warn(`--open: ${formatProblem(warning)}`);
  const { scenario } = reading;
  if (scenario === undefined)
    throw new InputError('--open: the link holds no scenario: expected #s=… or #scenario=NAME');
  const { written } = checkScenario(JSON.stringify(scenario), '--open', warn);
  await output.printJson(written);
  return DONE;
}

function viewOf(args: Arguments): View {
  const view: View = {};
  const at = timeOf(args, 'at');
  if (at !== undefined) view.t = at;
  if (args.has('embed')) view.controls = EMBED_CONTROLS;
  return view;
}
