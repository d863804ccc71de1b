import type { Session } from '../session';

/** Something one can do by name. */
export interface Command {
  id: string;
  title: string;
  /** Where it belongs; commands of one group stand together. */
  group: string;
  /** What it does beside its name: a scenario's description, the target of an action. */
  note?: string;
  /** The key that does the same. */
  shortcut?: string;
  /** More words that find it. */
  words?: string;
  run: () => void;
}

/** What a source of commands may look at. */
export interface CommandContext {
  session: Session;
  /** What has been typed, for commands that are made of it: a time, a name. */
  query: string;
  place: 'home' | 'playground';
}

/** Commands as they are at this moment; asked for whenever the palette shows. */
export type CommandSource = (context: CommandContext) => readonly Command[];

const added = new Set<CommandSource>();

/** Lets a panel add commands of its own. Returns the way to take them away. */
export function addCommands(source: CommandSource): () => void {
  added.add(source);
  return () => added.delete(source);
}

export function addedCommands(context: CommandContext): Command[] {
  return [...added].flatMap((source) => source(context));
}
