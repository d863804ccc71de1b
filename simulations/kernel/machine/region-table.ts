/**
 * Transitions of a machine with parallel regions.
 *
 * Each region chooses by itself, so what an event does depends on the combination chosen. Combinations are worked out
 * when first met and remembered; configurations keep the numbers that the definition gives them.
 */
import type { Configurations } from './configurations';
import { microstep } from './microstep';
import { candidatesOf, type StateTree, type TreeTransition } from './state-tree';

/** What one combination of transitions does in one configuration. */
export interface Outcome {
  readonly next: number;
  readonly operations: Int32Array;
  readonly transitions: readonly number[];
  readonly happens: boolean;
}

/** Decides a guard by its number. */
export type GuardCheck = (guard: number) => boolean;

/** One step of a path along the transitions chosen, from a configuration to the outcome. */
class Choice {
  readonly next = new Map<number, Choice>();
  outcome: Outcome | undefined = undefined;
}

/** Chooses transitions region by region and remembers what each combination does. */
export class RegionTable {
  private readonly choices: Choice[];
  private readonly candidates: readonly (readonly (readonly TreeTransition[])[])[];
  private readonly chosen: TreeTransition[] = [];

  constructor(
    private readonly tree: StateTree,
    private readonly configurations: Configurations,
    events: readonly string[],
  ) {
    this.choices = configurations.active.map(() => new Choice());
    this.candidates = tree.nodes.map((node) => events.map((event) => candidatesOf(node, event)));
  }

  /** What `event` does in `configuration`, or undefined if no transition is chosen. */
  outcomeOf(configuration: number, event: number, check: GuardCheck): Outcome | undefined {
    this.chosen.length = 0;
    const active = this.configurations.active[configuration]!;
    if (!this.choose(0, event, active, check)) return undefined;
    let choice = this.choices[configuration]!;
    for (const { index } of this.chosen) {
      let next = choice.next.get(index);
      if (next === undefined) {
        next = new Choice();
        choice.next.set(index, next);
      }
      choice = next;
    }
    choice.outcome ??= this.workOut(active);
    return choice.outcome;
  }

  /** Inner states first; a parallel state chooses for itself only if none of its regions did. */
  private choose(node: number, event: number, active: readonly number[], check: GuardCheck): boolean {
    let chosen = false;
    for (const child of this.tree.nodes[node]!.children) {
      if (active.includes(child) && this.choose(child, event, active, check)) chosen = true;
    }
    if (chosen) return true;
    for (const transition of this.candidates[node]![event]!) {
      if (transition.guard !== -1 && !check(transition.guard)) continue;
      this.chosen.push(transition);
      return true;
    }
    return false;
  }

  private workOut(active: readonly number[]): Outcome {
    const { active: next, operations, taken } = microstep(this.tree, active, this.chosen);
    return {
      next: this.configurations.numberOf(next),
      operations: Int32Array.from(operations),
      transitions: taken.map((transition) => transition.index),
      happens: taken.some((transition) => transition.targets !== undefined || transition.operations.length > 0),
    };
  }
}
