import type { Command } from './command';

/** A line of the usage, and where the command lies. It is loaded only when asked for, so that every start is quick. */
export interface CommandEntry {
  readonly usage: string;
  readonly says: string;
  load(): Promise<{ command: Command }>;
}

/** Commands by name, alphabetically. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  actions: {
    usage: 'actions',
    says: 'the catalogue of actions',
    load: () => import('./actions'),
  },
  assign: {
    usage: 'assign --assignor NAME [FILE] | assign --batch FILE',
    says: 'who gets which partitions in one round of an assignor',
    load: () => import('./assign'),
  },
  check: {
    usage: 'check HISTORY [--scenario FILE]',
    says: 'judges a recorded history, simulated or real',
    load: () => import('./check'),
  },
  configs: {
    usage: 'configs',
    says: "the catalogue of Kafka's settings",
    load: () => import('./configs'),
  },
  link: {
    usage: 'link SCENARIO [--at 14.2s] [--embed] | link --open FRAGMENT',
    says: 'the share link of a scenario, or the scenario of a share link',
    load: () => import('./link'),
  },
  lint: {
    usage: 'lint FILE [--as KIND] [--client java]',
    says: 'what a configuration file can lose, repeat or reorder, and what refuses it',
    load: () => import('./lint'),
  },
  partition: {
    usage: 'partition --partitions N [--partitioner NAME] [--keys FILE] [--] KEY…',
    says: 'the partition of each key',
    load: () => import('./partition'),
  },
  run: {
    usage: 'run SCENARIO [--seed N] [--until 14.2s] [--logs] [--internal] [--audit] [--events FILE] [--trace FILE]',
    says: 'runs one scenario and prints the result',
    load: () => import('./run'),
  },
  scenarios: {
    usage: 'scenarios [NAME]',
    says: 'the gallery, or one scenario of it whole',
    load: () => import('./scenarios'),
  },
  schema: {
    usage: 'schema',
    says: 'the JSON Schema of a scenario',
    load: () => import('./schema'),
  },
};

/** Commands that the command line is to have and this build does not. */
export const laterCommands: readonly string[] = ['compat', 'keygroups', 'replay', 'search', 'sql', 'stack', 'windows'];
