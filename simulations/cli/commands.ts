import type { Command } from './command';

/** A line of the usage, and where the command lies. It is loaded only when asked for, so that every start is quick. */
export interface CommandEntry {
  readonly usage: string;
  readonly says: string;
  load(): Promise<{ command: Command }>;
}

/** Commands by name, alphabetically. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  assign: {
    usage: 'assign --assignor NAME [FILE] | assign --batch FILE',
    says: 'who gets which partitions in one round of an assignor',
    load: () => import('./assign'),
  },
  partition: {
    usage: 'partition --partitions N [--partitioner NAME] [--keys FILE] [--] KEY…',
    says: 'the partition of each key',
    load: () => import('./partition'),
  },
};

/** Commands that the command line is to have and this build does not. */
export const laterCommands: readonly string[] = ['compat', 'keygroups', 'replay', 'search', 'sql', 'stack', 'windows'];
