import { parseDuration } from '../../simulations/scenario';
import type { Action, Scenario } from '../../simulations/scenario';

/**
 * What a person has made of a scenario: its branches, and which one is on screen. Acting in the past leaves the branch
 * that was there and goes on in a new one. Everything here is plain data and pure functions, so that a step can be
 * taken back, kept over a reload and put into a link.
 */

/** One of several courses that a run may take. */
export interface Branch {
  /** A letter; A is what was opened. */
  id: string;
  /** What was done where it begins, in words. */
  label: string;
  /** The branch that it left, and when, in µs of virtual time; absent for the first one. */
  fork?: { from: string; atMicros: number };
  /** As it is written: what is edited and shared. */
  scenario: Scenario;
}

export interface Work {
  /** Never empty; in the order in which they were made. */
  branches: readonly Branch[];
  current: string;
}

/** A step that can be taken back, or done again: the work on its other side. */
export interface Step {
  label: string;
  work: Work;
}

/** Work as it is kept over a reload. */
export interface SavedWork {
  version: 1;
  work: Work;
  undo: readonly Step[];
  redo: readonly Step[];
  atMicros: number;
  /** Moments that somebody wants to find again; still to be read by `bookmarksOf`. */
  bookmarks?: unknown;
}

/** A link holds four beside the one on screen; more would also be more than one can compare. */
export const BRANCHES_MAX = 5;

const FIRST = 'as it was opened';

/** The work on a scenario that has just been opened, alone or among other branches. */
export function workOn(
  scenario: Scenario,
  own: Omit<Branch, 'scenario'> = { id: 'A', label: FIRST },
  others: readonly Branch[] = [],
): Work {
  const branches = [...others.filter(({ id }) => id !== own.id), { ...own, scenario }];
  return { branches: branches.toSorted((a, b) => a.id.localeCompare(b.id)), current: own.id };
}

export function branchOf(work: Work, id: string = work.current): Branch {
  const branch = work.branches.find((it) => it.id === id);
  if (branch === undefined) throw new Error(`There is no branch ${id}.`);
  return branch;
}

/** The work with another scenario in the branch on screen. */
export function withScenario(work: Work, scenario: Scenario): Work {
  return {
    ...work,
    branches: work.branches.map((branch) => (branch.id === work.current ? { ...branch, scenario } : branch)),
  };
}

/**
 * Goes on in a new branch, which leaves the one on screen at `atMicros`. Where there are {@link BRANCHES_MAX} already,
 * the oldest one that is neither the first nor on screen goes.
 */
export function forked(work: Work, scenario: Scenario, atMicros: number, label: string): Work {
  const id = freshId(work);
  const branch: Branch = { id, label, fork: { from: work.current, atMicros }, scenario };
  let base = work;
  while (base.branches.length >= BRANCHES_MAX) {
    const oldest = base.branches.find((it, index) => index > 0 && it.id !== work.current)!;
    base = withoutBranch(base, oldest.id);
  }
  return { branches: [...base.branches, branch], current: id };
}

export function onBranch(work: Work, id: string): Work {
  return { ...work, current: branchOf(work, id).id };
}

/** Takes a branch out; those that left it now leave the one that it left. The last one stays. */
export function withoutBranch(work: Work, id: string): Work {
  const gone = branchOf(work, id);
  if (work.branches.length === 1) return work;
  const branches = work.branches
    .filter((branch) => branch !== gone)
    .map((branch) => (branch.fork?.from === id ? { ...branch, fork: heir(branch, gone) } : branch));
  const next = branches.find((branch) => branch.id === gone.fork?.from) ?? branches[0];
  return { branches, current: work.current === id ? next.id : work.current };
}

function heir({ fork }: Branch, gone: Branch): Branch['fork'] {
  if (gone.fork === undefined || fork === undefined) return undefined;
  return { from: gone.fork.from, atMicros: Math.min(fork.atMicros, gone.fork.atMicros) };
}

function freshId({ branches }: Work): string {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const last = Math.max(...branches.map(({ id }) => letters.indexOf(id)));
  const isFree = (letter: string): boolean => branches.every(({ id }) => id !== letter);
  return letters.slice(last + 1).find(isFree) ?? letters.find(isFree)!;
}

/**
 * Until when two scenarios run alike, in µs: before the first action in which they differ; 0 if they differ in anything
 * else, or in an action that waits for an event; Infinity if they are equal.
 */
export function alikeUntilMicros(a: Scenario, b: Scenario): number {
  const rest = (scenario: Scenario): string => JSON.stringify({ ...scenario, actions: [], name: '', description: '' });
  if (rest(a) !== rest(b)) return 0;
  let until = Infinity;
  const [left, right] = [a.actions ?? [], b.actions ?? []];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    if (JSON.stringify(left[index]) === JSON.stringify(right[index])) continue;
    until = Math.min(until, startOf(left[index]), startOf(right[index]));
  }
  return until;
}

function startOf(action: Action | undefined): number {
  if (action === undefined) return Infinity;
  const at = action.after === undefined ? parseDuration(action.at) : undefined;
  return at?.ok ? at.ms * 1000 : 0;
}
