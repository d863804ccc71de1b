/** Transitions of a machine without parallel regions: everything an event can do, decided when compiling. */
import type { Configurations } from './configurations';
import { microstep } from './microstep';
import type { ProgramList } from './programs';
import { ALWAYS, candidatesOf, type StateTree, type TreeTransition } from './state-tree';

/** Numbers per candidate in {@link FlatTable.candidates}. */
export const STRIDE = 8;
export const GUARD = 0;
export const NEXT = 1;
export const FROM = 2;
export const TO = 3;
export const TRANSITION = 4;
/** 1: something happens · 2: context or configuration may differ afterwards (both as bits). */
export const FLAGS = 5;
export const HAPPENS = 1;
export const CHANGES = 2;

/**
 * Candidates of (configuration c, event e): places first[c * width + e] up to first[c * width + e + 1], inner states
 * first. The last event of each row stands for eventless transitions.
 */
export interface FlatTable {
  readonly width: number;
  readonly first: Int32Array;
  readonly candidates: Int32Array;
}

/** Stands where a machine has parallel regions instead. */
export const NO_TABLE: FlatTable = { width: 0, first: new Int32Array(1), candidates: new Int32Array(0) };

/** Compiles every (configuration, event) of a machine whose configurations are single leaves. */
export function compileFlat(
  tree: StateTree,
  configurations: Configurations,
  events: readonly string[],
  programs: ProgramList,
): FlatTable {
  const width = events.length + 1;
  const first = new Int32Array(configurations.active.length * width + 1);
  const candidates: number[] = [];
  for (const [configuration, active] of configurations.active.entries()) {
    for (const [place, event] of [...events, ALWAYS].entries()) {
      first[configuration * width + place] = candidates.length;
      for (const transition of reachable(tree, active, event)) {
        const step = microstep(tree, active, [transition]);
        const next = configurations.numberOf(step.active);
        const from = programs.place(step.operations);
        const happens = transition.targets !== undefined || transition.operations.length > 0;
        const changes = next !== configuration || step.operations.some((operation) => operation < 0);
        const flags = (happens ? HAPPENS : 0) | (changes ? CHANGES : 0);
        candidates.push(transition.guard, next, from, from + step.operations.length, transition.index, flags, 0, 0);
      }
    }
  }
  first[first.length - 1] = candidates.length;
  return { width, first, candidates: Int32Array.from(candidates) };
}

/** Candidates from the leaf upwards, up to and including the first that needs no guard. */
function reachable(tree: StateTree, active: readonly number[], event: string): TreeTransition[] {
  const found: TreeTransition[] = [];
  for (const node of [...active].reverse()) {
    for (const transition of candidatesOf(tree.nodes[node]!, event)) {
      found.push(transition);
      if (transition.guard === -1) return found;
    }
  }
  return found;
}
