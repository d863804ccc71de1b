import { actions } from '../index';
import { scenarioSchema } from '../scenario';
import { DONE } from './command';
import type { Command, Invocation } from './command';
import { noPositionals } from './flags';

/** Prints the JSON Schema of a scenario. */
export const command: Command = {
  flags: {},

  async run({ args, output }: Invocation): Promise<number> {
    noPositionals(args);
    await output.printJson(scenarioSchema(actions));
    return DONE;
  },
};
