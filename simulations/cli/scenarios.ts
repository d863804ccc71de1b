import { scenarios } from '../index';
import { DONE } from './command';
import type { Command, Invocation } from './command';
import { onePositional } from './flags';
import { InputError } from './input-error';
import { didYouMean } from './nearest';

/** Prints the gallery, or one scenario of it whole. */
export const command: Command = {
  flags: {},

  async run({ args, output }: Invocation): Promise<number> {
    const name = onePositional(args, 'NAME');
    if (name === undefined) {
      const rows = scenarios.map(({ name: id, scenario, watch, rules }) => {
        return { name: id, title: scenario.name, description: scenario.description, watch, rules };
      });
      await output.printJson(rows);
      return DONE;
    }
    const found = scenarios.find((it) => it.name === name);
    if (!found) throw new InputError(`no scenario is named ${JSON.stringify(name)}${hintFor(name)}`);
    const { name: _, ...whole } = found;
    await output.printJson(whole);
    return DONE;
  },
};

function hintFor(name: string): string {
  const names = scenarios.map((it) => it.name);
  return didYouMean(name, names) || `; known here: ${names.join(', ')}`;
}
