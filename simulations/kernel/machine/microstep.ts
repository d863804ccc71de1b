/**
 * One microstep over a state tree: which states are left, which are entered, and what runs on the way.
 *
 * This follows XState's own algorithm step by step (SCXML with XState's deviations), because every shortcut taken
 * here was once a difference: active states may be entered again, a self-target in a region enters nothing, and an
 * ancestor that is parallel fills its other regions.
 */
import type { StateTree, TreeTransition } from './state-tree';

/** Stands for "outside the root": the domain of a reentering root transition. */
const NOWHERE = -1;

/** What a microstep does. `active` is in document order. */
export interface Microstep {
  readonly active: readonly number[];
  readonly operations: readonly number[];
  readonly taken: readonly TreeTransition[];
}

/** The microstep that brings an actor into its initial states. */
export function initialMicrostep(tree: StateTree): Microstep {
  const targets: number[] = [];
  const descend = (node: number): void => {
    targets.push(node);
    const { kind, initial, children } = tree.nodes[node]!;
    if (kind === 'compound') descend(initial);
    else if (kind === 'parallel') children.forEach(descend);
  };
  descend(0);
  const start = { index: -1, source: 0, descriptor: '', guard: -1, targets, reenter: true, operations: [] };
  const entry = new EntrySet(tree);
  entry.addTransition(start);
  return { ...entry.enter(new Set(), []), taken: [] };
}

/** Takes the transitions that an event chose, in the order chosen; conflicting ones fall away first. */
export function microstep(tree: StateTree, active: readonly number[], chosen: readonly TreeTransition[]): Microstep {
  const taken = withoutConflicts(tree, active, chosen);
  const exits = exitSet(tree, active, taken).sort((one, other) => other - one);
  const operations = exits.flatMap((node) => tree.nodes[node]!.exit);
  operations.push(...taken.flatMap((transition) => transition.operations));
  const entry = new EntrySet(tree);
  for (const transition of taken) entry.addTransition(transition);
  return { ...entry.enter(new Set(active.filter((node) => !exits.includes(node))), operations), taken };
}

function isDescendant(tree: StateTree, node: number, ancestor: number): boolean {
  if (ancestor === NOWHERE) return true;
  let parent = tree.nodes[node]!.parent;
  while (parent !== -1 && parent !== ancestor) parent = tree.nodes[parent]!.parent;
  return parent === ancestor;
}

function properAncestors(tree: StateTree, node: number, upTo: number): number[] {
  const ancestors: number[] = [];
  if (node === upTo) return ancestors;
  for (let parent = tree.nodes[node]!.parent; parent !== -1 && parent !== upTo; parent = tree.nodes[parent]!.parent) {
    ancestors.push(parent);
  }
  return ancestors;
}

/** The state within which a transition leaves and enters; {@link NOWHERE} when even the root is left. */
function domainOf(tree: StateTree, transition: TreeTransition): number {
  const targets = transition.targets ?? [];
  const { source, reenter } = transition;
  if (!reenter && targets.every((target) => target === source || isDescendant(tree, target, source))) return source;
  const [head, ...tail] = [...targets, source];
  for (const ancestor of properAncestors(tree, head!, NOWHERE)) {
    if (tail.every((node) => isDescendant(tree, node, ancestor))) return ancestor;
  }
  return reenter ? NOWHERE : 0;
}

function exitSet(tree: StateTree, active: readonly number[], transitions: readonly TreeTransition[]): number[] {
  const exits = new Set<number>();
  for (const transition of transitions) {
    if (transition.targets === undefined || transition.targets.length === 0) continue;
    const domain = domainOf(tree, transition);
    for (const node of active) if (isDescendant(tree, node, domain)) exits.add(node);
  }
  return [...exits];
}

/** Of two transitions that leave a common state the one deeper in the tree stays, otherwise the earlier. */
function withoutConflicts(
  tree: StateTree,
  active: readonly number[],
  chosen: readonly TreeTransition[],
): readonly TreeTransition[] {
  if (chosen.length < 2) return chosen;
  let kept: TreeTransition[] = [];
  for (const transition of chosen) {
    const exits = new Set(exitSet(tree, active, [transition]));
    const rivals = kept.filter((other) => exitSet(tree, active, [other]).some((node) => exits.has(node)));
    if (!rivals.every((other) => isDescendant(tree, transition.source, other.source))) continue;
    kept = kept.filter((other) => !rivals.includes(other));
    kept.push(transition);
  }
  return kept;
}

/** Gathers the states to enter, and which of them were entered by default and so run their initial actions. */
class EntrySet {
  private readonly states = new Set<number>();
  private readonly byDefault = new Set<number>();

  constructor(private readonly tree: StateTree) {}

  addTransition(transition: TreeTransition): void {
    const { source, reenter } = transition;
    const targets = transition.targets ?? [];
    const domain = domainOf(this.tree, transition);
    for (const target of targets) {
      if (source !== target || source !== domain || reenter) this.addDefault(target);
      this.addDescendants(target);
    }
    for (const target of targets) {
      const ancestors = properAncestors(this.tree, target, domain);
      if (domain !== NOWHERE && this.tree.nodes[domain]!.kind === 'parallel') ancestors.push(domain);
      this.addAncestors(ancestors, domain);
    }
  }

  /** Runs entry actions in document order over what `remaining` keeps active. */
  enter(remaining: Set<number>, operations: number[]): Omit<Microstep, 'taken'> {
    for (const node of [...this.states].sort((one, other) => one - other)) {
      const { entry, initialOperations } = this.tree.nodes[node]!;
      remaining.add(node);
      operations.push(...entry);
      if (this.byDefault.has(node)) operations.push(...initialOperations);
    }
    return { active: [...remaining].sort((one, other) => one - other), operations };
  }

  private addDefault(node: number): void {
    this.states.add(node);
    this.byDefault.add(node);
  }

  private addDescendants(node: number): void {
    const { kind, initial, children } = this.tree.nodes[node]!;
    if (kind === 'compound') {
      this.addDefault(initial);
      this.addDescendants(initial);
      this.addAncestors(properAncestors(this.tree, initial, node), NOWHERE);
    } else if (kind === 'parallel') {
      for (const child of children) {
        if (this.hasWithin(child)) continue;
        this.addDefault(child);
        this.addDescendants(child);
      }
    }
  }

  private addAncestors(ancestors: readonly number[], within: number): void {
    for (const ancestor of ancestors) {
      if (within === NOWHERE || isDescendant(this.tree, ancestor, within)) this.states.add(ancestor);
      if (this.tree.nodes[ancestor]!.kind !== 'parallel') continue;
      for (const child of this.tree.nodes[ancestor]!.children) {
        if (this.hasWithin(child)) continue;
        this.states.add(child);
        this.addDescendants(child);
      }
    }
  }

  private hasWithin(node: number): boolean {
    return [...this.states].some((state) => isDescendant(this.tree, state, node));
  }
}
