import { configs } from '../config/catalogue';
import { DONE } from './command';
import type { Command, Invocation } from './command';
import { noPositionals } from './flags';

/** Prints the catalogue of Kafka's settings, one entry a scope and key. */
export const command: Command = {
  flags: {},

  async run({ args, output }: Invocation): Promise<number> {
    noPositionals(args);
    await output.print(
      `[\n${configs()
        .map((row) => JSON.stringify(row))
        .join(',\n')}\n]\n`,
    );
    return DONE;
  },
};
