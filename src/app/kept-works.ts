import type { Json } from '../../simulations/scenario';
import type { SavedWork, Step } from './work';

/** Work in progress as the browser keeps it. Files of events are not part of it: they never leave the page. */
export interface KeptWork {
  version: 1;
  id: string;
  /** The part of the address that names what was opened. */
  address: string;
  name: string;
  /** ms since 1970. */
  savedAt: number;
  isPlaying: boolean;
  saved: SavedWork;
  /** What is typed and does not act yet, by who shows it. */
  typed: Readonly<Record<string, Json>>;
}

/** Older works than these go. */
const worksMax = 8;

const prefix = 'tidemark.work.';
const asidePrefix = 'tidemark.aside.';

/** Steps that are kept where there is room for few, then for none. */
const shorterBy = [10, 0];

/**
 * Works in the browser's own storage, one key each. What cannot be read is put aside under another key, never deleted;
 * what does not fit loses its oldest steps before it is given up.
 */
export class KeptWorks {
  /** Said to the person: why something was not kept or could not be read. */
  note: string | undefined;

  constructor(private readonly storage: Storage | undefined = storageOrNone()) {}

  /** All that can be read, the latest first. */
  all(): KeptWork[] {
    const works = this.keys().flatMap((key) => this.readKey(key) ?? []);
    return works.toSorted((a, b) => b.savedAt - a.savedAt);
  }

  read(id: string): KeptWork | undefined {
    return this.readKey(prefix + id);
  }

  /** Answers whether it is kept. */
  write(work: KeptWork): boolean {
    if (this.storage === undefined) return this.refuse('This browser keeps nothing for this page.');
    for (const attempt of [work, ...shorterBy.map((steps) => shortened(work, steps))]) {
      if (this.put(attempt)) {
        this.note =
          attempt === work ? undefined : 'There is little room in this browser: only the last steps are kept.';
        return true;
      }
    }
    return this.refuse('There is no room in this browser: a reload will lose these changes. A shared link keeps them.');
  }

  remove(id: string): void {
    this.storage?.removeItem(prefix + id);
  }

  /** Keeps something that turned out to be unusable out of the way. */
  setAside(id: string): void {
    this.moveAside(prefix + id);
  }

  private put(work: KeptWork): boolean {
    const text = JSON.stringify(work);
    for (;;) {
      try {
        this.storage!.setItem(prefix + work.id, text);
        this.forgetOldest(worksMax);
        return true;
      } catch {
        // Quota: the oldest of the others makes room.
        const others = this.all().filter(({ id }) => id !== work.id);
        if (others.length === 0) return false;
        this.remove(others.at(-1)!.id);
      }
    }
  }

  private forgetOldest(kept: number): void {
    for (const { id } of this.all().slice(kept)) this.remove(id);
  }

  private keys(): string[] {
    const { storage } = this;
    if (storage === undefined) return [];
    return Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '').filter((key) =>
      key.startsWith(prefix),
    );
  }

  private readKey(key: string): KeptWork | undefined {
    const text = this.storage?.getItem(key);
    if (text === null || text === undefined) return undefined;
    const work = parsed(text);
    if (work === undefined || prefix + work.id !== key) {
      this.moveAside(key);
      return undefined;
    }
    return work;
  }

  private moveAside(key: string): void {
    const { storage } = this;
    const text = storage?.getItem(key);
    if (storage === undefined || text === null || text === undefined) return;
    const name = asidePrefix + key.slice(prefix.length);
    this.note = `Kept work could not be read and is put aside (${name} in this browser’s storage).`;
    try {
      storage.removeItem(key);
      storage.setItem(name, text);
    } catch {
      // It was there before, so there is room for it; a browser that says otherwise has nowhere else to put it.
      this.note = 'Kept work could not be read, and there is no room to put it aside.';
    }
  }

  private refuse(why: string): false {
    this.note = why;
    return false;
  }
}

function shortened(work: KeptWork, steps: number): KeptWork {
  const { undo, redo } = work.saved;
  return {
    ...work,
    saved: { ...work.saved, undo: steps === 0 ? [] : undo.slice(-steps), redo: steps === 0 ? [] : redo.slice(-steps) },
  };
}

/** The work that a stored text is, or undefined if it is not one of this version. */
function parsed(text: string): KeptWork | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || value.version !== 1) return undefined;
  const { id, address, name, savedAt, saved, typed } = value;
  const isNamed = typeof id === 'string' && typeof name === 'string' && typeof savedAt === 'number';
  const isAddressed = typeof address === 'string' && /^$|^(s|scenario)=[^#&]*$/.test(address);
  if (!isNamed || !isAddressed || !isRecord(typed) || !isSaved(saved)) return undefined;
  return { ...(value as unknown as KeptWork), isPlaying: value.isPlaying === true };
}

function isSaved(value: unknown): value is SavedWork {
  if (!isRecord(value) || value.version !== 1 || typeof value.atMicros !== 'number') return false;
  return isWork(value.work) && isSteps(value.undo) && isSteps(value.redo);
}

function isSteps(value: unknown): value is Step[] {
  return (
    Array.isArray(value) && value.every((step) => isRecord(step) && typeof step.label === 'string' && isWork(step.work))
  );
}

function isWork(value: unknown): boolean {
  if (!isRecord(value) || !Array.isArray(value.branches)) return false;
  const branches: unknown[] = value.branches;
  const isWhole = branches.every(
    (branch) =>
      isRecord(branch) &&
      typeof branch.id === 'string' &&
      typeof branch.label === 'string' &&
      isRecord(branch.scenario),
  );
  return isWhole && branches.some((branch) => isRecord(branch) && branch.id === value.current);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A page that may not store anything throws when it looks. */
function storageOrNone(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}
