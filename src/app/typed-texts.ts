import type { Json } from '../../simulations/scenario';
import type { Session } from './session';

/**
 * What a person has typed and does not act yet: a file of settings that is not valid, the fields of an action. Whoever
 * shows such a text says here how to read it, so that it can be kept over a reload.
 */
export class TypedTexts {
  private readonly readers = new Map<string, () => Json | undefined>();
  private readonly found = new Map<string, Json>();
  private readonly listeners = new Set<() => void>();

  /** From now on `read` says what is typed; undefined: nothing. Answers with what was kept before, once. */
  keep(name: string, read: () => Json | undefined): Json | undefined {
    this.readers.set(name, read);
    const before = this.found.get(name);
    this.found.delete(name);
    return before;
  }

  /** Nothing of that name is typed any more. */
  release(name: string): void {
    this.readers.delete(name);
    this.touch();
  }

  /** Something was typed. */
  touch(): void {
    for (const listener of this.listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Everything that is typed, and what nobody has taken yet. */
  read(): Record<string, Json> {
    const typed: Record<string, Json> = Object.fromEntries(this.found);
    for (const [name, read] of this.readers) {
      const value = read();
      if (value !== undefined) typed[name] = value;
    }
    return typed;
  }

  /** What was kept; it waits until somebody shows it. */
  put(typed: Readonly<Record<string, Json>>): void {
    this.found.clear();
    for (const [name, value] of Object.entries(typed)) this.found.set(name, value);
  }

  /** What was kept under a name and still waits. */
  waiting(name: string): Json | undefined {
    return this.found.get(name);
  }
}

const textsOfSession = new WeakMap<Session, TypedTexts>();

/** The texts of a session; made when they are first asked for. */
export function typedTexts(session: Session): TypedTexts {
  const texts = textsOfSession.get(session) ?? new TypedTexts();
  textsOfSession.set(session, texts);
  return texts;
}
