import { actions } from '../index';
import { DONE } from './command';
import type { Command, Invocation } from './command';
import { noPositionals } from './flags';

/** Prints the catalogue of actions: what each takes and which rules say what it means. */
export const command: Command = {
  flags: {},

  async run({ args, output }: Invocation): Promise<number> {
    noPositionals(args);
    const rows = actions.map(({ do: name, title, at, exactlyOne, fields, rules }) => {
      return { do: name, title, at, exactlyOne, fields: fields as unknown, rules };
    });
    await output.printJson(rows);
    return DONE;
  },
};
