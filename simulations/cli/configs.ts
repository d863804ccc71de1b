import admin from '../config/catalogue/admin.json';
import broker from '../config/catalogue/broker.json';
import consumer from '../config/catalogue/consumer.json';
import group from '../config/catalogue/group.json';
import producer from '../config/catalogue/producer.json';
import topic from '../config/catalogue/topic.json';
import { DONE } from './command';
import type { Command, Invocation } from './command';
import { noPositionals } from './flags';

interface Row {
  readonly name: string;
}

const CATALOGUES: Readonly<Record<string, readonly Row[]>> = { producer, consumer, admin, topic, broker, group };

/** Prints the catalogue of Kafka's settings, one entry a scope and key. */
export const command: Command = {
  flags: {},

  async run({ args, output }: Invocation): Promise<number> {
    noPositionals(args);
    const rows = Object.entries(CATALOGUES).flatMap(([scope, keys]) =>
      keys.map(({ name, ...rest }) => ({ key: name, scope, ...rest })),
    );
    await output.print(`[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`);
    return DONE;
  },
};
